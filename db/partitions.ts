import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Queryable } from './database.ts';

/** Months kept ready before and after now; a reading outside of them goes to the default partition. */
const monthsBehind = 14;
const monthsAhead = 3;

/** One partition of `readings` a month, so that old ones leave in one step. Runs as the owner. */
export async function ensureReadingPartitions(db: Queryable, now: Date): Promise<void> {
  const thisMonth = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('month');
  for (let offset = -monthsBehind; offset <= monthsAhead; offset++) {
    const from = thisMonth.plus({ months: offset });
    const name = `readings_${from.toFormat('yyyy_MM')}`;
    await db.execute(
      sql.raw(
        `create table if not exists ${name} partition of readings for values from ('${from.toISODate()}') to ('${from.plus({ months: 1 }).toISODate()}')`,
      ),
    );
  }
}
