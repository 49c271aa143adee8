import { and, eq } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { orders } from '../../db/schema/index.ts';
import { type Caller, withinSite } from '../auth/caller.ts';
import { notFound } from '../errors/problem.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { Order } from '../schemas/orders.ts';

export type OrderRow = typeof orders.$inferSelect;

/** The order, if the caller may see it. */
export async function findOrder(tx: Transaction, caller: Caller, orderId: string, lock?: 'lock'): Promise<OrderRow> {
  const query = tx
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), withinSite(caller, orders.siteId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'order', fr: 'Commande' });
  return row;
}

export const viewOrder = (row: OrderRow): Static<typeof Order> => ({
  id: row.id,
  number: row.number,
  accountId: row.accountId,
  siteId: row.siteId,
  state: row.state,
  exceptional: row.exceptional,
  jobWindowDays: row.jobWindowDays,
  urgent: row.urgent,
  madeAt: iso(row.madeAt),
  madeBy: row.madeBy,
  holdUntil: isoOrNull(row.holdUntil),
  releasedAt: isoOrNull(row.releasedAt),
  handedOverAt: isoOrNull(row.handedOverAt),
  endedAt: isoOrNull(row.endedAt),
  brake: row.brake,
  version: row.version,
});
