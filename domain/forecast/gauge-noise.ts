import type { Seen } from './bands.ts';

/** What rises by more is no noise: a shaken cartridge or another one. */
const largestNoise = 0.12;

/** Fewer rises than this share of all readings are chance, not the gauge's habit. */
const habitualRises = 0.05;

/** Typical error (share) of a gauge that goes up and down although the cartridge only empties; 0 for a steady one. */
export function gaugeNoise(seen: readonly Seen[], stepPoints: number): number {
  const rises = seen.flatMap(({ band }, index) => {
    const rise = index === 0 ? 0 : band.shown - seen[index - 1]!.band.shown;
    return rise > 0 && rise <= largestNoise ? [rise] : [];
  });
  if (rises.length < 3 || rises.length < habitualRises * seen.length) return 0;
  const mean = rises.reduce((sum, rise) => sum + rise, 0) / rises.length;
  return Math.max(0, mean - stepPoints / 200);
}
