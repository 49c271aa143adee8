import { Random } from './random.ts';
import type { Scenario } from './scenarios.ts';
import type { Job } from './types.ts';

/** A very high use takes a cartridge every so many days (A10: two a week or more). */
const veryHighLifeDays = [2.2, 3.1] as const;
const lifeLimits = [9, 700] as const;

export interface Volumes {
  /** Of each day, in cartridges of the most used supply. */
  use: Float64Array;
  job: Job | null;
}

/** What one device prints, in its site's rhythm. `runDays`: changes fall within these, so that a run sees them. */
export function volumesOf(
  activity: Float64Array,
  runDays: number,
  scenario: Scenario,
  ...key: (string | number)[]
): Volumes {
  const random = new Random(...key, 'volumes');
  const veryHigh = random.chance(scenario.veryHigh);
  const life = veryHigh
    ? random.between(...veryHighLifeDays)
    : clamp(scenario.lifeDays * Math.exp(random.normal() * scenario.lifeScatter), ...lifeLimits);
  const count = activity.length;
  const mean = activity.reduce((sum, each) => sum + each, 0) / count;
  const factor = new Float64Array(count).fill(1);
  const scale = (from: number, of: (day: number) => number) => {
    for (let day = Math.max(0, from); day < count; day += 1) factor[day]! *= of(day);
  };
  const moment = () => random.whole(25, Math.max(26, runDays - 1));
  if (random.chance(scenario.drifting)) {
    const perYear = random.between(-0.45, 0.55);
    scale(0, (day) => Math.exp((perYear * day) / 365));
  }
  if (random.chance(scenario.changing)) {
    const times = random.chance(0.55) ? random.between(1.4, 2.8) : random.between(0.3, 0.7);
    scale(moment(), () => times);
  }
  if (random.chance(scenario.growing)) {
    const [from, times] = [moment(), random.between(2.2, 4.5)];
    scale(from, (day) => 1 + (times - 1) * Math.min(1, (day - from) / 60));
  }
  let job: Job | null = null;
  if (random.chance(scenario.bursting)) {
    const [from, days, times] = [moment(), random.whole(4, 14), random.between(2.5, 6)];
    scale(from, (day) => (day < from + days ? times : 1));
    job = { from, days, announced: random.chance(scenario.announced) };
  }
  const activeShare = random.chance(scenario.sporadic) && !veryHigh ? random.between(0.06, 0.3) : 1;
  return {
    use: dailyUse(activity, factor, 1 / life / Math.max(mean, 0.1), activeShare, scenario, random),
    job,
  };
}

function dailyUse(
  activity: Float64Array,
  factor: Float64Array,
  perDay: number,
  activeShare: number,
  { dayScatter, weekScatter }: Scenario,
  random: Random,
): Float64Array {
  let week = 0;
  return Float64Array.from(activity, (active, day) => {
    if (day % 7 === 0) week = 0.5 * week + random.normal() * weekScatter * 0.87;
    const scatter = Math.exp(week + random.normal() * dayScatter - (weekScatter ** 2 + dayScatter ** 2) / 2);
    const comes = random.next();
    // Now and then somebody is there on a closed day.
    if (active < 0.001) return comes > 0.94 ? 0.25 * perDay * factor[day]! * scatter : 0;
    if (comes >= activeShare) return 0;
    return (perDay * active * factor[day]! * scatter) / activeShare;
  });
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);
