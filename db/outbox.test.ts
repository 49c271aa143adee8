import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../operations/testing/facts.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { type DatabaseHandle, openDatabase } from './database.ts';
import { markFailed, takeWaiting } from './outbox.ts';
import { outbox } from './schema/index.ts';

const now = new Date('2026-03-02T09:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);

let database: TestDatabase;
let system: DatabaseHandle;
let accountId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl);
  ({ accountId } = await makeAccount(system.db, now));
});
beforeEach(async () => {
  await system.db.delete(outbox);
});
afterAll(async () => {
  await system.close();
  await database.drop();
});

async function queue(workflowId: string, dueInSeconds: number): Promise<number> {
  const [row] = await system.db
    .insert(outbox)
    .values({ accountId, kind: 'order.review', workflowId, body: {}, madeAt: now, notBefore: inSeconds(dueInSeconds) })
    .returning({ id: outbox.id });
  return row!.id;
}

const taken = async (at: Date, limit = 10) => (await takeWaiting(system.db, at, limit)).map(({ id }) => id);

test('those that are due for longest come first: one that fails again and again keeps no other waiting', async () => {
  const failing = await queue('order/1', -5);
  const fresh = await queue('order/2', -3);
  expect(await taken(now, 1)).toEqual([failing]);
  await markFailed(system.db, failing, 'no answer', now, 15);
  expect(await taken(now)).toEqual([fresh]);
  expect(await taken(inSeconds(20), 1)).toEqual([fresh]);
});

test('none is taken before an older one to the same workflow that has to wait', async () => {
  const older = await queue('order/1', 10);
  const newer = await queue('order/1', -1);
  expect(await taken(now)).toEqual([]);
  expect((await taken(inSeconds(11))).toSorted()).toEqual([older, newer]);
});

test('between two tries there are never more than the cap’s seconds', async () => {
  const id = await queue('order/1', 0);
  for (let tries = 0; tries < 12; tries++) await markFailed(system.db, id, 'no answer', now, 15);
  expect(await taken(inSeconds(14.9))).toEqual([]);
  expect(await taken(inSeconds(15))).toEqual([id]);
});
