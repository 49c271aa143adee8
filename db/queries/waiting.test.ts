import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { type DatabaseHandle, openDatabase } from '../database.ts';
import { waitingStatement } from './waiting.ts';

let database: TestDatabase;
let system: DatabaseHandle;
beforeAll(async () => {
  database = await createTestDatabase();
  system = openDatabase(database.systemUrl, { poolSize: 1 });
});
afterAll(async () => {
  await system.close();
  await database.drop();
});

/** Few, whatever the fleet: one for each subscriber. */
const small = ['webhooks'];

test('what waits is found by indexes: no table that grows with the fleet is read as a whole', async () => {
  const plan = await system.db.transaction(async (tx) => {
    // Empty tables would be read as a whole for being small.
    await tx.execute(sql`set local enable_seqscan = off`);
    return tx.execute<{ 'QUERY PLAN': string }>(sql`explain ${waitingStatement(new Date())}`);
  });
  const lines = plan.map((row) => row['QUERY PLAN']);
  const whole = lines.flatMap((line) => /Seq Scan on (\w+)/.exec(line)?.[1] ?? []);
  expect(whole.filter((table) => !small.includes(table))).toEqual([]);
  const indexes = lines.flatMap((line) => /using (\w+)|Bitmap Index Scan on (\w+)/.exec(line)?.slice(1) ?? []);
  for (const name of ['orders_not_handed_over', 'fulfilment_events_waiting', 'notices_waiting', 'outbox_waiting'])
    expect(indexes).toContain(name);
});
