import { and, asc, eq, gt, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { devices, orderLines, orders, sites, supplies } from '../../db/schema/index.ts';
import { callerOf, withinSite } from '../auth/caller.ts';
import { iso, ref } from '../schemas/common.ts';
import { WarehouseOrder } from '../schemas/orders.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

const oldestFirst = keyset({ id: { column: orders.id, kind: 'uuid' } });
const tag = ['Fulfilment'];

/** The work list of the built-in warehouse. */
export const warehouseOrderRoutes: Routes = (app, work) => {
  app.get(
    '/fulfilment/orders',
    {
      config: { permission: 'orders:read' },
      schema: {
        operationId: 'listWarehouseOrders',
        tags: tag,
        summary: 'What the built-in warehouse has to send',
        description: 'Orders handed over, with their lines of which something has not been shipped.',
        querystring: listQuery({}),
        response: { 200: pageOf(ref(WarehouseOrder), 'In the order in which they were made.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { cursor, limit } = request.query;
        const toShip = sql`exists (select from ${orderLines} where ${orderLines.orderId} = ${orders.id} and ${orderLines.released} + ${orderLines.backordered} > 0)`;
        const rows = await tx
          .select({ id: orders.id, order: orders, siteName: sites.name })
          .from(orders)
          .innerJoin(sites, eq(sites.id, orders.siteId))
          .where(
            and(
              withinSite(callerOf(request), orders.siteId),
              eq(orders.state, 'released'),
              isNotNull(orders.handedOverAt),
              isNull(orders.erpId),
              toShip,
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        return oldestFirst.page(
          rows,
          await viewWith(
            tx,
            rows.map((row) => row.id),
          ),
          limit,
        );
      }),
  );
};

interface OrderToSend {
  order: typeof orders.$inferSelect;
  siteName: string;
}

async function viewWith(
  tx: Transaction,
  orderIds: string[],
): Promise<(row: OrderToSend) => Static<typeof WarehouseOrder>> {
  const rows =
    orderIds.length === 0
      ? []
      : await tx
          .select({
            line: orderLines,
            serial: devices.serial,
            place: devices.place,
            partNumber: supplies.partNumber,
            supply: supplies.name,
          })
          .from(orderLines)
          .innerJoin(devices, eq(devices.id, orderLines.deviceId))
          .innerJoin(supplies, eq(supplies.id, orderLines.supplyId))
          .where(
            and(inArray(orderLines.orderId, orderIds), or(gt(orderLines.released, 0), gt(orderLines.backordered, 0))),
          )
          .orderBy(asc(orderLines.id));
  const linesOf = Map.groupBy(rows, ({ line }) => line.orderId);
  return ({ order, siteName }) => ({
    id: order.id,
    number: order.number,
    accountId: order.accountId,
    siteId: order.siteId,
    siteName,
    urgent: order.urgent,
    handedOverAt: iso(order.handedOverAt!),
    address: order.address,
    deliveryInstructions: order.deliveryInstructions,
    lines: (linesOf.get(order.id) ?? []).map(({ line, serial, place, partNumber, supply }) => ({
      lineId: line.id,
      partNumber,
      supply,
      serial,
      place,
      toShip: line.released + line.backordered,
      backordered: line.backordered,
      expectedOn: line.expectedOn,
      withdraw: line.withdraw !== null,
    })),
  });
}
