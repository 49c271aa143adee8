import { eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { shelfBalances } from '../db/queries/ledger.ts';
import { type devices, slots, stockCounts } from '../db/schema/index.ts';
import { ledgerMove } from '../domain/ledger.ts';
import { postMoves } from './ledger.ts';

type DeviceRow = typeof devices.$inferSelect;
type SlotRow = typeof slots.$inferSelect;

export interface ShelfCause {
  key: string;
  actor: string;
  now: Date;
}

/** A18: the shelf of a device that is gone, or has moved without it, is nobody's until somebody assigns it. */
export async function shelfToUnassigned(tx: Transaction, device: DeviceRow, cause: ShelfCause): Promise<void> {
  for (const { slot, supplyId, units } of await shelfOf(tx, device)) {
    await postMoves(
      tx,
      device.accountId,
      [
        {
          ...ledgerMove('to-unassigned', { supplyId, deviceId: device.id, units }),
          key: `${cause.key}/${slot.id}/unassigned`,
        },
      ],
      cause.actor,
      cause.now,
    );
    await believe(tx, slot, -units, 'to-unassigned', cause);
  }
}

/** A18, replaced: what the device that takes over can use goes onto its shelf. */
export async function passOnShelf(tx: Transaction, from: DeviceRow, to: DeviceRow, cause: ShelfCause): Promise<void> {
  const places = await tx.select().from(slots).where(eq(slots.deviceId, to.id));
  for (const { slot, supplyId, units } of await shelfOf(tx, from)) {
    const place = places.find((candidate) => candidate.supplyId === supplyId);
    if (!place) continue;
    await postMoves(
      tx,
      from.accountId,
      [
        {
          ...ledgerMove('transfer', { supplyId, deviceId: from.id, toDeviceId: to.id, units }),
          key: `${cause.key}/${slot.id}/passed-on`,
        },
      ],
      cause.actor,
      cause.now,
    );
    await believe(tx, slot, -units, 'passed-on', cause);
    await believe(tx, place, units, 'passed-on', cause);
  }
}

/** What the books have on a device's shelf, one slot for each supply. */
async function shelfOf(tx: Transaction, device: DeviceRow) {
  const balances = await shelfBalances(tx, [device.id]);
  const rows = await tx.select().from(slots).where(eq(slots.deviceId, device.id)).orderBy(slots.key);
  const seen = new Set<string>();
  return rows.flatMap((slot) => {
    if (!slot.supplyId || seen.has(slot.supplyId)) return [];
    seen.add(slot.supplyId);
    const units = balances(device.id, slot.supplyId);
    return units > 0 ? [{ slot, supplyId: slot.supplyId, units }] : [];
  });
}

/** The estimate follows what people and rules do to a shelf (A15). */
async function believe(
  tx: Transaction,
  slot: SlotRow,
  units: number,
  reason: string,
  cause: ShelfCause,
): Promise<void> {
  await tx.insert(stockCounts).values({
    accountId: slot.accountId,
    deviceId: slot.deviceId,
    slotId: slot.id,
    units,
    kind: 'adjustment',
    reason,
    actor: cause.actor,
    at: cause.now,
  });
}
