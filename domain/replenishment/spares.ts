import { coverDays } from './cover.ts';
import type { PlannedLine } from './line.ts';
import { lastsToPlannedEnd } from './planned-end.ts';
import type { SlotSituation } from './situation.ts';

/** C, "move before ship": a spare on the shelf of another device of the site, which that device no longer needs. */
export interface SpareOffer {
  fromDeviceId: string;
  fromSlotId: string;
  /** As many as the line orders. */
  units: number;
}

/** A slot, and what the books have on its device's shelf of its supply (A15). */
export interface SpareHolder {
  s: SlotSituation;
  inBooks: number;
}

/**
 * Spares that a slot can give away and still needs nothing: with what stays, its cover is above the consolidation window (A08), so that
 * it would not even join an order, or reaches the device's announced end (A18). Only what estimate and books agree on, apart from what is
 * kept for jobs (A14); a device that is silent, paused or waits for a parcel itself gives nothing.
 */
export function unneededSpares({ s, inBooks }: SpareHolder, now: Date): number {
  const limitMs = s.settings.orderWhileYoungerThanDays.value * 86_400_000;
  const fresh = s.newestReadingAt !== null && now.getTime() - s.newestReadingAt.getTime() < limitMs;
  if (s.deviceState !== 'enrolled' || !fresh || !s.forecast.known || s.openLines.length > 0) return 0;
  const there = Math.min(s.shelf, inBooks) - s.keptForJobs;
  for (let given = there; given > 0; given -= 1) {
    const left = coverDays({ ...s, shelf: s.shelf - given });
    if (left !== null && left > s.settings.consolidationDays.value) return given;
    if (lastsToPlannedEnd(s, left, now)) return given;
  }
  return 0;
}

/**
 * What may be moved instead of shipped, by the slot of the line: a whole line by one device, the most urgent line first, each spare once.
 * Of several devices the one that is left with the most cover.
 */
export function spareOffers(
  lines: readonly PlannedLine[],
  holders: readonly SpareHolder[],
  now: Date,
): Map<string, SpareOffer> {
  const free = holders
    .map((holder) => ({ ...holder, units: unneededSpares(holder, now) }))
    .filter(({ units }) => units > 0)
    .sort((a, b) => (coverDays(b.s) ?? 0) - (coverDays(a.s) ?? 0) || (a.s.slotId < b.s.slotId ? -1 : 1));
  const offers = new Map<string, SpareOffer>();
  for (const { slotId, deviceId, supplyId, quantity, decision } of lines) {
    const { siteId, accountId } = decision.known;
    const holder = free.find(
      ({ s, units }) =>
        s.supplyId === supplyId &&
        s.deviceId !== deviceId &&
        s.siteId === siteId &&
        s.accountId === accountId &&
        units >= quantity,
    );
    if (!holder) continue;
    // What is in the books is a device's: of two slots that take the same, only one gives.
    for (const each of free)
      if (each.s.deviceId === holder.s.deviceId && each.s.supplyId === supplyId) each.units -= quantity;
    offers.set(slotId, { fromDeviceId: holder.s.deviceId, fromSlotId: holder.s.slotId, units: quantity });
  }
  return offers;
}
