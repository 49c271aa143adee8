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
}

export function startCurve(first: Seen): UseCurve {
  return {
    points: [{ at: first.at, use: 0, expected: 0 }],
    share: middle(first.band),
    band: first.band,
    from: 0,
  };
}

/** The same cartridge goes on. `expected`: cartridges expected to have been used since the last point. */
export function follow(curve: UseCurve, seen: Seen, expected: number): void {
  const falls = seen.band.top < curve.band.top && seen.band.type === curve.band.type;
  const share = falls
    ? justPassed(seen.band, expected)
    : clamp(curve.share - expected, seen.band.bottom, seen.band.top);
  append(curve, seen.at, curve.share - share, expected);
  curve.share = share;
  if (seen.band.top === curve.band.top && seen.band.bottom === curve.band.bottom) return;
  spread(curve, share);
  curve.band = seen.band;
  curve.from = curve.points.length - 1;
  curve.fromShare = share;
}

/** A gauge that has come down to a band since the last reading passed its top on the way, half the expected use ago on average. */
function justPassed({ top, bottom }: Band, expected: number): number {
  return top - Math.min(top - bottom, expected) / 2;
}

/** The same cartridge, but what the gauge shows has moved by something else than use (shaken; a drop that nothing explains). */
export function rebase(curve: UseCurve, seen: Seen, expected: number): void {
  append(curve, seen.at, expected, expected);
  curve.share = middle(seen.band);
  curve.band = seen.band;
  curve.from = curve.points.length - 1;
  curve.fromShare = undefined;
}

/** A cartridge that starts this far below what a full one would show was not full. */
const partUsedShare = 0.1;
const partUsedTimesExpected = 3;

/**
 * Another cartridge. What was used meanwhile is hidden: of the new one what it no longer holds, of the old one what the
 * expected use leaves over; in a long gap perhaps whole cartridges between. Returns the share left in the old one.
 */
export function install(curve: UseCurve, seen: Seen, expected: number): number {
  const partUsed = 1 - seen.band.top > partUsedShare + partUsedTimesExpected * expected;
  const share = partUsed ? middle(seen.band) : justPassed(seen.band, expected);
  const ofNew = partUsed ? 0 : 1 - share;
  const ofOld = clamp(expected - ofNew, 0, curve.share);
  const between = Math.max(0, Math.round(expected - ofNew - curve.share));
  const left = curve.share - ofOld;
  append(curve, seen.at, ofNew + ofOld + between, expected);
  curve.share = share;
  curve.band = seen.band;
  curve.from = curve.points.length - 1;
  curve.fromShare = partUsed ? undefined : share;
  return left;
}

function append(curve: UseCurve, at: number, used: number, expected: number): void {
  curve.points.push({ at, use: lastPoint(curve).use + used, expected });
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
