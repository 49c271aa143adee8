import { type Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readingMonths } from '../../db/partitions.ts';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import { knownMigrations, type Migration, numberedColumns, todaysTables } from './catalogue.ts';
import type { Manifest } from './manifest.ts';
import { countOf } from './progress.ts';
import type { Archive } from './read.ts';

/**
 * Replaces what the database holds by the backup, in the schema that the backup was taken of. All in the caller's transaction:
 * either everything is as it was backed up, or everything is as it was.
 */
export async function loadArchive(
  client: Client,
  archive: Archive,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { manifest } = archive;
  await rebuildSchema(client, migrationsUntil(manifest));
  await makePartitions(client, new Date(manifest.takenAt));
  for (const table of manifest.tables) {
    const columns = table.columns.map(escapeIdentifier).join(', ');
    const rows = client.query(copyFrom(`copy ${escapeIdentifier(table.name)} (${columns}) from stdin`));
    await archive.read(table, rows, progress, signal);
    if (table.rows > 0) progress(`${table.name}: ${countOf(table.rows)}`);
  }
  await continueNumbering(client, manifest.numbering);
  await checkCounts(client, manifest);
  await checkLedger(client);
}

/** The migrations that the backup's database had. @throws SetupError when this version does not know them */
export function migrationsUntil({ migration, productVersion }: Manifest): Migration[] {
  const known = knownMigrations();
  const last = known.findIndex(({ name, when }) => name === migration.name && when === migration.when);
  if (last === -1)
    throw new SetupError(
      `The backup is of version ${productVersion}, whose database (${migration.name}) this version does not know. Restore it with a version at least as new.`,
    );
  return known.slice(0, last + 1);
}

/** Our tables and functions go and are made anew as of that time; what else the database holds stays. */
async function rebuildSchema(client: Client, migrations: Migration[]): Promise<void> {
  await client.query(`drop table if exists ${todaysTables().map(escapeIdentifier).join(', ')} cascade`);
  const made = knownMigrations().flatMap(({ statements }) => statements.flatMap(functionsMadeBy));
  const functions = await client.query<{ signature: string }>(
    `select oid::regprocedure::text as signature from pg_proc
     where pronamespace = 'public'::regnamespace and proname = any($1)`,
    [made],
  );
  for (const { signature } of functions.rows) await client.query(`drop function ${signature}`);
  for (const { statements } of migrations) for (const statement of statements) await client.query(statement);
  await client.query('delete from drizzle.__drizzle_migrations where created_at > $1', [migrations.at(-1)!.when]);
}

const functionsMadeBy = (statement: string): string[] =>
  [...statement.matchAll(/create (?:or replace )?function (\w+)/gi)].map(([, name]) => name!);

/** Where the schema of that time can; otherwise rows wait in the default partition until today's schema sorts them. */
async function makePartitions(client: Client, takenAt: Date): Promise<void> {
  const { rows } = await client.query("select to_regprocedure('make_reading_partitions(date, date)') as found");
  const { first, last } = readingMonths(takenAt);
  if (rows[0].found) await client.query('select make_reading_partitions($1::date, $2::date)', [first, last]);
}

/** What is numbered from now on comes after all that was. */
async function continueNumbering(client: Client, numbering: Manifest['numbering']): Promise<void> {
  const columns = await numberedColumns(client);
  for (const { table, column, last } of numbering) {
    const found = columns.find((each) => each.table === table && each.column === column);
    if (found) await client.query('select setval($1::regclass, $2)', [found.sequence, last]);
  }
}

async function checkCounts(client: Client, { tables }: Manifest): Promise<void> {
  for (const { name, rows: expected } of tables) {
    const { rows } = await client.query(`select count(*) as rows from ${escapeIdentifier(name)}`);
    if (Number(rows[0].rows) !== expected)
      throw new Error(`${name} holds ${rows[0].rows} rows after the restore, ${expected} were backed up`);
  }
}

/** A15: the books of every supply sum to zero over all places. */
async function checkLedger(client: Client): Promise<void> {
  const { rows } = await client.query(`
    select supply_id from (
      select account_id, supply_id, to_place as place, units from ledger
      union all select account_id, supply_id, from_place, -units from ledger) moves
    group by account_id, supply_id having sum(units) <> 0`);
  if (rows.length > 0) throw new Error(`the ledger does not balance for ${rows.length} supplies`);
}
