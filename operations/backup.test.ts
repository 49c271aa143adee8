import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asTenant, type DatabaseHandle, openDatabase } from '../db/database.ts';
import { accounts, orders, readings, sites } from '../db/schema/index.ts';
import { createTestDatabase, type TestDatabase } from '../test/harness/database.ts';
import { knownMigrations, todaysTables } from './archive/catalogue.ts';
import { formatVersion, parseManifest } from './archive/manifest.ts';
import { openArchive, verifyArchive } from './archive/read.ts';
import { takeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';
import { contentsOf } from './testing/contents.ts';
import { fillEveryTable, makeAccount, makeOrder } from './testing/facts.ts';

const now = new Date('2026-03-04T05:06:07.890Z');
const folder = mkdtempSync(join(tmpdir(), 'replenish-backup-'));
const quietly = { progress: () => {}, signal: new AbortController().signal };
const databases: TestDatabase[] = [];
const handles: DatabaseHandle[] = [];
let source: TestDatabase;
let file: string;
let facts: Awaited<ReturnType<typeof fillEveryTable>>;

beforeAll(async () => {
  source = await newDatabase();
  facts = await fillEveryTable(open(source.systemUrl).db, now);
  file = (await backup(source, 'whole')).file;
});

afterAll(async () => {
  await Promise.all(handles.map((handle) => handle.close()));
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true });
});

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

function open(url: string): DatabaseHandle {
  const handle = openDatabase(url, { name: 'a test' });
  handles.push(handle);
  return handle;
}

const backup = (database: TestDatabase, name: string) =>
  takeBackup(database.config, { file: join(folder, name), now, ...quietly });

const restore = (database: TestDatabase, from: string, options: { replace?: boolean; nothingSince?: boolean } = {}) =>
  restoreBackup(database.config, {
    file: from,
    replace: false,
    nothingSince: true,
    actor: 'test',
    now: new Date('2026-03-05T00:00:00Z'),
    ...quietly,
    ...options,
  });

describe('a backup', () => {
  test('has every table with what it is and how much', async () => {
    const { manifest, close } = await openArchive(file);
    close();
    expect(manifest.tables.map(({ name }) => name).sort()).toEqual(todaysTables().sort());
    expect(manifest.tables.filter(({ rows }) => rows === 0)).toEqual([]);
    expect(manifest).toMatchObject({ takenAt: now.toISOString(), migration: { name: '0001_access' } });
    expect(manifest.tables.find(({ name }) => name === 'readings')!.rows).toBe(2);
  });

  test('is readable by nobody else, and by any unzip', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  });

  test('is of one instant: what is written meanwhile is in none of its tables', async () => {
    const database = await newDatabase();
    const { db } = open(database.systemUrl);
    await makeAccount(db, now);
    await open(database.ownerUrl).client`create table stranger (id int)`;
    const said: string[] = [];
    const { manifest } = await takeBackup(database.config, {
      file: join(folder, 'instant'),
      now,
      signal: quietly.signal,
      // The snapshot is taken by then, and no table is read yet.
      progress(line) {
        said.push(line);
        execFileSync(process.execPath, ['-e', insertAnAccount(database.ownerUrl)], { cwd: import.meta.dirname });
      },
    });
    expect(said).toEqual(['left out, since not of Replenish: stranger']);
    expect(await db.$count(accounts)).toBe(2);
    expect(manifest.tables.find(({ name }) => name === 'accounts')!.rows).toBe(1);
    expect(manifest.tables.map(({ name }) => name)).not.toContain('stranger');
  });

  test('leaves nothing behind when it is interrupted, and overwrites nothing', async () => {
    const ended = new AbortController();
    const target = join(folder, 'interrupted');
    const big = await newDatabase();
    const { client } = open(big.systemUrl);
    await client`insert into audit (id, at, actor, action, entity, entity_id)
      select gen_random_uuid(), now(), repeat(md5(i::text), 60), 'a', 'e', 'i' from generate_series(1, 100000) i`;
    const taking = takeBackup(big.config, { file: target, now, progress: () => {}, signal: ended.signal });
    setTimeout(() => ended.abort(new Error('enough')), 150);
    await expect(taking).rejects.toThrow('enough');
    expect(readdirSync(folder).filter((name) => name.startsWith('interrupted'))).toEqual([]);
    await expect(takeBackup(source.config, { file, now, ...quietly })).rejects.toThrow(/already/);
  });

  test('takes little memory, however large the table', async () => {
    const big = databases.at(-1)!;
    const before = process.memoryUsage().rss;
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const { manifest } = await backup(big, 'big');
    clearInterval(watching);
    const audit = manifest.tables.find(({ name }) => name === 'audit')!;
    expect(audit).toMatchObject({ rows: 100_000 });
    expect(audit.bytes).toBeGreaterThan(190_000_000);
    expect(most - before).toBeLessThan(100_000_000);
  });
});

describe('a restore', () => {
  let target: TestDatabase;

  test('brings back every table as it was', async () => {
    target = await newDatabase();
    const before = await contentsOf(source.ownerUrl);
    await restore(target, file);
    const after = await contentsOf(target.ownerUrl);
    // What the restore itself adds: its word in the audit, what workflows are told, readings they are told of again.
    const added = ['audit', 'outbox', 'readings'];
    expect(Object.keys(before).filter((table) => before[table] !== after[table])).toEqual(added);
    expect(Object.values(before).filter((contents) => contents.startsWith('0 '))).toEqual([]);
  });

  test('keeps each account to itself', async () => {
    const app = open(target.appUrl);
    const mine = await asTenant(app.db, { accountId: facts.accountId }, (tx) => tx.select().from(sites));
    expect(mine.map(({ id }) => id)).toEqual([facts.siteId]);
    expect(await app.db.select().from(sites)).toEqual([]);
    await expect(app.client`select * from readings_default`).rejects.toThrow(/permission denied/);
    await expect(app.client`delete from audit`).rejects.toThrow(/permission denied/);
  });

  test('puts each reading into its month', async () => {
    const { client } = open(target.ownerUrl);
    const rows = await client`select tableoid::regclass::text as partition from readings order by at`;
    expect(rows.map(({ partition }) => partition)).toEqual(['readings_default', 'readings_2026_03']);
  });

  test('goes on numbering orders and messages after those that were', async () => {
    const [last] = await open(source.ownerUrl).db.select({ number: orders.number }).from(orders);
    const { db } = open(target.systemUrl);
    const next = await makeOrder(db, facts, { occasion: 'two', madeAt: now });
    expect(next.number).toBe(last!.number + 1);
  });

  test('refuses where accounts are, and says what to do', async () => {
    const occupied = await newDatabase();
    const { db, close } = openDatabase(occupied.systemUrl, { name: 'a test' });
    await makeAccount(db, now);
    await close();
    const before = await contentsOf(occupied.ownerUrl);
    await expect(restore(occupied, file)).rejects.toThrow(/holds 1 account\..*npm run backup.*--replace/);
    expect(await contentsOf(occupied.ownerUrl)).toEqual(before);
    await restore(occupied, file, { replace: true });
    expect((await contentsOf(occupied.ownerUrl)).accounts).toBe((await contentsOf(source.ownerUrl)).accounts);
  });

  test('refuses while Replenish runs on the database', async () => {
    const used = await newDatabase();
    const worker = openDatabase(used.systemUrl, { name: 'replenish worker' });
    await worker.client`select 1`;
    await expect(restore(used, file)).rejects.toThrow(/in use by replenish worker/);
    await worker.close();
  });

  test('pauses ordering and names what is held, unless nothing happened since', async () => {
    const other = await newDatabase();
    const { brakeId, held, requeued } = await restore(other, file, { nothingSince: false });
    const { client } = open(other.ownerUrl);
    const paused = await client`select id, scope, reason from brakes where lifted_at is null`;
    expect(paused).toMatchObject([{ id: brakeId, scope: 'all', reason: expect.stringContaining(now.toISOString()) }]);
    expect(held).toEqual([{ number: 1, holdUntil: now }]);
    expect(requeued).toEqual({ devices: 1, orders: 1, mails: 1, readings: 1 });
  });

  test('is all or nothing: rows that the database refuses leave it as it was', async () => {
    const broken = join(folder, 'broken');
    const wrong = await newDatabase();
    const owner = open(wrong.ownerUrl);
    await fillEveryTable(open(wrong.systemUrl).db, now);
    // A row that today's schema refuses gets into the archive only where nobody checks.
    await owner.client`alter table orders drop constraint orders_state`;
    await owner.client`update orders set state = 'no such state'`;
    await takeBackup(wrong.config, { file: broken, now, ...quietly });
    const occupied = await newDatabase();
    await makeAccountIn(occupied);
    const before = await contentsOf(occupied.ownerUrl);
    await expect(restore(occupied, broken, { replace: true })).rejects.toThrow(/orders_state/);
    expect(await contentsOf(occupied.ownerUrl)).toEqual(before);
  });

  test('when it is interrupted, the database is as it was', async () => {
    const occupied = await newDatabase();
    await makeAccountIn(occupied);
    const before = await contentsOf(occupied.ownerUrl);
    const ended = new AbortController();
    const restoring = restoreBackup(occupied.config, {
      file: join(folder, 'big'),
      replace: true,
      nothingSince: true,
      actor: 'test',
      now,
      progress: (line) => {
        if (line === 'loading') setTimeout(() => ended.abort(new Error('enough')), 300);
      },
      signal: ended.signal,
    });
    await expect(restoring).rejects.toThrow('enough');
    expect(await contentsOf(occupied.ownerUrl)).toEqual(before);
  });

  test('brings an older schema to today’s', async () => {
    const old = await newDatabase();
    const owner = postgres(old.ownerUrl, { max: 1, onnotice: () => {} });
    await takeAccessRulesAway(owner);
    await owner`insert into accounts (id, name, customer_number, system_number, language, created_at)
      values (gen_random_uuid(), 'old', '1', '2', 'en', now())`;
    await owner.end();
    const { file: oldFile, manifest } = await backup(old, 'old');
    expect(manifest.migration.name).toBe('0000_tables');
    const today = await newDatabase();
    await restore(today, oldFile);
    const app = open(today.appUrl);
    expect(await app.db.select().from(accounts)).toEqual([]);
    expect(await asTenant(app.db, 'all', (tx) => tx.$count(accounts))).toBe(1);
  });

  test('a backup of a database that this version does not know is refused', async () => {
    const newer = await newDatabase();
    const owner = postgres(newer.ownerUrl, { max: 1 });
    await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)`;
    await owner.end();
    await expect(backup(newer, 'newer')).rejects.toThrow(/another version/);
  });

  test('into a database that is empty altogether', async () => {
    const blank = await newDatabase();
    const owner = postgres(blank.ownerUrl, { max: 1, onnotice: () => {} });
    await owner`drop schema public cascade`;
    await owner`drop schema drizzle cascade`;
    await owner`create schema public`;
    await owner.end();
    await expect(backup(blank, 'blank')).rejects.toThrow(/nothing of Replenish/);
    await restore(blank, file);
    expect(await open(blank.systemUrl).db.$count(readings)).toBe(2);
  });
});

describe('a damaged backup is refused before anything is changed', () => {
  const damaged = join(folder, 'damaged');
  const check = async (bytes: Buffer) => {
    writeFileSync(damaged, bytes);
    const archive = await openArchive(damaged);
    try {
      await verifyArchive(archive, () => {}, quietly.signal);
      return archive.manifest;
    } finally {
      archive.close();
    }
  };

  test('one that is missing, or none at all', async () => {
    await expect(openArchive(join(folder, 'missing'))).rejects.toThrow(/There is no file/);
    await expect(check(Buffer.from('not a backup'))).rejects.toThrow(/not a whole backup/);
  });

  test('cut off anywhere', async () => {
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await expect(check(whole.subarray(0, length))).rejects.toMatchObject({ name: 'SetupError' });
      }),
      { numRuns: 60 },
    );
  });

  test('changed anywhere: refused, or what it holds is unchanged', async () => {
    const whole = readFileSync(file);
    const manifest = await check(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const changed = Buffer.from(whole);
          changed[at]! ^= change;
          const outcome = await check(changed).catch((error: Error) => error);
          if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'SetupError' });
          else expect(outcome).toEqual(manifest);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('changed within a table, by name and with advice; the database stays', async () => {
    const whole = readFileSync(file);
    const target = await newDatabase();
    await makeAccountIn(target);
    const before = await contentsOf(target.ownerUrl);
    // The middle of the archive is in the rows of some table.
    const changed = Buffer.from(whole);
    changed[Math.floor(whole.length / 3)]! ^= 0xff;
    writeFileSync(damaged, changed);
    await expect(restore(target, damaged, { replace: true })).rejects.toThrow(/damaged.*Nothing was changed/);
    expect(await contentsOf(target.ownerUrl)).toEqual(before);
  });

  test('of a newer format, by its own words', () => {
    expect(() => parseManifest(JSON.stringify({ formatVersion: formatVersion + 1 }))).toThrow(/newer version/);
    expect(() => parseManifest('{"format":"replenish-backup"}')).toThrow(/damaged/);
  });
});

async function makeAccountIn(database: TestDatabase): Promise<void> {
  const { db, close } = openDatabase(database.systemUrl, { name: 'a test' });
  await makeAccount(db, now);
  await close();
}

/** As a database was before its last migration. */
async function takeAccessRulesAway(owner: postgres.Sql): Promise<void> {
  await owner`drop schema public cascade`;
  await owner`create schema public`;
  const [tables] = knownMigrations();
  for (const statement of tables!.statements) await owner.unsafe(statement);
  await owner`delete from drizzle.__drizzle_migrations where created_at > ${tables!.when}`;
}

const insertAnAccount = (url: string) => `
  const postgres = require('postgres');
  const sql = postgres(${JSON.stringify(url)}, { max: 1 });
  sql\`insert into accounts (id, name, customer_number, system_number, language, created_at)
    values (gen_random_uuid(), 'late', 'late', 'late', 'en', now())\`.then(() => sql.end());`;
