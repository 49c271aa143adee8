import type { Seen } from './bands.ts';

/** What rises by more is no noise: a shaken cartridge or another one. */
const largestNoise = 0.12;

/** Fewer rises than this share of all readings are chance, not the gauge's habit. */
const habitualRises = 0.05;

/** The rises of a gauge so far, within what may be noise. */
export interface Rises {
  readings: number;
  rises: number;
  sum: number;
  shown: number | undefined;
}

export const noRises: Rises = { readings: 0, rises: 0, sum: 0, shown: undefined };

export function noteRise(before: Rises, { band: { shown } }: Seen): Rises {
  const rise = before.shown === undefined ? 0 : shown - before.shown;
  const noise = rise > 0 && rise <= largestNoise;
  return {
    readings: before.readings + 1,
    rises: before.rises + (noise ? 1 : 0),
    sum: before.sum + (noise ? rise : 0),
    shown,
  };
}

/** Typical error (share) of a gauge that goes up and down although the cartridge only empties; 0 for a steady one. */
export function noiseOf({ readings, rises, sum }: Rises, stepPoints: number): number {
  if (rises < 3 || rises < habitualRises * readings) return 0;
  return Math.max(0, sum / rises - stepPoints / 200);
}
