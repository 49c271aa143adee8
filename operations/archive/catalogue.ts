import { readFileSync } from 'node:fs';
import { getTableName, is, Table } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Client } from 'pg';
import { migrationsFolder } from '../../db/migrate.ts';
import * as schema from '../../db/schema/index.ts';
import { SetupError } from '../../servers/setup-error.ts';
import type { Manifest } from './manifest.ts';

export interface Migration {
  name: string;
  /** Milliseconds in the journal: the order of migrations, and how a database knows which it has. */
  when: number;
  statements: string[];
}

/** Every migration that this version of the product comes with, oldest first. */
export function knownMigrations(): Migration[] {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder }).map(({ folderMillis, sql }, i) => ({
    name: journal.entries[i]!.tag,
    when: folderMillis,
    statements: sql,
  }));
}

/** Names of the tables of today's schema. */
export const todaysTables = (): string[] =>
  Object.values(schema).flatMap((each) => (is(each, Table) ? [getTableName(each)] : []));

/** The newest migration that a database has. @throws SetupError when it has none, or one that this version does not know */
export async function appliedMigration(client: Client): Promise<Migration> {
  const bookkeeping = await client.query("select to_regclass('drizzle.__drizzle_migrations') as found");
  const newest = bookkeeping.rows[0].found
    ? await client.query('select max(created_at) as when from drizzle.__drizzle_migrations')
    : undefined;
  if (!newest?.rows[0].when)
    throw new SetupError('This database holds nothing of Replenish. Check DATABASE_URL; npm start fills a new one.');
  const known = knownMigrations().find(({ when }) => when === Number(newest.rows[0].when));
  if (!known)
    throw new SetupError(
      'The database is of another version of Replenish than this copy. Use the copy that runs on it.',
    );
  return known;
}

export interface TableToCopy {
  name: string;
  columns: string[];
}

/** The tables in an order in which none comes before those that it refers to. */
export async function tablesInOrder(client: Client): Promise<TableToCopy[]> {
  const { rows: tables } = await client.query<TableToCopy>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname order by c.relname`);
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    select f.relname as from, t.relname as to from pg_constraint k
      join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and f.oid <> t.oid`);
  const ordered: TableToCopy[] = [];
  const waiting = new Map(tables.map((table) => [table.name, table]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && waiting.has(to)),
    );
    if (ready.length === 0) throw new Error(`these tables refer to each other in a circle: ${[...waiting.keys()]}`);
    ordered.push(...ready);
    for (const { name } of ready) waiting.delete(name);
  }
  return ordered;
}

/** A column that the database numbers by itself, and the sequence that does it, quoted for a statement. */
export interface NumberedColumn {
  table: string;
  column: string;
  sequence: string;
}

export async function numberedColumns(client: Client): Promise<NumberedColumn[]> {
  const { rows } = await client.query<NumberedColumn>(`
    select t.relname as table, a.attname as column, quote_ident(n.nspname) || '.' || quote_ident(s.relname) as sequence
    from pg_depend d
      join pg_class s on s.oid = d.objid and s.relkind = 'S'
      join pg_namespace n on n.oid = s.relnamespace
      join pg_class t on t.oid = d.refobjid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and t.relnamespace = 'public'::regnamespace
    order by 1, 2`);
  return rows;
}

/** The last number given of each; those that have given none are left out. */
export async function lastNumbers(client: Client): Promise<Manifest['numbering']> {
  const found: Manifest['numbering'] = [];
  for (const { table, column, sequence } of await numberedColumns(client)) {
    const { rows } = await client.query(`select last_value as last, is_called as used from ${sequence}`);
    if (rows[0].used) found.push({ table, column, last: Number(rows[0].last) });
  }
  return found;
}
