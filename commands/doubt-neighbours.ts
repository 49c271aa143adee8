import { and, eq, like, max, ne } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { devices, slots, tasks } from '../db/schema/index.ts';
import type { DeviceFacts, SlotAssessment } from '../domain/assessment.ts';
import { installedFromNowhere, mayHaveLent } from '../domain/borrowed.ts';
import { taskKey } from '../domain/tasks.ts';
import { latest } from '../domain/time.ts';
import { believeLent } from './stock.ts';

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
  // Whoever enrolled it said what was there then.
  if (supplyId === null || !installedFromNowhere(stock, facts.enrolledAt, now)) return;
  const askedAt = latest([facts.enrolledAt, await lastAsked(tx, facts.accountId, slot.slotId)]);
  if (!installedFromNowhere(stock, askedAt, now)) return;
  const neighbours = await neighboursOf(tx, facts, supplyId);
  const reason = `may have lent one to ${facts.maker} ${facts.serial}, ${slot.key}`;
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
  return rows.map(({ slot }) => ({ ...slot, supplyId, shelf: slot.shelfEstimate }));
}

/** When people were last asked where a cartridge of this slot came from: with each one that came from nowhere, whether anybody had lent it or not. */
async function lastAsked(tx: Transaction, accountId: string, slotId: string): Promise<Date | null> {
  const aboutSlot = `${taskKey('installed-without-delivery', slotId)}/%`;
  const [last] = await tx
    .select({ at: max(tasks.madeAt) })
    .from(tasks)
    .where(and(eq(tasks.accountId, accountId), like(tasks.dedupKey, aboutSlot)));
  return last?.at ?? null;
}
