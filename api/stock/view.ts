import { and, asc, desc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { accountBalances, shelfBalances } from '../../db/queries/ledger.ts';
import { devices, ledger, orderLines, slots, supplies } from '../../db/schema/index.ts';
import type { MoveReason } from '../../domain/ledger.ts';
import { inTransit } from '../../domain/order/lines.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { DeviceStock, Ledger, LedgerEntry } from '../schemas/stock.ts';

/** Entries that stand with a device's stock. */
const newestEntries = 50;

export async function deviceStock(tx: Transaction, deviceId: string): Promise<Static<typeof DeviceStock>> {
  const [rows, balance, open, entries] = await Promise.all([
    tx
      .select({ slot: slots, partNumber: supplies.partNumber })
      .from(slots)
      .leftJoin(supplies, eq(supplies.id, slots.supplyId))
      .where(eq(slots.deviceId, deviceId))
      .orderBy(asc(slots.key)),
    shelfBalances(tx, [deviceId]),
    tx
      .select()
      .from(orderLines)
      .where(and(eq(orderLines.deviceId, deviceId), isNull(orderLines.closedAt))),
    tx
      .select()
      .from(ledger)
      .where(or(eq(ledger.fromDeviceId, deviceId), eq(ledger.toDeviceId, deviceId)))
      .orderBy(desc(ledger.id))
      .limit(newestEntries),
  ]);
  return {
    deviceId,
    slots: rows.map(({ slot, partNumber }) => ({
      slotId: slot.id,
      key: slot.key,
      label: slot.label,
      supplyId: slot.supplyId,
      partNumber,
      estimate: slot.shelfEstimate,
      books: balance(deviceId, slot.supplyId),
      inTransit: open.filter(({ slotId }) => slotId === slot.id).reduce((units, line) => units + inTransit(line), 0),
      differsSince: isoOrNull(slot.stockDiffersSince),
    })),
    entries: entries.map(viewEntry),
  };
}

export const viewEntry = (row: typeof ledger.$inferSelect): Static<typeof LedgerEntry> => ({
  id: row.id,
  accountId: row.accountId,
  supplyId: row.supplyId,
  units: row.units,
  from: row.fromPlace,
  fromDeviceId: row.fromDeviceId,
  to: row.toPlace,
  toDeviceId: row.toDeviceId,
  reason: row.reason as MoveReason,
  orderLineId: row.orderLineId,
  actor: row.actor,
  at: iso(row.at),
});

/** The books of an account, with the proof that they balance. */
export async function accountLedger(tx: Transaction, accountId: string): Promise<Static<typeof Ledger>> {
  const balances = await accountBalances(tx, accountId);
  const bySupply = Map.groupBy(balances, ({ supplyId }) => supplyId);
  const deviceIds = balances.flatMap(({ deviceId }) => (deviceId ? [deviceId] : []));
  const [supplyRows, deviceRows] = await Promise.all([
    bySupply.size === 0
      ? []
      : tx
          .select()
          .from(supplies)
          .where(inArray(supplies.id, [...bySupply.keys()]))
          .orderBy(asc(supplies.partNumber)),
    deviceIds.length === 0
      ? []
      : tx.select({ id: devices.id, serial: devices.serial }).from(devices).where(inArray(devices.id, deviceIds)),
  ]);
  const serialOf = new Map(deviceRows.map(({ id, serial }) => [id, serial]));
  const books = supplyRows.map(({ id, partNumber, name }) => {
    const places = bySupply.get(id)!;
    return {
      supplyId: id,
      partNumber,
      name,
      sum: places.reduce((sum, { units }) => sum + units, 0),
      places: places.map(({ place, deviceId, units }) => ({
        place,
        deviceId,
        serial: deviceId ? (serialOf.get(deviceId) ?? null) : null,
        units,
      })),
    };
  });
  return { accountId, balanced: books.every(({ sum }) => sum === 0), supplies: books };
}
