import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Queryable } from './database.ts';

/** How long readings are kept: two years to compare, and the weeks in which somebody does. operations/retention.ts has the rest. */
export const readingMonthsKept = 26;
/** Made ready before they begin: for so long may maintenance fail before a reading has to wait in the default partition. */
const monthsAhead = 3;

/** First days (UTC, ISO) of the oldest and the newest month of readings that has a partition of its own. */
export function readingMonths(now: Date): { first: string; last: string } {
  const thisMonth = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('month');
  return {
    first: thisMonth.minus({ months: readingMonthsKept }).toISODate()!,
    last: thisMonth.plus({ months: monthsAhead }).toISODate()!,
  };
}

/** One partition of `readings` a month, so that old ones leave in one step. Gives the names of those it made. */
export async function ensureReadingPartitions(db: Queryable, now: Date): Promise<string[]> {
  const { first, last } = readingMonths(now);
  const rows = await db.execute<{ name: string }>(
    sql`select make_reading_partitions(${first}::date, ${last}::date) as name`,
  );
  return rows.map(({ name }) => name);
}

/** Drops the months of readings that are past their time, whole months only. Gives the names of those it dropped. */
export async function dropReadingPartitions(db: Queryable, now: Date): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(
    sql`select drop_reading_partitions(${readingMonths(now).first}::timestamptz) as name`,
  );
  return rows.map(({ name }) => name);
}
