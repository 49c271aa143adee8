import { createServer } from 'node:net';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { assertPortFree, freePort } from './ports.ts';

test('a free port is free', async () => {
  await assertPortFree({ port: await freePort(), purpose: 'a test', setting: 'TEST_PORT' });
});

test('a busy port: one sentence names the port, who holds it, and the setting that changes it', async () => {
  const server = createServer().listen(await freePort(), '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  try {
    const busy = assertPortFree({ port, purpose: 'the mail catcher', setting: 'SMTP_PORT' });
    const holder = process.platform === 'linux' ? `.+ \\(process ${process.pid}\\)` : '.+';
    await expect(busy).rejects.toThrow(
      new RegExp(
        `^Port ${port}, wanted for the mail catcher, is in use by ${holder}\\. Stop that, or .*SMTP_PORT=\\d+$`,
      ),
    );
    expect(basename(process.execPath)).toContain('node');
  } finally {
    server.close();
  }
});
