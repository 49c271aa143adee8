import { coverDays } from './cover.ts';
import type { SlotSituation } from './situation.ts';

/** A11: a cancelled slot is not ordered for again until its cover has fallen by 7 days or below 7. */
export function heldByCancellation(s: SlotSituation, cover: number): boolean {
  if (!s.cancelHold) return false;
  const fall = s.settings.cancelFallDays.value;
  return cover > s.cancelHold.coverDaysAtCancel - fall && cover >= fall;
}

/** About a second: at 7 days exactly cover is not below 7 yet, and whoever looks then would not know when to look again. */
const justBelowDays = 1e-5;

/** Cover (days) to which it has to fall; null where no cancellation holds. */
export function cancelHoldEndsAt(s: SlotSituation): number | null {
  if (!s.cancelHold) return null;
  const fall = s.settings.cancelFallDays.value;
  return Math.max(s.cancelHold.coverDaysAtCancel - fall, fall - justBelowDays);
}

/**
 * The cover that a cancellation is measured from: without the cancelled cartridges. `situation` is the one before cancelling;
 * null while the forecast is unknown: then nothing is held.
 */
export function coverDaysAtCancel(
  situation: SlotSituation,
  cancelled: readonly { lineId: string; quantity: number }[],
): number | null {
  const taken = new Map(cancelled.map(({ lineId, quantity }) => [lineId, quantity]));
  const openLines = situation.openLines.map((line) => ({
    ...line,
    outstanding: line.outstanding - (taken.get(line.lineId) ?? 0),
  }));
  return coverDays({ ...situation, openLines });
}
