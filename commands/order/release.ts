import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { orders } from '../../db/schema/index.ts';
import { releaseOrder as release } from '../../domain/order/cancellation.ts';
import { mayCancel } from '../../domain/order/hold.ts';
import type { OrderView } from '../../workflows/order.contract.ts';
import { lockOrder } from './followed.ts';
import { settleOrder } from './settle.ts';
import { viewOrder } from './view.ts';
import { writeChange } from './write.ts';

/**
 * A11: from the deadline on, what has not been cancelled is the warehouse's. Takes turns with cancelling on the order's row. What was
 * said of it before, and came too early, has its turn now.
 */
export async function releaseOrder(tx: Transaction, outbox: Outbox, orderId: string, now: Date): Promise<OrderView> {
  const order = await lockOrder(tx, orderId);
  if (order.row.state === 'held' && !mayCancel(now, order.row.holdUntil)) {
    await tx.update(orders).set({ releasedAt: now }).where(eq(orders.id, orderId));
    await writeChange(tx, outbox, order, release(order.followed), {
      key: `order/${orderId}/release`,
      actor: 'workflow',
      now,
    });
    return settleOrder(tx, outbox, orderId, now);
  }
  return viewOrder(tx, orderId);
}
