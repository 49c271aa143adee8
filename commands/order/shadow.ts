import { and, eq, isNull, lte } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { orderLines, orders } from '../../db/schema/index.ts';
import { plusDays } from '../../domain/time.ts';

/** What an order in shadow would have bought is used up after as long as orders are made for (A07). */
const shadowLineDays = 30;

/**
 * A03: a line of an order in shadow stands for one that somebody else's delivery makes needless: while it is open, the slot is not
 * decided for again; then it is over, without anything having been ordered.
 */
export async function closeShadowLines(tx: Transaction, deviceId: string, now: Date): Promise<void> {
  const over = await tx
    .select({ id: orderLines.id, ordered: orderLines.ordered })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        eq(orderLines.deviceId, deviceId),
        isNull(orderLines.closedAt),
        eq(orders.state, 'shadow'),
        lte(orders.madeAt, plusDays(now, -shadowLineDays)),
      ),
    );
  for (const { id, ordered } of over) {
    await tx.update(orderLines).set({ waiting: 0, cancelled: ordered, closedAt: now }).where(eq(orderLines.id, id));
  }
}
