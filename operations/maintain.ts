import { type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { DateTime } from 'luxon';
import type { Database } from '../db/database.ts';
import { dropReadingPartitions, ensureReadingPartitions, readingMonths } from '../db/partitions.ts';
import { learnGauges } from './learn-gauges.ts';
import { type Age, type Retention, retention, type Timed } from './retention.ts';

/** What maintenance did. Plain JSON: it is the result of a workflow. */
export interface MaintenanceReport {
  partitionsMade: string[];
  partitionsDropped: string[];
  /** Rows deleted or emptied, by table; tables without any are left out. */
  rows: Record<string, number>;
  /** Gauges of models of which more, or something else, is known than before. */
  gaugesLearned: number;
}

/** Rows in one statement: none holds its locks for long. */
const batch = 5000;

/**
 * Makes the months of readings that come, has everything leave whose time is over, and learns what gauges can tell. Again at once, it
 * finds nothing to do.
 */
export async function maintain(system: Database, now: Date): Promise<MaintenanceReport> {
  const partitionsMade = await ensureReadingPartitions(system, now);
  const partitionsDropped = await dropReadingPartitions(system, now);
  const rows: Record<string, number> = {};
  for (const [table, rules] of Object.entries(retention)) {
    for (const rule of rules) {
      const count = await carryOut(system, rule, now);
      if (count > 0) rows[table] = (rows[table] ?? 0) + count;
    }
  }
  return { partitionsMade, partitionsDropped, rows, gaugesLearned: await learnGauges(system, now) };
}

type Acts = {
  [K in Retention['does']]: (db: Database, rule: Extract<Retention, { does: K }>, now: Date) => Promise<number>;
};

const acts: Acts = {
  keep: async () => 0,
  delete: (db, rule, now) => inBatches(db, sql`delete from ${rule.table} where ${some(rule, now)}`),
  empty: (db, rule, now) => {
    const nothing = rule.columns.map(({ name }) => sql`${sql.identifier(name)} = null`);
    const filled = rule.columns.map((column) => sql`${column} is not null`);
    return inBatches(
      db,
      sql`update ${rule.table} set ${sql.join(nothing, sql`, `)} where ${some(rule, now, sql`(${sql.join(filled, sql` or `)})`)}`,
    );
  },
  // The months have left with their partitions; what came in when its month had none any more is in the default one.
  'drop-months': async (db, { from }, now) =>
    (await db.execute(sql`delete from ${from.table} where ${from} < ${readingMonths(now).first}::timestamptz`)).count,
  forget: async (db, { after }, now) => {
    let forgotten = 0;
    for (;;) {
      const [row] = await db.execute<{ gone: number }>(
        sql`select forget_audit(${before(after, now)}, ${batch}) as gone`,
      );
      forgotten += row!.gone;
      if (row!.gone < batch) return forgotten;
    }
  },
};

const carryOut = <K extends Retention['does']>(
  db: Database,
  rule: Extract<Retention, { does: K }>,
  now: Date,
): Promise<number> => (acts[rule.does as K] as Acts[K])(db, rule, now);

async function inBatches(db: Database, statement: SQL): Promise<number> {
  let total = 0;
  for (;;) {
    const { count } = await db.execute(statement);
    total += count;
    if (count < batch) return total;
  }
}

/** At most a batch of the rows whose time is over. */
function some(rule: Timed & { table: PgTable }, now: Date, besides = sql`true`): SQL {
  const { table, after, from, onlyIf = sql`true` } = rule;
  return sql`ctid = any(array(select ctid from ${table} where ${from} <= ${before(after, now)} and ${onlyIf} and ${besides} limit ${batch}))`;
}

const before = (after: Age, now: Date): SQL =>
  sql`${DateTime.fromJSDate(now, { zone: 'utc' }).minus(after).toISO()}::timestamptz`;
