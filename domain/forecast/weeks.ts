import { dayMs } from '../time.ts';
import type { UsePoint } from './use.ts';

const weekMs = 7 * dayMs;

/**
 * Use of the full weeks (seven elapsed days, so that no weekend counts twice) before the newest point, newest first, in
 * cartridges. Between points the use is taken as even.
 */
export function weeklyUse(points: readonly UsePoint[], longestDays: number): number[] {
  const newest = points.at(-1);
  const oldest = points[0];
  if (!newest || !oldest) return [];
  const weeks = Math.floor(Math.min(newest.at - oldest.at, longestDays * dayMs) / weekMs);
  const knots = Array.from({ length: weeks + 1 }, (_, week) => newest.at - week * weekMs);
  const uses = usesAt(points, knots);
  return knots.slice(1).map((_, week) => uses[week]! - uses[week + 1]!);
}

/** Cumulative use at the given instants, which descend. Outside the points: that of the nearest one. */
export function usesAt(points: readonly UsePoint[], descending: readonly number[]): number[] {
  let index = points.length - 1;
  return descending.map((at) => {
    while (index > 0 && points[index]!.at > at) index -= 1;
    const before = points[index]!;
    const after = points[index + 1];
    if (at <= before.at || !after) return before.use;
    return before.use + ((after.use - before.use) * (at - before.at)) / (after.at - before.at);
  });
}
