import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { race } from './race.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('A09, A11: of 50 who order a slot at once one of each kind does; of release and cancelling one wins', {
  timeout: 300_000,
}, async () => {
  const result = await race(database.config, { rounds: 12, seed: 1, untilMs: Infinity }, () => {});
  expect(result.problems).toEqual([]);
  expect(result.rounds).toBe(12);
});
