import { dayMs } from './time.ts';

/** So long an event is tried, and so long a webhook may fail without a success, before it is given up. */
export const webhookGiveUpDays = 5;
/** From so many failures in a row on, a receiver counts as away: one event at a time is tried. */
export const awayAfterFailures = 3;

const steps = [
  { below: 5, seconds: (failures: number) => 2 ** failures },
  { below: 20, seconds: () => 30 },
  { below: 300, seconds: () => 300 },
];

/** Seconds until the next try after so many failures in a row: soon at first, every half hour after about a day. */
export function webhookRetrySeconds(failures: number): number {
  return steps.find(({ below }) => failures < below)?.seconds(failures) ?? 1800;
}

export const isGivenUp = (since: Date, now: Date): boolean =>
  now.getTime() - since.getTime() >= webhookGiveUpDays * dayMs;
