import type { StockEstimate } from './stock-estimate.ts';
import { dayMs } from './time.ts';

/** What is believed to lie on the shelf of a slot's device (A15). */
export interface BelievedShelf {
  deviceId: string;
  supplyId: string | null;
  shelf: number;
}

/** What was installed longer ago says nothing of today's shelves: who has a spare now had none then, or has been asked. */
const tellingDays = 14;

/**
 * A15: whether a cartridge was installed of late that nobody delivered, after `askedAt`, when this was last asked (null: never). A gauge
 * that has no reading for a swap cannot tell more than one at a time, so neither does this.
 */
export function installedFromNowhere(
  { contradictions }: Pick<StockEstimate, 'contradictions'>,
  askedAt: Date | null,
  now: Date,
): boolean {
  return contradictions.some(
    ({ kind, at }) =>
      kind === 'installed-without-delivery' &&
      (askedAt === null || at > askedAt) &&
      now.getTime() - at.getTime() <= tellingDays * dayMs,
  );
}

/**
 * A15: it came from the shelf of another device of the site that takes the same supply, if there is one. Which of several nobody can
 * tell, so each is believed to have one less: a spare that is believed in and not there costs more than one that is there unknown.
 * `shelves`: of the site.
 */
export function mayHaveLent<Shelf extends BelievedShelf>(
  taker: Omit<BelievedShelf, 'shelf'>,
  shelves: readonly Shelf[],
): Shelf[] {
  return shelves.filter(
    ({ deviceId, supplyId, shelf }) =>
      supplyId !== null && supplyId === taker.supplyId && deviceId !== taker.deviceId && shelf > 0,
  );
}
