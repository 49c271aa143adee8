import { eq } from 'drizzle-orm';
import { assignOrder } from '../../commands/erp/assign.ts';
import type { Database } from '../../db/database.ts';
import { orderLines, orders } from '../../db/schema/index.ts';
import type { Fulfilment } from './adapter.ts';

/** Each order's own: the ERP that it was given to, else the built-in warehouse. */
export function fulfilmentByConnection(db: Database, adapters: { warehouse: Fulfilment; erp: Fulfilment }): Fulfilment {
  const of = (erpId: string | null | undefined) => (erpId ? adapters.erp : adapters.warehouse);
  return {
    async place(orderId, now) {
      const erpId = await db.transaction((tx) => assignOrder(tx, orderId, now));
      await of(erpId).place(orderId, now);
    },
    async changeAddress(change, now) {
      const [order] = await db.select({ erpId: orders.erpId }).from(orders).where(eq(orders.id, change.orderId));
      return of(order?.erpId).changeAddress(change, now);
    },
    async withdraw(lineId, now) {
      const [order] = await db
        .select({ erpId: orders.erpId })
        .from(orderLines)
        .innerJoin(orders, eq(orders.id, orderLines.orderId))
        .where(eq(orderLines.id, lineId));
      return of(order?.erpId).withdraw(lineId, now);
    },
  };
}
