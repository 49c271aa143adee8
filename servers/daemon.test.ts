import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DaemonOptions, spawnDaemon } from './daemon.ts';
import { waitUntilGone } from './processes.ts';

describe('a program that runs until it is stopped', () => {
  let folder: string;
  let options: DaemonOptions;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replenish-daemon-'));
    options = { logFile: join(folder, 'log'), stopSignal: 'SIGTERM', graceMs: 5000 };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('tells how it ended', async () => {
    const ended = spawnDaemon(process.execPath, ['-e', 'console.log("words"); process.exit(4)'], options);
    await ended.gone;
    expect(ended.ending()).toBe('code 4');
    expect(readFileSync(options.logFile, 'utf8')).toBe('words\n');

    const stopped = spawnDaemon(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options);
    expect(stopped.hasEnded()).toBe(false);
    await stopped.stop();
    await stopped.stop();
    expect(stopped.ending()).toBe('SIGTERM');

    const missing = spawnDaemon(join(folder, 'no-such-program'), [], options);
    await missing.stop();
    expect(missing.ending()).toContain('ENOENT');
  });

  test('does not outlive a starter that ends without stopping it', async () => {
    const script = `
      import { spawnDaemon } from ${JSON.stringify(join(import.meta.dirname, 'daemon.ts'))};
      const { pid } = spawnDaemon(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], ${JSON.stringify(options)});
      console.log(pid);
      process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(await waitUntilGone(Number(stdout), 5000)).toBe(true);
  });
});
