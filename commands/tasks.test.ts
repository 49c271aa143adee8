import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DatabaseHandle, openDatabase } from '../db/database.ts';
import { accounts, tasks } from '../db/schema/index.ts';
import { plannedTask } from '../domain/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { openTask, openTaskOnce } from './tasks.ts';

const now = new Date('2026-03-10T08:00:00Z');

let database: TestDatabase;
let system: DatabaseHandle;
let accountId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { name: 'tasks test' });
  const account = { name: 'Customer', customerNumber: 'C-1', systemNumber: 'S-1', language: 'en' as const };
  const [row] = await system.db
    .insert(accounts)
    .values({ ...account, createdAt: now })
    .returning();
  accountId = row!.id;
});
afterAll(async () => {
  await system.close();
  await database.drop();
});

const made = async (key: string) => (await system.db.select().from(tasks).where(eq(tasks.dedupKey, key))).length;
const finishAll = () => system.db.update(tasks).set({ state: 'done', settledAt: now });

test('what every look finds anew is asked once: not again when somebody has dealt with it', async () => {
  const task = plannedTask('stock-difference', { slotId: 's1' }, {}, '2026-02-01');
  for (let look = 0; look < 3; look++) {
    await openTaskOnce(system.db, accountId, task, now);
    await finishAll();
  }
  expect(await made(task.key)).toBe(1);
  await openTaskOnce(system.db, accountId, plannedTask('stock-difference', { slotId: 's1' }, {}, '2026-05-01'), now);
  expect(await made('stock-difference/s1/2026-05-01')).toBe(1);
});

test('what happens again is asked again, once while it is open', async () => {
  const task = plannedTask('address-refused', { orderId: '019aa1b2-0000-7000-8000-000000000005' });
  await openTask(system.db, accountId, task, now);
  await openTask(system.db, accountId, task, now);
  expect(await made(task.key)).toBe(1);
  await finishAll();
  await openTask(system.db, accountId, task, now);
  expect(await made(task.key)).toBe(2);
});
