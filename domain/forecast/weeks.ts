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
  const count = Math.floor(Math.min(newest.at - oldest.at, longestDays * dayMs) / weekMs);
  const weeks: number[] = [];
  let index = points.length - 1;
  let later = newest.use;
  for (let week = 1; week <= count; week += 1) {
    const at = newest.at - week * weekMs;
    index = indexAt(points, at, index);
    const use = cumulatedAt(points, at, index);
    weeks.push(later - use);
    later = use;
  }
  return weeks;
}

/** Cumulative use at the given instants, which descend. Outside the points: that of the nearest one. */
export function usesAt(points: readonly UsePoint[], descending: readonly number[]): number[] {
  let index = points.length - 1;
  return descending.map((at) => {
    index = indexAt(points, at, index);
    return cumulatedAt(points, at, index);
  });
}

/** Of the last point that is not later than `at`, from `index` backwards; 0 where all are. */
function indexAt(points: readonly UsePoint[], at: number, index: number): number {
  let found = index;
  while (found > 0 && points[found]!.at > at) found -= 1;
  return found;
}

function cumulatedAt(points: readonly UsePoint[], at: number, index: number): number {
  const before = points[index]!;
  const after = points[index + 1];
  if (at <= before.at || !after) return before.use;
  return before.use + ((after.use - before.use) * (at - before.at)) / (after.at - before.at);
}
