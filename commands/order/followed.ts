import { asc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { unassignedBalance } from '../../db/queries/ledger.ts';
import { loadSettings } from '../../db/queries/settings.ts';
import { devices, orderLines, orders, parcelLines, parcels, sites, slots } from '../../db/schema/index.ts';
import { localDate, type SiteCalendar } from '../../domain/calendar.ts';
import { deviceStateMeanings } from '../../domain/device-life.ts';
import type { FollowedLine, FollowedOrder } from '../../domain/order/followed.ts';
import type { LineQuantities } from '../../domain/order/types.ts';
import type { Settings } from '../../domain/settings.ts';

export type OrderRow = typeof orders.$inferSelect;
export type LineRow = typeof orderLines.$inferSelect;

/** An order under its row's lock, with its lines and parcels as the domain follows them. */
export interface LockedOrder {
  row: OrderRow;
  lineRows: LineRow[];
  followed: FollowedOrder;
  calendar: SiteCalendar;
  settings: Settings;
}

/** Release, cancelling and everything that the warehouse says of an order take turns on its row. */
export async function lockOrder(tx: Transaction, orderId: string): Promise<LockedOrder> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
  if (!row) throw new Error(`order ${orderId} is not on record`);
  const [lines, parcelRows, [site]] = await Promise.all([
    tx
      .select({ line: orderLines, device: devices, slot: slots })
      .from(orderLines)
      .innerJoin(devices, eq(devices.id, orderLines.deviceId))
      .innerJoin(slots, eq(slots.id, orderLines.slotId))
      .where(eq(orderLines.orderId, orderId))
      .orderBy(asc(orderLines.id)),
    tx.select().from(parcels).where(eq(parcels.orderId, orderId)).orderBy(asc(parcels.shippedAt), asc(parcels.id)),
    tx.select().from(sites).where(eq(sites.id, row.siteId)),
  ]);
  const settings = await loadSettings(tx, row);
  const packed =
    parcelRows.length === 0
      ? []
      : await tx
          .select()
          .from(parcelLines)
          .where(
            inArray(
              parcelLines.parcelId,
              parcelRows.map(({ id }) => id),
            ),
          );
  const packedIn = Map.groupBy(packed, ({ parcelId }) => parcelId);
  return {
    row,
    lineRows: lines.map(({ line }) => line),
    calendar: { timeZone: site!.timeZone, workdays: site!.workdays, holidays: site!.holidays },
    settings,
    followed: {
      id: row.id,
      unassigned: await unassignedOf(tx, row.accountId, lines),
      lines: lines.map(
        ({ line, device, slot }): FollowedLine => ({
          id: line.id,
          supplyId: line.supplyId,
          deviceId: line.deviceId,
          deviceGone: deviceStateMeanings[device.state].ended,
          q: quantitiesOf(line),
          expectedOn: line.expectedOn ?? undefined,
          runOutOn: runOutOn(slot, site!.timeZone),
          everBackordered: line.everBackordered,
          stockSaid: line.stockSaid ? { type: line.stockSaid.type, at: new Date(line.stockSaid.at) } : undefined,
        }),
      ),
      parcels: parcelRows.map((parcel) => ({
        id: parcel.id,
        carrier: parcel.carrier,
        tracking: parcel.tracking,
        shippedAt: parcel.shippedAt,
        expectedOn: parcel.expectedOn ?? undefined,
        lines: (packedIn.get(parcel.id) ?? []).map(({ lineId, quantity, delivered, presumed, lost, returned }) => ({
          lineId,
          quantity,
          delivered,
          presumed,
          lost,
          returned,
        })),
      })),
    },
  };
}

/** What a line of a device that has gone may have left to nobody (A18); for the others nobody asks. */
async function unassignedOf(
  tx: Transaction,
  accountId: string,
  lines: readonly { line: LineRow; device: typeof devices.$inferSelect }[],
): Promise<Record<string, number>> {
  const gone = lines.filter(({ device }) => deviceStateMeanings[device.state].ended);
  const supplyIds = new Set(gone.map(({ line }) => line.supplyId));
  const balances = await Promise.all(
    [...supplyIds].map(async (supplyId) => [supplyId, await unassignedBalance(tx, accountId, supplyId)] as const),
  );
  return Object.fromEntries(balances);
}

export function quantitiesOf(line: LineRow): LineQuantities {
  const { ordered, waiting, released, backordered, shipped, cancelled, delivered, presumed, lost, returned } = line;
  return { ordered, waiting, released, backordered, shipped, cancelled, delivered, presumed, lost, returned };
}

/** When the slot runs dry with what is in it and on its shelf. */
function runOutOn(slot: typeof slots.$inferSelect, timeZone: string): string | undefined {
  if (!slot.runsOutAt || !slot.ratePerDay) return undefined;
  const shelfMs = (slot.shelfEstimate / slot.ratePerDay) * 86_400_000;
  const at = slot.runsOutAt.getTime() + shelfMs;
  return at < Date.UTC(9999, 0) ? localDate(timeZone, new Date(at)) : undefined;
}
