import { inArray, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAccount, makeDevice } from '../operations/testing/facts.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { asTenant, type DatabaseHandle, openDatabase } from './database.ts';
import { updateEach } from './many-rows.ts';
import { devices, settings, slots } from './schema/index.ts';

const at = new Date('2026-03-29T01:30:00.123Z');

let database: TestDatabase;
let handle: DatabaseHandle;
beforeAll(async () => {
  database = await createTestDatabase();
  handle = openDatabase(database.systemUrl, { poolSize: 1 });
});
afterAll(async () => {
  await handle.close();
  await database.drop();
});

describe('statements', () => {
  const kept = async () => {
    const rows = await handle.db.execute<{ statement: string }>(sql`select statement from pg_prepared_statements`);
    return rows.map(({ statement }) => statement).filter((statement) => statement.includes('"devices"'));
  };
  const ask = (ids: string[]) =>
    asTenant(handle.db, 'all', (tx) =>
      tx.transaction((inner) => inner.select({ id: devices.id }).from(devices).where(inArray(devices.id, ids))),
    );

  test('are planned once for a connection, also within transactions', async () => {
    for (let i = 0; i < 3; i++) await ask([uuidv7()]);
    expect(await kept()).toHaveLength(1);
  });

  test('of many rows are not kept: their text is another for every number', async () => {
    const before = await kept();
    for (const many of [41, 60, 200]) await ask(Array.from({ length: many }, () => uuidv7()));
    expect(await kept()).toEqual(before);
  });

  test('go on when a table gets a column while the connection is open', async () => {
    const read = () => handle.db.select().from(settings);
    await read();
    const owner = openDatabase(database.ownerUrl, { poolSize: 1 });
    await owner.client`alter table settings add column later_release text`;
    await owner.close();
    expect(await read()).toEqual([]);
  });
});

describe('updateEach', () => {
  test('changes each row its own way, whatever a column holds', async () => {
    const slotIds = await threeSlots();
    const rows = slotIds.slice(0, 2).map((id, i) => ({
      id,
      level: i === 0 ? ({ type: 'percent', percent: 12.5 } as const) : null,
      levelAt: i === 0 ? at : null,
      ratePerDay: i === 0 ? 0.012345678901234 : null,
      verdict: i === 0 ? 'a "quoted" word' : null,
      waitingForConfirmation: i === 0,
      shelfEstimate: i + 0.5,
    }));
    await updateEach(handle.db, slots, rows);
    const found = await handle.db.select().from(slots).where(inArray(slots.id, slotIds)).orderBy(slots.key);
    expect(found.slice(0, 2)).toMatchObject(rows);
    expect(found[2]).toMatchObject({ level: null, verdict: null, shelfEstimate: 0, waitingForConfirmation: false });
  });

  test('of no rows does nothing', async () => {
    await updateEach(handle.db, slots, []);
  });
});

async function threeSlots(): Promise<string[]> {
  const facts = await makeAccount(handle.db, at);
  const deviceId = await makeDevice(handle.db, facts, { serial: 'S1', enrolledAt: at });
  const values = ['1.1', '1.2', '1.3'].map(
    (key) => ({ accountId: facts.accountId, deviceId, key, label: key, kind: 'toner' }) as const,
  );
  return (await handle.db.insert(slots).values(values).returning()).map(({ id }) => id);
}
