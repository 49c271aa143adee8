import type { Seen } from './bands.ts';

/** A rise by more than this share, or by more than 1.5 steps of the gauge, is another cartridge (A05). */
export const swapRiseShare = 0.15;
const swapRiseSteps = 1.5;

/** Shares are figures with rounding errors; a boundary is not to be crossed by these. */
const rounding = 1e-9;

/** A shaken cartridge shows 3 to 12 points more, and it is shaken when it is near its end (A05). */
const shakenRiseShare = { from: 0.03, to: 0.12 };
const nearEmptyShare = 0.15;

/** Whether another cartridge was fitted between two readings: its serial differs, or the level rose by more than the gauge errs. */
export function isSwap(before: Seen, after: Seen, stepPoints: number): boolean {
  if (before.supplySerial && after.supplySerial && before.supplySerial !== after.supplySerial) return true;
  return swapRise(before, after) > Math.max(swapRiseShare, (swapRiseSteps * stepPoints) / 100) + rounding;
}

/** The rise that is certain: between coarse states only from "low" or "empty" to "ok"; between unlike gauges what their bands leave. */
function swapRise({ band: before }: Seen, { band: after }: Seen): number {
  if (before.type !== after.type) return after.bottom - before.top;
  if (after.type === 'state') return after.shown === 1 && before.shown < 1 ? 1 : 0;
  return after.shown - before.shown;
}

/**
 * Whether a rise that is no swap is there to stay: the cartridge was shaken near its end, or topped up. A lesser one is the
 * gauge's noise, which the next readings take back.
 */
export function isShaken(before: Seen, after: Seen, stepPoints: number): boolean {
  if (before.band.type !== after.band.type) return false;
  const rise = after.band.shown - before.band.shown;
  if (before.band.shown <= nearEmptyShare) return rise >= shakenRiseShare.from - rounding;
  return rise > Math.max(shakenRiseShare.to, stepPoints / 100) + rounding;
}
