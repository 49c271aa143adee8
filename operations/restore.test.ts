import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Config, loadConfig } from '../config.ts';
import { asTenant, openDatabase } from '../db/database.ts';
import { accounts, orders, readings, sites } from '../db/schema/index.ts';
import type { TestDatabase } from '../test/harness/database.ts';
import { knownMigrations } from './archive/catalogue.ts';
import { Bench, now } from './testing/bench.ts';
import { contentsOf } from './testing/contents.ts';
import { fillEveryTable, makeOrder } from './testing/facts.ts';

const bench = new Bench();

describe('a restore', () => {
  let target: TestDatabase;

  beforeAll(async () => {
    target = await bench.newDatabase();
    await bench.restore(target.config, bench.file);
  });

  test('brings back every table as it was', async () => {
    const before = await contentsOf(bench.source.ownerUrl);
    const after = await contentsOf(target.ownerUrl);
    // What the restore itself adds: its word in the audit, what workflows are told, readings they are told of again.
    const added = ['audit', 'outbox', 'readings'];
    expect(Object.keys(before).filter((table) => before[table] !== after[table])).toEqual(added);
    expect(Object.values(before).filter((contents) => contents.startsWith('0 '))).toEqual([]);
  });

  test('keeps each account to itself', async () => {
    const app = bench.open(target.appUrl);
    const { accountId, siteId } = bench.facts;
    const mine = await asTenant(app.db, { accountId }, (tx) => tx.select().from(sites));
    expect(mine.map(({ id }) => id)).toEqual([siteId]);
    expect(await app.db.select().from(sites)).toEqual([]);
    await expect(app.client`select * from readings_default`).rejects.toThrow(/permission denied/);
    await expect(app.client`delete from audit`).rejects.toThrow(/permission denied/);
  });

  test('puts each reading into its month', async () => {
    const { client } = bench.open(target.ownerUrl);
    const rows = await client`select tableoid::regclass::text as partition from readings order by at`;
    expect(rows.map(({ partition }) => partition)).toEqual(['readings_default', 'readings_2026_03']);
  });

  test('goes on numbering orders after those that were', async () => {
    const [last] = await bench.open(bench.source.ownerUrl).db.select({ number: orders.number }).from(orders);
    const next = await makeOrder(bench.open(target.systemUrl).db, bench.facts, { occasion: 'two', madeAt: now });
    expect(next.number).toBe(last!.number + 1);
  });

  test('refuses where accounts are, and says what to do', async () => {
    const { config, ownerUrl } = await bench.withOneAccount();
    const before = await contentsOf(ownerUrl);
    const refused = bench.restore(config, bench.file);
    await expect(refused).rejects.toThrow(/holds 1 account\..*npm run backup.*--replace/);
    expect(await contentsOf(ownerUrl)).toEqual(before);
    await bench.restore(config, bench.file, { replace: true });
    expect((await contentsOf(ownerUrl)).accounts).toBe((await contentsOf(bench.source.ownerUrl)).accounts);
  });

  test('refuses while Replenish runs on the database', async () => {
    const { config, systemUrl } = await bench.newDatabase();
    const worker = openDatabase(systemUrl, { name: 'replenish worker' });
    await worker.client`select 1`;
    await expect(bench.restore(config, bench.file)).rejects.toThrow(/in use by replenish worker/);
    await worker.close();
  });

  test('A19 pauses ordering and names what is held, unless nothing happened since', async () => {
    const { config, ownerUrl } = await bench.newDatabase();
    const { brakeId, held, requeued } = await bench.restore(config, bench.file, { nothingSince: false });
    const paused = await bench.open(ownerUrl).client`select id, scope, reason from brakes where lifted_at is null`;
    expect(paused).toMatchObject([{ id: brakeId, scope: 'all', reason: expect.stringContaining(now.toISOString()) }]);
    expect(held).toEqual([{ number: 1, holdUntil: now }]);
    expect(requeued).toEqual({ devices: 1, orders: 1, mails: 1, readings: 1 });
  });

  test('is all or nothing: rows that the database refuses leave it as it was', async () => {
    const wrong = await bench.newDatabase();
    const { db, client } = bench.open(wrong.ownerUrl);
    await fillEveryTable(db, now);
    await client`alter table orders drop constraint orders_state`;
    await client`update orders set state = 'no such state'`;
    const { file } = await bench.backup(wrong.config, 'wrong');
    const { config, ownerUrl } = await bench.withOneAccount();
    const before = await contentsOf(ownerUrl);
    await expect(bench.restore(config, file, { replace: true })).rejects.toThrow(/orders_state/);
    expect(await contentsOf(ownerUrl)).toEqual(before);
  });

  test('when it is interrupted, the database is as it was', { timeout: 90_000 }, async () => {
    const { file } = await bench.backup((await bench.withMuch()).config, 'much');
    const { config, ownerUrl } = await bench.withOneAccount();
    const before = await contentsOf(ownerUrl);
    const ended = new AbortController();
    const restoring = bench.restore(config, file, {
      replace: true,
      progress(line) {
        // The table of 96 MB comes next.
        if (line === 'accounts: 1 row') setTimeout(() => ended.abort(new Error('enough')), 50);
      },
      signal: ended.signal,
    });
    await expect(restoring).rejects.toThrow('enough');
    expect(await contentsOf(ownerUrl)).toEqual(before);
  });

  test('brings an older schema to today’s', async () => {
    const old = await bench.newDatabase();
    const { client } = bench.open(old.ownerUrl);
    const [tables] = knownMigrations();
    await client`drop schema public cascade`;
    await client`create schema public`;
    for (const statement of tables!.statements) await client.unsafe(statement);
    await client`delete from drizzle.__drizzle_migrations where created_at > ${tables!.when}`;
    await client`insert into accounts (id, name, customer_number, system_number, language, created_at)
      values (gen_random_uuid(), 'old', '1', '2', 'en', now())`;
    const { file, manifest } = await bench.backup(old.config, 'old');
    expect(manifest.migration.name).toBe('0000_tables');

    const today = await bench.newDatabase();
    await bench.restore(today.config, file);
    const app = bench.open(today.appUrl);
    expect(await app.db.select().from(accounts)).toEqual([]);
    expect(await asTenant(app.db, 'all', (tx) => tx.$count(accounts))).toBe(1);
  });

  test('leaves what is not of Replenish alone', async () => {
    const { config, ownerUrl } = await bench.newDatabase();
    const { client } = bench.open(ownerUrl);
    await client`create table stranger as select 42 as answer`;
    await client`create function stranger() returns int language sql as 'select answer from stranger'`;
    await bench.restore(config, bench.file);
    expect(await client`select stranger()`).toEqual([{ stranger: 42 }]);
  });
});

describe('with an owner that is no superuser, into a database that is empty', () => {
  const role = `plain_${process.pid}`;
  let config: Config;

  const asAdmin = async (...statements: string[]) => {
    const admin = postgres(bench.source.ownerUrl, { max: 1, onnotice: () => {} });
    for (const statement of statements) await admin.unsafe(statement);
    await admin.end();
  };

  beforeAll(async () => {
    await asAdmin(
      `create role ${role} login createrole password 'plain'`,
      `grant replenish_app, replenish_system to ${role} with admin option`,
      `create database ${role} owner ${role}`,
    );
    const url = new URL(bench.source.ownerUrl);
    Object.assign(url, { username: role, password: 'plain', pathname: `/${role}` });
    config = loadConfig({ NODE_ENV: 'test', DATABASE_URL: url.href, REPLENISH_SECRET: bench.source.config.secret });
  });

  afterAll(() => asAdmin(`drop database ${role} with (force)`, `drop role ${role}`));

  test('all of it works, too', async () => {
    await bench.restore(config, bench.file);
    const { file } = await bench.backup(config, 'plain');
    const other = await bench.newDatabase();
    await bench.restore(other.config, file);
    expect((await contentsOf(other.ownerUrl)).slots).toBe((await contentsOf(bench.source.ownerUrl)).slots);
    expect(await bench.open(other.systemUrl).db.$count(readings)).toBe(2);
  });

  test('it sees, too, that Replenish runs', async () => {
    const worker = openDatabase(config.database.systemUrl, { name: 'replenish worker' });
    await worker.client`select 1`;
    await expect(bench.restore(config, bench.file, { replace: true })).rejects.toThrow(/in use by replenish worker/);
    await worker.close();
  });
});
