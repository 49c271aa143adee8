import { and, eq, gte, ne, sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { orders } from '../schema/index.ts';

/** Orders of a site made since an instant; shadow ones order nothing and do not count (A19). */
export async function siteOrdersSince(tx: Queryable, siteId: string, since: Date): Promise<number> {
  return tx.$count(orders, and(eq(orders.siteId, siteId), gte(orders.madeAt, since), ne(orders.state, 'shadow')));
}

/** Orders of all accounts made since an instant, and the most that any hour of the 30 days before it saw (A19). */
export async function fleetOrders(
  tx: Queryable,
  since: Date,
): Promise<{ sinceThen: number; busiestHourBefore: number }> {
  const [row] = await tx.execute<{ since_then: number; busiest_hour: number }>(
    sql`select since_then, busiest_hour from fleet_orders(${since.toISOString()}::timestamptz)`,
  );
  return { sinceThen: row!.since_then, busiestHourBefore: row!.busiest_hour };
}
