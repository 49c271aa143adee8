import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * What must outlast the machine's sudden end, in one file. Every commit is on the disk before it counts (synchronous=FULL); a
 * file that is damaged all the same is put aside, so that the agent goes on.
 */
export function openStore(file: string): { database: DatabaseSync; damaged: boolean } {
  try {
    return { database: open(file), damaged: false };
  } catch (error) {
    if (!DAMAGED.test((error as Error).message)) throw error;
    renameSync(file, `${file}.damaged`);
    for (const beside of [`${file}-wal`, `${file}-shm`]) if (existsSync(beside)) rmSync(beside);
    return { database: open(file), damaged: true };
  }
}

const DAMAGED = /malformed|not a database|damaged/i;

const SCHEMA = `
create table if not exists queue (
  seq integer primary key autoincrement,
  device text not null,
  taken_at integer not null,
  body text not null
) strict;
create index if not exists queue_device on queue (device, seq);
create table if not exists refused (
  seq integer primary key,
  body text not null,
  reason text not null,
  at integer not null
) strict;
create table if not exists printers (
  address text primary key,
  access text not null,
  name text,
  serial text,
  found_at integer not null,
  read_at integer,
  tried_at integer,
  failure text,
  message text
) strict;
create table if not exists facts (name text primary key, value text not null) strict, without rowid;
`;

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma auto_vacuum = incremental;');
    const [checked] = database.prepare('pragma quick_check(1)').all() as { quick_check: string }[];
    if (checked?.quick_check !== 'ok') throw new Error(`damaged: ${checked?.quick_check}`);
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
