import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { createTestDatabase } from '../test/harness/database.ts';
import { awaitDatabase } from './elsewhere.ts';
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
  expect(waiting[0]).toMatch(/^waiting for the database at/);
});

test('an API that is not there does not answer', async () => {
  expect(await apiAnswers(loadConfig({ API_PORT: String(await freePort()) }))).toBe(false);
});
