import { and, eq, inArray, max, ne } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { devices, slots, stockCounts } from '../db/schema/index.ts';
import type { DeviceFacts, SlotAssessment } from '../domain/assessment.ts';
import { installedFromNowhere, mayHaveLent } from '../domain/borrowed.ts';
import { believeLent, type StockedSlot } from './stock.ts';

/**
 * A15: a cartridge was installed that nobody delivered, so the neighbours that take the same one are believed to have one less. Only in the
 * estimate: the books are a person's to set right, whom the lasting difference is told to. Once for each cartridge.
 */
export async function doubtNeighbours(
  tx: Transaction,
  outbox: Outbox,
  facts: DeviceFacts,
  { slot, stock }: SlotAssessment,
  now: Date,
): Promise<void> {
  const { supplyId } = slot;
  if (supplyId === null || !installedFromNowhere(stock, null, now)) return;
  const neighbours = await neighboursOf(tx, facts, supplyId);
  if (neighbours.length === 0) return;
  const reason = `may have lent one to ${facts.maker} ${facts.serial}, ${slot.key}`;
  if (!installedFromNowhere(stock, await lastDoubted(tx, neighbours, reason), now)) return;
  const key = `lent/${slot.slotId}/${now.toISOString()}`;
  for (const lender of mayHaveLent({ deviceId: facts.deviceId, supplyId }, neighbours)) {
    await believeLent(tx, outbox, lender, { key, requestId: key, reason, actor: 'gauge', now });
  }
}

/** Slots of the site's other devices that take the same supply. */
async function neighboursOf(tx: Transaction, facts: DeviceFacts, supplyId: string) {
  const rows = await tx
    .select({ slot: slots })
    .from(slots)
    .innerJoin(devices, eq(devices.id, slots.deviceId))
    .where(
      and(
        eq(devices.siteId, facts.siteId),
        eq(devices.accountId, facts.accountId),
        ne(devices.id, facts.deviceId),
        eq(slots.supplyId, supplyId),
      ),
    )
    .orderBy(slots.id);
  return rows.map(({ slot }) => ({ ...slot, supplyId, shelf: slot.shelfEstimate ?? 0 }));
}

async function lastDoubted(tx: Transaction, neighbours: readonly StockedSlot[], reason: string): Promise<Date | null> {
  const ids = neighbours.map(({ id }) => id);
  const [last] = await tx
    .select({ at: max(stockCounts.at) })
    .from(stockCounts)
    .where(and(inArray(stockCounts.slotId, ids), eq(stockCounts.reason, reason)));
  return last?.at ?? null;
}
