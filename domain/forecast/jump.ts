import type { Band, Seen } from './bands.ts';

/** What the readings so far allow the next one to say. */
export interface Expectation {
  /** Share (0…1) they lead to expect. */
  share: number;
  /** The lowest share that would surprise nobody. */
  lowest: number;
}

/**
 * Daily use scatters about its mean; over `days` by this many times rate × √days at the very most (about four standard
 * deviations where a week's use scatters by half its mean).
 */
const scatterTimesRate = 5;

/** Below that, readings may err by 5 points, by half a step of the gauge, and by three times its noise. */
const errorShare = 0.05;
const errorSteps = 0.5;
const errorTimesNoise = 3;

export interface SlotMotion {
  /** Share estimated at the last accepted reading, and the band that the gauge leaves it. */
  share: number;
  band: Band;
  /** Days since the gauge told the share exactly; undefined: it never has. */
  daysSinceTold: number | undefined;
  /** Days from the last accepted reading to the one in question, and cartridges expected to have been used meanwhile. */
  days: number;
  used: number;
  ratePerDay: number;
  stepPoints: number;
  /** Typical error of the gauge (share). */
  noise: number;
}

function scatter(ratePerDay: number, days: number): number {
  return scatterTimesRate * ratePerDay * Math.sqrt(days);
}

/** A05: what rate, noise and step allow the next reading to show. */
export function expectation(m: SlotMotion): Expectation {
  const floor =
    m.daysSinceTold === undefined
      ? m.band.bottom
      : Math.max(m.band.bottom, m.share - scatter(m.ratePerDay, m.daysSinceTold));
  const error = errorShare + (errorSteps * m.stepPoints) / 100 + errorTimesNoise * m.noise;
  return {
    share: Math.max(0, m.share - m.used),
    lowest: floor - m.used - scatter(m.ratePerDay, m.days) - error,
  };
}

/** A05: an odd reading is a drop well beyond what the readings before allow. */
export function isOdd(seen: Seen, expected: Expectation): boolean {
  return seen.band.top < expected.lowest;
}

/** A device says "low" by its own threshold, of which none is known above this share. */
export const alertedShare = { low: 0.3, empty: 0.1 };

/** The device's own alert about the slot agrees with what the gauge shows. */
export function alertAgrees({ alert, band }: Seen): boolean {
  return alert !== undefined && band.shown <= alertedShare[alert];
}

/** Two readings of the same share may differ by this much. */
export function mayErr({ stepPoints, noise }: { stepPoints: number; noise: number }): number {
  return Math.max(errorShare, stepPoints / 100) + errorTimesNoise * noise;
}

/** A second reading agrees with a first odd one when it shows no more than that one, but for what the gauge may err. */
export function agrees(first: Seen, second: Seen, gauge: { stepPoints: number; noise: number }): boolean {
  return second.band.shown <= first.band.shown + mayErr(gauge);
}

/** Of a coarse gauge: it has come down by the one step, or word, that it shows next. Sooner than was expected of it, but no accident. */
export function isNextBand(before: Band, { band }: Seen): boolean {
  return band.type === before.type && band.top >= before.bottom;
}
