import type { Outcome } from './outcome.ts';
import type { Scores } from './simulator/scores.ts';

export interface Measure {
  name: keyof Scores;
  label: string;
  digits: number;
}

/** What is shown of each variant. */
export const measures: readonly Measure[] = [
  { name: 'cost', label: 'cost, € per device-year', digits: 1 },
  { name: 'stockOuts', label: 'out of supply, device-days per 1,000', digits: 2 },
  { name: 'parcelsPerSiteYear', label: 'parcels per site and year', digits: 1 },
  { name: 'shelfDays', label: 'days that a spare lies on the shelf', digits: 1 },
  { name: 'earlyPercent', label: 'units arriving above 66 days of cover, %', digits: 1 },
  { name: 'doubledPerMille', label: 'doubled lines per 1,000', digits: 1 },
  { name: 'errorPercent', label: 'asked forecast: median absolute error, %', digits: 1 },
  { name: 'coveredPercent', label: 'its 80 % interval covers, %', digits: 1 },
  { name: 'intervalScore', label: 'its interval score, days', digits: 1 },
  { name: 'veryHighFoundPercent', label: 'very high use found, %', digits: 0 },
  { name: 'veryHighFalse', label: 'very high use, false alarms', digits: 1 },
  { name: 'refused', label: 'senseless lines', digits: 0 },
];

/** The figures of one variant, one for each world that has one. */
export function figures(outcomes: readonly Outcome[], variant: string, name: keyof Scores): Map<string, number> {
  return new Map(
    outcomes
      .filter((outcome) => outcome.variant === variant)
      .flatMap(({ label, seed, result }) => {
        const value = result.scores[name];
        return value === null ? [] : [[`${label}/${seed}`, value] as const];
      }),
  );
}

/** Differences of `variant` to `first` in the worlds that both have a figure of. */
export function differences(
  outcomes: readonly Outcome[],
  first: string,
  variant: string,
  name: keyof Scores,
): number[] {
  const before = figures(outcomes, first, name);
  return [...figures(outcomes, variant, name)].flatMap(([world, value]) => {
    const base = before.get(world);
    return base === undefined ? [] : [value - base];
  });
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
