import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accounts } from '../db/schema/index.ts';
import { knownMigrations, todaysTables } from './archive/catalogue.ts';
import { openArchive } from './archive/read.ts';
import { takeBackup } from './backup.ts';
import { Bench, now, quietly } from './testing/bench.ts';

const bench = new Bench();

test('has every table with what it is and how much', async () => {
  const { manifest, close } = await openArchive(bench.file);
  close();
  expect(manifest.tables.map(({ name }) => name).sort()).toEqual(todaysTables().sort());
  expect(manifest.tables.filter(({ rows }) => rows === 0)).toEqual([]);
  expect(manifest).toMatchObject({ takenAt: now.toISOString(), migration: { name: knownMigrations().at(-1)!.name } });
  expect(manifest.tables.find(({ name }) => name === 'readings')!.rows).toBe(2);
});

test('is readable by nobody else, and by any unzip', () => {
  expect(statSync(bench.file).mode & 0o777).toBe(0o600);
  expect(readFileSync(bench.file).subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
});

test('goes to a folder under a name of its own', async () => {
  const { file } = await takeBackup(bench.source.config, { file: `${bench.path('many')}/`, now, ...quietly });
  expect(file).toBe(bench.path('many/20260304T050607Z.replenish-backup'));
});

test('is no smaller one when rows are hidden from whoever takes it', async () => {
  const { config, appUrl } = bench.source;
  const hidden = { ...config, database: { ...config.database, ownerUrl: appUrl } };
  await expect(bench.backup(hidden, 'hidden')).rejects.toThrow(/row-level security/);
});

test('is of one instant: what is written meanwhile is in none of its tables', async () => {
  const database = await bench.withOneAccount();
  await bench.open(database.ownerUrl).client`create table stranger (id int)`;
  const said: string[] = [];
  const { manifest } = await takeBackup(database.config, {
    file: bench.path('instant'),
    now,
    signal: quietly.signal,
    // The snapshot is taken by then, and no table is read yet.
    progress(line) {
      said.push(line);
      execFileSync(process.execPath, ['-e', insertAnAccount(database.ownerUrl)], { cwd: import.meta.dirname });
    },
  });
  expect(said).toEqual(['left out, since not of Replenish: stranger']);
  expect(await bench.open(database.systemUrl).db.$count(accounts)).toBe(2);
  expect(manifest.tables.find(({ name }) => name === 'accounts')!.rows).toBe(1);
  expect(manifest.tables.map(({ name }) => name)).not.toContain('stranger');
});

test('leaves nothing behind when it is interrupted; overwrites nothing; takes little memory', {
  timeout: 90_000,
}, async () => {
  const { config } = await bench.withMuch();
  const ended = new AbortController();
  const file = bench.path('interrupted');
  const taking = takeBackup(config, { file, now, progress: () => {}, signal: ended.signal });
  setTimeout(() => ended.abort(new Error('enough')), 150);
  await expect(taking).rejects.toThrow('enough');
  expect(readdirSync(bench.folder).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  await expect(bench.backup(config, 'whole')).rejects.toThrow(/already/);

  const before = process.memoryUsage().rss;
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const { manifest } = await bench.backup(config, 'much');
  clearInterval(watching);
  const audit = manifest.tables.find(({ name }) => name === 'audit')!;
  expect(audit).toMatchObject({ rows: 50_000 });
  expect(audit.bytes).toBeGreaterThan(96_000_000);
  expect(most - before).toBeLessThan(80_000_000);
});

test('of a database that this version does not know, or of none of Replenish, is refused', async () => {
  const { config, ownerUrl } = await bench.newDatabase();
  const { client } = bench.open(ownerUrl);
  await client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9999999999999)`;
  await expect(bench.backup(config, 'newer')).rejects.toThrow(/another version/);
  await client`drop schema drizzle cascade`;
  await expect(bench.backup(config, 'none')).rejects.toThrow(/nothing of Replenish/);
});

const insertAnAccount = (url: string) => `
  const postgres = require('postgres');
  const sql = postgres(${JSON.stringify(url)}, { max: 1 });
  sql\`insert into accounts (id, name, customer_number, system_number, language, created_at)
    values (gen_random_uuid(), 'late', 'late', 'late', 'en', now())\`.then(() => sql.end());`;
