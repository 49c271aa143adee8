import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '../../db/database.ts';
import { accounts, devices, models, orderLines, orders, sites, supplies } from '../../db/schema/index.ts';
import { unshipped } from '../../domain/order/lines.ts';
import type { AddressChange } from './adapter.ts';

/** What an ERP is asked, in the form of Standard Webhooks; described for the ERP's side in docs/erp.md. */
interface ErpCall {
  type: 'fulfilment.place' | 'fulfilment.change-address' | 'fulfilment.withdraw';
  timestamp: string;
  data: Record<string, unknown>;
}

export async function placeCall(db: Queryable, orderId: string, now: Date): Promise<ErpCall> {
  const [row] = await db
    .select({ order: orders, site: sites, customerNumber: accounts.customerNumber })
    .from(orders)
    .innerJoin(sites, eq(sites.id, orders.siteId))
    .innerJoin(accounts, eq(accounts.id, orders.accountId))
    .where(eq(orders.id, orderId));
  const { order, site, customerNumber } = row!;
  const lines = await db
    .select({ line: orderLines, device: devices, supply: supplies, model: models.name })
    .from(orderLines)
    .innerJoin(devices, eq(devices.id, orderLines.deviceId))
    .innerJoin(models, eq(models.id, devices.modelId))
    .innerJoin(supplies, eq(supplies.id, orderLines.supplyId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
  return {
    type: 'fulfilment.place',
    timestamp: now.toISOString(),
    data: {
      orderId,
      orderNumber: order.number,
      accountId: order.accountId,
      customerNumber,
      siteId: site.id,
      siteName: site.name,
      urgent: order.urgent,
      exceptional: order.exceptional,
      madeAt: order.madeAt.toISOString(),
      address: order.address,
      deliveryInstructions: order.deliveryInstructions,
      lines: lines
        .filter(({ line }) => unshipped(line) > 0)
        .map(({ line, device, supply, model }) => ({
          lineId: line.id,
          partNumber: supply.partNumber,
          supply: supply.name,
          quantity: unshipped(line),
          // A15: stands on the shipping label and the packing slip.
          device: { maker: device.maker, model, serial: device.serial, place: device.place },
        })),
    },
  };
}

export async function addressCall(db: Queryable, change: AddressChange, now: Date): Promise<ErpCall> {
  const { orderId, address, deliveryInstructions } = change;
  const order = await orderNamed(db, orderId);
  return {
    type: 'fulfilment.change-address',
    timestamp: now.toISOString(),
    data: { orderId, orderNumber: order.number, address, deliveryInstructions },
  };
}

export async function withdrawCall(db: Queryable, line: typeof orderLines.$inferSelect, now: Date): Promise<ErpCall> {
  const order = await orderNamed(db, line.orderId);
  const { orderId, id: lineId } = line;
  return {
    type: 'fulfilment.withdraw',
    timestamp: now.toISOString(),
    data: { orderId, orderNumber: order.number, lineId, quantity: unshipped(line) },
  };
}

async function orderNamed(db: Queryable, orderId: string): Promise<{ number: number }> {
  const [order] = await db.select({ number: orders.number }).from(orders).where(eq(orders.id, orderId));
  return order!;
}
