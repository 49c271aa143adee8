import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { type DatabaseHandle, openDatabase } from './database.ts';
import { dropReadingPartitions, ensureReadingPartitions, readingMonths } from './partitions.ts';

let database: TestDatabase;
let owner: DatabaseHandle;
let app: DatabaseHandle;
let system: DatabaseHandle;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = openDatabase(database.ownerUrl);
  app = openDatabase(database.appUrl);
  system = openDatabase(database.systemUrl);
  // Years that the migration, which works with the real clock, has made nothing for.
  for (const name of await partitions())
    if (name !== 'readings_default') await owner.client`drop table ${owner.client(name)}`;
});

afterAll(async () => {
  await Promise.all([owner.close(), app.close(), system.close()]);
  await database.drop();
});

async function partitions(): Promise<string[]> {
  const rows = await owner.client`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'readings'::regclass order by 1`;
  return rows.map(({ name }) => name);
}

const store = (at: string, device = '00000000-0000-7000-8000-000000000001') => system.client`
  insert into readings (account_id, device_id, at, taken_at, received_at, levels, source)
  values (${device}, ${device}, ${at}, ${at}, ${at}, '[]', 'agent')`;

const placeOf = async (at: string): Promise<string> => {
  const [row] = await owner.client`select tableoid::regclass::text as place from readings where at = ${at}`;
  return row!.place;
};

describe('months of readings', () => {
  test('are 26 behind and 3 ahead, across the turn of the year', () => {
    expect(readingMonths(new Date('2031-11-30T23:59:59Z'))).toEqual({ first: '2029-09-01', last: '2032-02-01' });
    expect(readingMonths(new Date('2032-02-29T00:00:00Z'))).toEqual({ first: '2029-12-01', last: '2032-05-01' });
  });

  test('are made as replenish_system, which owns nothing; again, nothing is', async () => {
    await store('2030-12-31T23:59:59.999Z');
    await store('2031-01-01T00:00:00Z');
    expect(await placeOf('2030-12-31T23:59:59.999Z')).toBe('readings_default');
    const made = await ensureReadingPartitions(system.db, new Date('2031-01-15T12:00:00Z'));
    expect(made).toHaveLength(30);
    expect([made[0], made.at(-1)]).toEqual(['readings_2028_11', 'readings_2031_04']);
    expect(await ensureReadingPartitions(system.db, new Date('2031-01-31T12:00:00Z'))).toEqual([]);
    expect(await ensureReadingPartitions(system.db, new Date('2031-02-01T00:00:00Z'))).toEqual(['readings_2031_05']);
  });

  test('take in what had to wait for them, each in its own UTC month', async () => {
    expect(await placeOf('2030-12-31T23:59:59.999Z')).toBe('readings_2030_12');
    expect(await placeOf('2031-01-01T00:00:00Z')).toBe('readings_2031_01');
  });

  test('have the same bounds whatever time zone the session has', async () => {
    await system.client.begin(async (tx) => {
      await tx`set local timezone = 'Pacific/Auckland'`;
      await tx`select make_reading_partitions('2033-01-01', '2033-01-01')`;
    });
    const [bound] = await owner.client.begin(async (tx) => {
      await tx`set local timezone = 'UTC'`;
      return tx`select pg_get_expr(relpartbound, oid) as bound from pg_class where relname = 'readings_2033_01'`;
    });
    expect(bound!.bound).toBe("FOR VALUES FROM ('2033-01-01 00:00:00+00') TO ('2033-02-01 00:00:00+00')");
    await owner.client`drop table readings_2033_01`;
  });

  test('keep the rules of the whole: one reading per instant, found by index, closed to the other roles', async () => {
    await expect(store('2031-01-01T00:00:00Z')).rejects.toThrow(/duplicate/);
    const [indexes] = await owner.client`
      select count(*)::int as n from pg_index where indrelid = 'readings_2031_01'::regclass and indpred is not null`;
    expect(indexes!.n).toBe(1);
    for (const { client } of [app, system])
      await expect(client`select * from readings_2031_01`).rejects.toThrow(/permission denied/);
  });

  test('leave when they have ended 26 months ago, not a moment earlier', async () => {
    await store('2028-11-30T23:59:59.999Z', '00000000-0000-7000-8000-000000000002');
    await store('2028-12-01T00:00:00Z', '00000000-0000-7000-8000-000000000002');
    expect(await dropReadingPartitions(system.db, new Date('2031-01-31T23:59:59.999Z'))).toEqual([]);
    expect(await placeOf('2028-11-30T23:59:59.999Z')).toBe('readings_2028_11');
    expect(await dropReadingPartitions(system.db, new Date('2031-02-01T00:00:00Z'))).toEqual(['readings_2028_11']);
    expect(await placeOf('2028-12-01T00:00:00Z')).toBe('readings_2028_12');
    expect((await partitions())[0]).toBe('readings_2028_12');
    expect(await owner.client`select 1 from readings where at < '2028-12-01'`).toHaveLength(0);
  });

  test('are nothing that requests may touch', async () => {
    for (const call of [
      `select make_reading_partitions('2040-01-01', '2040-01-01')`,
      `select drop_reading_partitions('2040-01-01')`,
      `select forget_audit(now(), 1)`,
    ])
      await expect(app.client.unsafe(call)).rejects.toThrow(/permission denied/);
  });
});
