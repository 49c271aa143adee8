import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { orderLines, orders, parcelLines, parcels } from '../../db/schema/index.ts';
import type { OrderChange } from '../../domain/order/followed.ts';
import { isOpen, orderState } from '../../domain/order/lines.ts';
import { presumeAt } from '../../domain/order/presumed.ts';
import type { LineQuantities } from '../../domain/order/types.ts';
import { taskKey } from '../../domain/tasks.ts';
import { postMoves } from '../ledger.ts';
import { settleTask } from '../tasks.ts';
import { publishOrder, publishParcel } from '../webhooks/facts.ts';
import type { LockedOrder } from './followed.ts';
import { orderAgain } from './order-again.ts';

export interface Cause {
  /** Names the fact that changes the order, for the ledger's keys. */
  key: string;
  actor: string;
  now: Date;
  /** Supply serial numbers told with a shipment, by line. */
  serials?: Record<string, string[]>;
}

/** Writes what has become of an order: quantities, parcels, books, what is ordered again, and its own state. */
export async function writeChange(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  change: OrderChange,
  cause: Cause,
): Promise<void> {
  for (const line of change.lines) {
    await writeLine(tx, line.id, line.q, cause.now, {
      expectedOn: line.expectedOn ?? null,
      everBackordered: line.everBackordered ?? false,
      stockSaid: line.stockSaid ? { type: line.stockSaid.type, at: line.stockSaid.at.toISOString() } : null,
    });
  }
  for (const parcel of change.parcels) await writeParcel(tx, order, parcel, cause);
  await postMoves(
    tx,
    order.row.accountId,
    change.moves.map((move, i) => ({ ...move, key: `${cause.key}/${i}`, orderLineId: move.lineId })),
    cause.actor,
    cause.now,
  );
  await writeOrderState(tx, order.row.id, cause.now);
  await orderAgain(tx, outbox, order, change.reorder, cause);
  await recheckDevices(
    outbox,
    order,
    change.lines.map(({ deviceId }) => deviceId),
  );
}

/** A line stays closed from the instant it first was: what is said of it afterwards is no second closing (A09). */
export async function writeLine(
  tx: Transaction,
  lineId: string,
  q: LineQuantities,
  now: Date,
  rest: Partial<typeof orderLines.$inferInsert> = {},
): Promise<void> {
  await tx
    .update(orderLines)
    .set({ ...q, ...rest, closedAt: isOpen(q) ? null : sql`coalesce(${orderLines.closedAt}, ${now.toISOString()})` })
    .where(eq(orderLines.id, lineId));
}

/** An order's state follows from its lines; written down so that lists can filter by it. */
export async function writeOrderState(tx: Transaction, orderId: string, now: Date): Promise<void> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId));
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, orderId));
  const state = orderState({ lines, approved: order!.holdUntil !== null, shadow: order!.state === 'shadow' });
  const over = state === 'closed' || state === 'cancelled';
  if (state === order!.state && over === (order!.endedAt !== null)) return;
  const [changed] = await tx
    .update(orders)
    .set({ state, endedAt: over ? (order!.endedAt ?? now) : null, version: order!.version + 1 })
    .where(eq(orders.id, orderId))
    .returning();
  await publishOrder(tx, changed!, 'changed', now);
  if (order!.state === 'awaiting-approval' && over) await nothingToApprove(tx, orderId, now);
}

/** Its lines have been cancelled meanwhile: nobody needs to decide any more (A19). */
const nothingToApprove = (tx: Transaction, orderId: string, now: Date): Promise<void> =>
  settleTask(tx, taskKey('approve-order', orderId), { by: 'system', now, state: 'dismissed' });

async function writeParcel(
  tx: Transaction,
  order: LockedOrder,
  parcel: OrderChange['parcels'][number],
  cause: Cause,
): Promise<void> {
  const settled = parcel.lines.every(
    (line) => line.delivered + line.presumed + line.lost + line.returned === line.quantity,
  );
  const expectedOn = parcel.expectedOn ?? null;
  const due = presumeAt({ ...order, shippedAt: parcel.shippedAt, expectedOn });
  const settledAt = settled ? cause.now : null;
  const [row] = await tx
    .insert(parcels)
    .values({
      accountId: order.row.accountId,
      orderId: order.row.id,
      carrier: parcel.carrier,
      tracking: parcel.tracking,
      shippedAt: parcel.shippedAt,
      expectedOn,
      presumeAt: due,
      settledAt,
      address: order.row.address,
    })
    .onConflictDoUpdate({
      target: [parcels.orderId, parcels.carrier, parcels.tracking],
      set: { expectedOn, presumeAt: due, settledAt },
    })
    .returning({ id: parcels.id });
  for (const { lineId, quantity, delivered, presumed, lost, returned } of parcel.lines) {
    const arrived = delivered + presumed > 0;
    const [before] = await tx
      .select({ deliveredAt: parcelLines.deliveredAt, serials: parcelLines.serials })
      .from(parcelLines)
      .where(and(eq(parcelLines.parcelId, row!.id), eq(parcelLines.lineId, lineId)));
    const values = {
      quantity,
      delivered,
      presumed,
      lost,
      returned,
      serials: cause.serials?.[lineId] ?? before?.serials ?? [],
      deliveredAt: arrived ? (before?.deliveredAt ?? cause.now) : null,
    };
    await tx
      .insert(parcelLines)
      .values({ accountId: order.row.accountId, parcelId: row!.id, lineId, ...values })
      .onConflictDoUpdate({ target: [parcelLines.parcelId, parcelLines.lineId], set: values });
  }
  const known = order.followed.parcels.some(({ carrier, tracking }) => sameParcel({ carrier, tracking }, parcel));
  await publishParcel(tx, row!.id, known ? 'updated' : 'shipped', cause);
}

const sameParcel = (a: { carrier: string; tracking: string }, b: { carrier: string; tracking: string }): boolean =>
  a.carrier === b.carrier && a.tracking === b.tracking;

/** The devices whose cover this changes look again. */
export async function recheckDevices(outbox: Outbox, order: LockedOrder, deviceIds: string[]): Promise<void> {
  for (const deviceId of new Set(deviceIds)) {
    await outbox.queue(order.row.accountId, { kind: 'device.recheck', deviceId, because: `order ${order.row.number}` });
  }
}
