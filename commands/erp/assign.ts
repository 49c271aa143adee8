import { and, eq, isNull, or } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { erpConnections, orders } from '../../db/schema/index.ts';

/**
 * Which ERP has the order, null: the built-in warehouse. Decided once, when it is to be handed over: by the connection of its site,
 * else of its account, else of everybody. What changes about connections later leaves it where it is, since it may be packed there.
 */
export async function assignOrder(tx: Transaction, orderId: string, now: Date): Promise<string | null> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
  if (!order) throw new Error(`order ${orderId} is not on record`);
  if (order.assignedAt || order.handedOverAt || order.state !== 'released') return order.erpId;
  const { accountId, siteId } = order;
  const candidates = await tx
    .select()
    .from(erpConnections)
    .where(
      and(
        isNull(erpConnections.endedAt),
        or(isNull(erpConnections.accountId), eq(erpConnections.accountId, accountId)),
        or(isNull(erpConnections.siteId), eq(erpConnections.siteId, siteId)),
      ),
    );
  const nearest = candidates.toSorted((a, b) => nearness(b) - nearness(a))[0];
  await tx
    .update(orders)
    .set({ assignedAt: now, erpId: nearest?.id ?? null })
    .where(eq(orders.id, orderId));
  return nearest?.id ?? null;
}

const nearness = (of: { accountId: string | null; siteId: string | null }): number =>
  of.siteId ? 2 : of.accountId ? 1 : 0;
