import { eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { shelfBalances } from '../../db/queries/ledger.ts';
import { orderLines, slots } from '../../db/schema/index.ts';
import type { DeviceFacts } from '../../domain/assessment.ts';
import type { OrderPlan } from '../../domain/replenishment/plan.ts';
import type { SlotSituation } from '../../domain/replenishment/situation.ts';
import { type SpareOffer, spareOffers } from '../../domain/replenishment/spares.ts';
import type { CancelAnswer } from '../../workflows/order.contract.ts';
import { type StockAct, type StockedSlot, transferStock } from '../stock.ts';
import type { LineRow, LockedOrder } from './followed.ts';

/** C, "move before ship": what the site's other devices could give, by the slot of the line. An order that leaves at once leaves no time. */
export function offersFor(
  plan: OrderPlan,
  situations: readonly SlotSituation[],
  devices: readonly DeviceFacts[],
  now: Date,
): Map<string, SpareOffer> {
  if (plan.urgent) return new Map();
  const inBooks = new Map(
    devices.flatMap(({ slots }) => slots.map((slot) => [slot.slotId, slot.ledgerShelf] as const)),
  );
  const holders = situations.map((s) => ({ s, inBooks: inBooks.get(s.slotId) ?? 0 }));
  return spareOffers(plan.lines, holders, now);
}

type Accepted = { refused: NonNullable<CancelAnswer['refused']> } | { refused: null; lineIds: string[] };

/**
 * Takes the spares that were offered for lines (null: for all that have an offer): each is moved in the books and in what is believed,
 * from shelf to shelf. The lines are the caller's to cancel, in the same transaction. Nothing moves when one of the spares has gone.
 */
export async function takeOffered(
  tx: Transaction,
  outbox: Parameters<typeof transferStock>[1],
  order: LockedOrder,
  wanted: readonly string[] | null,
  act: Omit<StockAct, 'key' | 'reason'>,
): Promise<Accepted> {
  const lines = order.lineRows.filter(({ id, waiting }) => (wanted ? wanted.includes(id) : waiting > 0));
  const offered = lines.flatMap((line) => (line.offer && !line.offer.acceptedAt ? [{ line, offer: line.offer }] : []));
  if (offered.length === 0 || (wanted && offered.length < wanted.length)) return { refused: 'no-offer' };
  if (offered.some(({ line, offer }) => line.waiting !== offer.units)) return { refused: 'nothing-left' };
  const slotOf = await lockedSlots(tx, offered);
  for (const { line, offer } of offered) {
    const from = slotOf.get(offer.fromSlotId);
    const to = slotOf.get(line.slotId);
    // What was offered may have been used, moved or counted away since; the books may have it on the shelf of another slot by now.
    const there = from && Math.min(from.shelfEstimate ?? 0, await booksOf(tx, from));
    if (!from || !to || (there ?? 0) < offer.units) return { refused: 'spare-gone' };
  }
  for (const { line, offer } of offered) {
    const [from, to] = [slotOf.get(offer.fromSlotId)!, slotOf.get(line.slotId)!];
    const moved = { ...act, key: `offer/${line.id}`, reason: `instead of order ${order.row.number}` };
    await transferStock(tx, outbox, { from, to, units: offer.units }, moved);
    await tx
      .update(orderLines)
      .set({ offer: { ...offer, acceptedAt: act.now.toISOString() } })
      .where(eq(orderLines.id, line.id));
  }
  return { refused: null, lineIds: offered.map(({ line }) => line.id) };
}

const booksOf = async (tx: Transaction, { deviceId, supplyId }: StockedSlot) =>
  (await shelfBalances(tx, [deviceId]))(deviceId, supplyId);

/** Locked in one order for everybody, so that two orders that were offered the same spare take turns. */
async function lockedSlots(tx: Transaction, offered: { line: LineRow; offer: SpareOffer }[]) {
  const ids = offered.flatMap(({ line, offer }) => [line.slotId, offer.fromSlotId]);
  const rows = await tx.select().from(slots).where(inArray(slots.id, ids)).orderBy(slots.id).for('update');
  return new Map(
    rows.flatMap((slot) => (slot.supplyId === null ? [] : [[slot.id, { ...slot, supplyId: slot.supplyId }] as const])),
  );
}
