import { dayMs } from '../time.ts';
import type { Band, Seen } from './bands.ts';

/** Cumulative use since the first reading, in cartridges, across swaps. */
export interface UsePoint {
  at: number;
  use: number;
  /** Use that was expected since the point before; tells how to spread what a coarse gauge shows late. */
  expected: number;
}

/**
 * The use of a slot as far as it has been read. Its estimate walks down by the use that is expected, and the gauge fences
 * it: within a band it may not leave it, and where the gauge passes to the next band the true share is known.
 */
export interface UseCurve {
  points: UsePoint[];
  /** Share (0…1) left at the last point. */
  share: number;
  band: Band;
  /** Point since when the estimate has rested on the gauge's last change of band, or on its first reading. */
  from: number;
  /** Share at that point where the gauge told it; undefined: anything in that point's band. */
  fromShare?: number;
  /** The most that can have been left at that point (share). */
  fromTop: number;
  /** Cartridges expected to have been used since that point. */
  expectedSince: number;
}

export function startCurve(first: Seen): UseCurve {
  return {
    points: [{ at: first.at, use: 0, expected: 0 }],
    share: middle(first.band),
    band: first.band,
    from: 0,
    fromTop: first.band.top,
    expectedSince: 0,
  };
}

/**
 * The same cartridge goes on. `expected`: cartridges expected to have been used since the last point. A gauge that is too coarse
 * to show them is not evidence against them, as long as `allowed` cartridges since its last word are not exceeded.
 */
export function follow(curve: UseCurve, seen: Seen, expected: number, allowed = 0): void {
  const falls = seen.band.top < curve.band.top && seen.band.type === curve.band.type;
  const share = falls
    ? justPassed(seen.band, expected)
    : clamp(curve.share - expected, seen.band.bottom, seen.band.top);
  const shown = curve.share - share;
  const unseen = Math.min(expected, allowed - curve.expectedSince);
  append(curve, seen.at, falls ? shown : Math.max(shown, unseen), expected);
  curve.share = share;
  if (seen.band.top === curve.band.top && seen.band.bottom === curve.band.bottom) return;
  spread(curve, share);
  startFrom(curve, seen.band, share);
}

/** What the gauge says of the last point is what the curve rests on from now on. */
function startFrom(curve: UseCurve, band: Band, told: number | undefined, top = told ?? band.top): void {
  curve.band = band;
  curve.from = curve.points.length - 1;
  curve.fromShare = told;
  curve.fromTop = top;
  curve.expectedSince = 0;
}

/** How far below its last word, in cartridges, the gauge has come with this reading, if no cartridge was changed: at most so many. */
export function largestUse(curve: UseCurve, seen: Seen, expected: number): number {
  const falls = seen.band.top < curve.band.top && seen.band.type === curve.band.type;
  return curve.fromTop - (falls ? justPassed(seen.band, expected) : seen.band.bottom);
}

/** Nobody takes out a cartridge with more left than this, where nothing tells. */
const largestLeftShare = 0.3;

/** The least use, in cartridges, since the gauge's last word, if a cartridge has been changed on the way to this reading. */
export function leastUseWithChange({ fromTop }: UseCurve, { band }: Seen): number {
  return Math.max(0, fromTop - largestLeftShare) + 1 - band.top;
}

/** A cartridge has been changed without the gauge showing it: of what was expected, the rest was taken from the new one. */
export function installUnseen(curve: UseCurve, seen: Seen, expected: number, cartridges: number): void {
  const share = clamp(curve.fromTop + cartridges - curve.expectedSince - expected, seen.band.bottom, seen.band.top);
  append(curve, seen.at, expected, expected);
  curve.share = share;
  startFrom(curve, seen.band, undefined, share);
}

/** A gauge that has come down to a band since the last reading passed its top on the way, half the expected use ago on average. */
function justPassed({ top, bottom }: Band, expected: number): number {
  return top - Math.min(top - bottom, expected) / 2;
}

/** The same cartridge, but what the gauge shows has moved by something else than use (shaken; a drop that nothing explains). */
export function rebase(curve: UseCurve, seen: Seen, expected: number): void {
  append(curve, seen.at, expected, expected);
  curve.share = middle(seen.band);
  startFrom(curve, seen.band, undefined);
}

/** A cartridge with so little left is at its end. */
const atEndShare = 0.1;

/** A cartridge that starts this far below what a full one would show was not full. */
const partUsedShare = 0.1;
const partUsedTimesExpected = 3;
const partUsedTimesLargest = 1.2;

/** What another cartridge leaves to be known of the old one, and of itself. */
export interface Installed {
  /** Share left in the old one. */
  left: number;
  /** The new one was not full. */
  partUsed: boolean;
  /** Whole cartridges that were installed and used up between the two readings. */
  between: number;
}

/**
 * Another cartridge. What was used meanwhile is hidden: of the new one what it no longer holds, of the old one what the
 * expected use leaves over; in a long gap perhaps whole cartridges between. `largest`: cartridges that the
 * slot has been seen to use from one reading to the next.
 */
export function install(curve: UseCurve, seen: Seen, expected: number, largest = 0): Installed {
  const plausible = Math.max(partUsedTimesExpected * expected, partUsedTimesLargest * largest);
  // A cartridge that was at its end is followed by a new one, however much of that was used at once.
  const wasAtEnd = curve.share - expected <= atEndShare;
  const partUsed = !wasAtEnd && 1 - seen.band.top > partUsedShare + plausible;
  const share = partUsed ? middle(seen.band) : justPassed(seen.band, expected);
  const ofNew = partUsed ? 0 : 1 - share;
  // Much left is less likely than much used, as far as the slot may have used so much.
  const usedUp = !partUsed && curve.share + ofNew - largestLeftShare <= plausible;
  const ofOld = clamp(expected - ofNew, usedUp ? Math.max(0, curve.share - largestLeftShare) : 0, curve.share);
  const between = Math.max(0, Math.round(expected - ofNew - curve.share));
  const left = curve.share - ofOld;
  append(curve, seen.at, ofNew + ofOld + between, expected);
  curve.share = share;
  startFrom(curve, seen.band, partUsed ? undefined : share);
  return { left, partUsed, between };
}

function append(curve: UseCurve, at: number, used: number, expected: number): void {
  curve.points.push({ at, use: lastPoint(curve).use + used, expected });
  curve.expectedSince += expected;
}

/**
 * What the gauge showed late, at its change of band, is laid over the time since its last one, in proportion to the use that
 * was expected. Where the share at the start was anything in its band, the expected use stands as far as the band allows.
 */
function spread(curve: UseCurve, share: number): void {
  const { points, from, band } = curve;
  const start = points[from]!;
  const since = points.slice(from + 1);
  // A trace of time keeps the proportion defined where no use was expected at all.
  const weightOf = (index: number) =>
    since[index]!.expected + (1e-9 * (since[index]!.at - points[from + index]!.at)) / dayMs;
  const weight = since.reduce((sum, _, index) => sum + weightOf(index), 0);
  const expected = since.reduce((sum, point) => sum + point.expected, 0);
  const total =
    curve.fromShare === undefined ? clamp(expected, band.bottom - share, band.top - share) : curve.fromShare - share;
  let reached = 0;
  since.forEach((point, index) => {
    reached += weightOf(index);
    point.use = start.use + (total * reached) / weight;
  });
}

/** Days since the gauge last told the share; undefined where it never has. */
export function daysSinceTold(curve: UseCurve): number | undefined {
  return curve.fromShare === undefined ? undefined : (lastPoint(curve).at - curve.points[curve.from]!.at) / dayMs;
}

export function lastPoint({ points }: UseCurve): UsePoint {
  return points[points.length - 1]!;
}

function middle({ top, bottom }: Band): number {
  return (top + bottom) / 2;
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), to);
}
