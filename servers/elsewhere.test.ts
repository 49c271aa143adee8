import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { createTestDatabase } from '../test/harness/database.ts';
import { awaitDatabase, tryMail } from './elsewhere.ts';
import { freePort } from './ports.ts';
import { apiAnswers } from './readiness.ts';

test('a database elsewhere is waited for until it answers', async () => {
  const { ownerUrl, drop } = await createTestDatabase();
  await awaitDatabase(ownerUrl, () => {});
  await drop();
  const waiting: string[] = [];
  const give = awaitDatabase(ownerUrl, (line) => waiting.push(line), 1500);
  await expect(give).rejects.toThrow(
    /^the database at 127\.0\.0\.1:\d+ could not be used: .+ does not exist\. Check DATABASE_URL/,
  );
  expect(waiting).toEqual([expect.stringMatching(/^waiting for the database at/)]);
});

test('a database that refuses us is not waited for', async () => {
  const { ownerUrl, drop } = await createTestDatabase();
  const wrong = new URL(ownerUrl);
  wrong.password = 'wrong';
  const waiting: string[] = [];
  await expect(awaitDatabase(wrong.href, (line) => waiting.push(line))).rejects.toThrow(
    /password authentication failed.+\. Check DATABASE_URL/,
  );
  expect(waiting).toEqual([]);
  await drop();
});

test('a mail server elsewhere is tried, and need not be there', async () => {
  const port = await freePort();
  const said: string[] = [];
  const attempt = () => tryMail(`smtp://me:hidden@127.0.0.1:${port}`, (line) => said.push(line));
  await attempt();
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'me' }),
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await attempt();
  await new Promise<void>((done) => server.close(done));
  expect(said).toEqual([
    expect.stringMatching(/^127\.0\.0\.1:\d+ takes none now, so they wait: .*ECONNREFUSED.+ Check SMTP_URL/),
    `sent through 127.0.0.1:${port}`,
  ]);
  expect(said.join()).not.toContain('hidden');
});

test('an API that is not there does not answer', async () => {
  expect(await apiAnswers(loadConfig({ API_PORT: String(await freePort()) }))).toBe(false);
});
