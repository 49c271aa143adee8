import { dayMs } from '../time.ts';
import type { ForecastInput } from './types.ts';
import type { UsePoint } from './use.ts';
import { usesAt } from './weeks.ts';

type Job = NonNullable<ForecastInput['jobs']>[number];

export interface RegularUse {
  /** Use without what is booked to jobs. */
  points: readonly UsePoint[];
  /** Cartridges booked to each job so far. */
  booked: number[];
}

/**
 * A14: within a job's window, consumption above the prior rate is booked to the job up to the cartridges ordered for it, and
 * the rate learns nothing from that. `rateOf` tells the rate (cartridges per day) of the use before a job; where it knows
 * none, nothing can be told from regular use and nothing is booked. There is a point at least.
 */
export function bookJobs(
  points: readonly UsePoint[],
  jobs: readonly Job[],
  rateOf: (before: readonly UsePoint[]) => number | undefined,
): RegularUse {
  const booked = jobs.map(() => 0);
  let regular = points;
  const inOrder = jobs
    .map((job, index) => ({ job, index }))
    .sort((a, b) => a.job.from.getTime() - b.job.from.getTime());
  for (const { job, index } of inOrder) {
    const from = job.from.getTime();
    const until = Math.max(from, job.until.getTime());
    const perDay = rateOf(regular.filter(({ at }) => at <= from));
    if (perDay === undefined) continue;
    const cut = withPointsAt(regular, [from, until]);
    const useAtStart = usesAt(cut, [from])[0]!;
    // The use before the first point is not known; a window that began earlier counts from there.
    const begin = Math.max(from, cut[0]!.at);
    const above = (point: UsePoint) => point.use - useAtStart - (perDay * (point.at - begin)) / dayMs;
    let last = 0;
    regular = cut.map((point) => {
      if (point.at > begin && point.at <= until) last = Math.min(Math.max(0, above(point)), job.cartridges);
      return { ...point, use: point.use - last };
    });
    booked[index] = last;
  }
  return { points: regular, booked };
}

function withPointsAt(points: readonly UsePoint[], instants: readonly number[]): UsePoint[] {
  const [first, last] = [points[0]!.at, points.at(-1)!.at];
  const missing = instants.filter((at) => at > first && at < last && !points.some((point) => point.at === at));
  const added = missing.map((at) => ({ at, use: usesAt(points, [at])[0]!, expected: 0 }));
  return [...points, ...added].sort((a, b) => a.at - b.at);
}
