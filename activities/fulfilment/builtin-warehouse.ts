import { eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { orderLines, orders } from '../../db/schema/index.ts';
import type { Fulfilment } from './adapter.ts';

/**
 * The warehouse that comes with the product: people (or the demo's small program) who work through the API. Handing over puts an order
 * on their list; as long as nothing of it has been reported shipped, it can still be changed or withdrawn.
 */
export function builtinWarehouse(db: Database): Fulfilment {
  return {
    async place(orderId, now) {
      await db.transaction(async (tx) => {
        const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
        if (order && order.handedOverAt === null) {
          await tx.update(orders).set({ handedOverAt: now }).where(eq(orders.id, orderId));
        }
      });
    },
    async changeAddress({ orderId }) {
      const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId));
      return lines.some(({ released, backordered }) => released + backordered > 0) ? 'agreed' : 'refused';
    },
    async withdraw(lineId) {
      const [line] = await db.select().from(orderLines).where(eq(orderLines.id, lineId));
      return line && line.released + line.backordered > 0 ? 'agreed' : 'refused';
    },
  };
}
