/** Standard normal quantile of 90 %: 10 % lie beyond each end of an 80 % interval. */
export const z90 = 1.2816;

/** No forecast looks further ahead; what is hardly used lasts "ten years", not for ever. */
export const longestDays = 3650;

/**
 * The rate itself wanders within the time that is forecast, by so much of it; and days are not alike (weekends, holidays),
 * which shifts the end by about a day. Chosen so that about 80 % of outcomes on the fleet simulator fall inside.
 */
const driftScatter = 0.27;
const shiftDays = 1;

export interface DaysEstimate {
  /** Cartridges that are there to be used, and the standard deviation of that. */
  share: number;
  shareSd: number;
  ratePerDay: number;
  rateSd: number;
  /** Standard deviation of the use of one week, in cartridges. */
  weekSd: number;
}

/** Days, from the instant of the estimate, until the share is used up; with the bounds of an interval, of 80 % unless asked otherwise. */
export interface Days {
  low: number;
  expected: number;
  high: number;
}

/**
 * First passage of a use that grows by the rate: the early end is the day on which the use, at its 90 % quantile, has
 * reached the share; the late end the same at 10 %. Use after D days is taken as normal with mean rate·D and variance
 * shareSd² + shift² + (rateSd² + drift²)·D² + weekSd²·D/7 (their causes are independent), which gives both ends as the roots
 * of one quadratic equation. `z`: the standard normal value that is exceeded as often as either end is missed.
 */
export function daysUntilUsed({ share, shareSd, ratePerDay, rateSd, weekSd }: DaysEstimate, z = z90): Days {
  if (share <= 0) return { low: 0, expected: 0, high: 0 };
  const expected = Math.min(share / ratePerDay, longestDays);
  const z2 = z ** 2;
  const a = ratePerDay ** 2 - z2 * (rateSd ** 2 + (driftScatter * ratePerDay) ** 2);
  const halfB = ratePerDay * share + (z2 * weekSd ** 2) / 14;
  const c = share ** 2 - z2 * (shareSd ** 2 + (shiftDays * ratePerDay) ** 2);
  const root = Math.sqrt(Math.max(0, halfB ** 2 - a * c));
  // c / (b + root) is the lower root without the cancellation of b − root; it also holds where a is 0 or negative. What is certainly
  // not used divides by 0, and lasts as long as anything.
  const low = c <= 0 ? 0 : c / (halfB + root);
  const high = a > 0 ? (halfB + root) / a : longestDays;
  return { low: Math.min(low, expected), expected, high: Math.max(expected, Math.min(high, longestDays)) };
}
