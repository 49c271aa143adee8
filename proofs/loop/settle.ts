import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { readingsToAssess, waitingNow } from '../../db/queries/waiting.ts';
import type { Progress } from '../../servers/setup-error.ts';

const sayEveryMs = 10_000;

/** What has still to be done, in words; none: all that was told has had its effect, and each order has come to its end. */
async function unsettled(db: Database): Promise<string[]> {
  const rows = [...(await waitingNow(db, new Date())), await readingsToAssess(db)];
  const [orders] = await db.execute<{ open: number }>(
    sql`select count(*)::int as open from orders where ended_at is null`,
  );
  return [
    ...rows.filter(({ count }) => count > 0).map(({ kind, count }) => `${count} ${kind}`),
    ...(orders!.open > 0 ? [`${orders!.open} orders under way`] : []),
  ];
}

/** Resolves with what is left: nothing, or what has not been done within `mostMs`. The database may be away meanwhile. */
export async function untilSettled(db: Database, mostMs: number, progress: Progress): Promise<string[]> {
  let saidAt = Date.now();
  for (const deadline = Date.now() + mostMs; ; await sleep(500)) {
    const left = await unsettled(db).catch((error: Error) => [error.message]);
    if (left.length === 0 || Date.now() > deadline) return left;
    if (Date.now() - saidAt < sayEveryMs) continue;
    saidAt = Date.now();
    progress(`still ${left.join(', ')}`);
  }
}
