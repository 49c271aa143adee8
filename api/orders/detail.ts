import { asc, eq } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { devices, orderLines, parcelLines, parcels, sites, slots, supplies } from '../../db/schema/index.ts';
import { mayCancel } from '../../domain/order/hold.ts';
import { lineState } from '../../domain/order/lines.ts';
import type { Language } from '../../domain/reasons.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { OrderDetail, OrderLine, Parcel } from '../schemas/orders.ts';
import { said } from '../work/said.ts';
import { type OrderRow, viewOrder } from './find.ts';

/** Lines of an order with what they are called. */
export const namedLines = (tx: Transaction, orderId: string) =>
  tx
    .select({
      line: orderLines,
      serial: devices.serial,
      place: devices.place,
      slot: slots.label,
      partNumber: supplies.partNumber,
      supply: supplies.name,
    })
    .from(orderLines)
    .innerJoin(devices, eq(devices.id, orderLines.deviceId))
    .innerJoin(slots, eq(slots.id, orderLines.slotId))
    .innerJoin(supplies, eq(supplies.id, orderLines.supplyId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
export type NamedLine = Awaited<ReturnType<typeof namedLines>>[number];

/** An order with its lines and parcels, as of `now`. */
export async function orderDetail(
  tx: Transaction,
  row: OrderRow,
  language: Language,
  now: Date,
): Promise<Static<typeof OrderDetail>> {
  const [[site], lines, packed] = await Promise.all([
    tx.select({ name: sites.name }).from(sites).where(eq(sites.id, row.siteId)),
    namedLines(tx, row.id),
    tx
      .select({ parcel: parcels, line: parcelLines })
      .from(parcels)
      .leftJoin(parcelLines, eq(parcelLines.parcelId, parcels.id))
      .where(eq(parcels.orderId, row.id))
      .orderBy(asc(parcels.shippedAt), asc(parcels.id), asc(parcelLines.lineId)),
  ]);
  const held = row.state === 'held' || row.state === 'awaiting-approval';
  const cancellable = held && mayCancel(now, row.holdUntil);
  return {
    ...viewOrder(row),
    siteName: site!.name,
    cancellable,
    address: row.address,
    deliveryInstructions: row.deliveryInstructions,
    lines: lines.map((line) => viewLine(line, language, cancellable)),
    parcels: [...Map.groupBy(packed, ({ parcel }) => parcel.id).values()].map(viewParcel),
  };
}

function viewLine(
  { line, serial, slot, partNumber, supply }: NamedLine,
  language: Language,
  cancellable: boolean,
): Static<typeof OrderLine> {
  const why = line.decision?.found.reasons[0];
  return {
    id: line.id,
    deviceId: line.deviceId,
    serial,
    slotId: line.slotId,
    slot,
    supplyId: line.supplyId,
    partNumber,
    supply,
    kind: line.kind,
    reason: line.reason,
    why: why ? said(why, language) : null,
    state: lineState(line),
    ordered: line.ordered,
    waiting: line.waiting,
    released: line.released,
    backordered: line.backordered,
    shipped: line.shipped,
    cancelled: line.cancelled,
    delivered: line.delivered,
    presumed: line.presumed,
    lost: line.lost,
    returned: line.returned,
    coverDays: Number.isFinite(line.coverDays) ? line.coverDays : null,
    expectedOn: line.expectedOn,
    withdraw: line.withdraw,
    replaces: line.replaces,
    offer: line.offer && {
      ...line.offer,
      open: cancellable && line.offer.acceptedAt === null && line.waiting === line.offer.units,
    },
    closedAt: isoOrNull(line.closedAt),
  };
}

function viewParcel(
  rows: { parcel: typeof parcels.$inferSelect; line: typeof parcelLines.$inferSelect | null }[],
): Static<typeof Parcel> {
  const { parcel } = rows[0]!;
  return {
    id: parcel.id,
    carrier: parcel.carrier,
    tracking: parcel.tracking,
    shippedAt: iso(parcel.shippedAt),
    expectedOn: parcel.expectedOn,
    presumeAt: isoOrNull(parcel.presumeAt),
    settledAt: isoOrNull(parcel.settledAt),
    address: parcel.address,
    lines: rows
      .flatMap(({ line }) => line ?? [])
      .map((line) => ({
        lineId: line.lineId,
        quantity: line.quantity,
        serials: line.serials,
        delivered: line.delivered,
        presumed: line.presumed,
        lost: line.lost,
        returned: line.returned,
        deliveredAt: isoOrNull(line.deliveredAt),
      })),
  };
}
