import type { Days } from './days.ts';
import { Random } from './random.ts';

interface Season {
  /** Month and day on which it begins. */
  from: string;
  days: readonly [number, number];
  level: number;
  chance: number;
}

interface SiteType {
  share: number;
  /** Monday to Sunday. */
  week: readonly number[];
  holidayLevel: number;
  seasons: readonly Season[];
}

const types: Record<string, SiteType> = {
  office: {
    share: 60,
    week: [1, 1.05, 1, 1, 0.8, 0, 0],
    holidayLevel: 0,
    seasons: [
      { from: '08-02', days: [12, 22], level: 0.04, chance: 0.6 },
      { from: '12-23', days: [8, 11], level: 0.12, chance: 0.8 },
    ],
  },
  shop: {
    share: 14,
    week: [0.6, 0.9, 1, 1, 1.1, 1.3, 0],
    holidayLevel: 0,
    seasons: [{ from: '11-25', days: [28, 30], level: 1.4, chance: 1 }],
  },
  school: {
    share: 10,
    week: [1, 1.1, 0.6, 1.1, 0.9, 0, 0],
    holidayLevel: 0,
    seasons: [
      { from: '02-10', days: [15, 16], level: 0.05, chance: 1 },
      { from: '04-09', days: [15, 16], level: 0.05, chance: 1 },
      { from: '07-05', days: [56, 58], level: 0.03, chance: 1 },
      { from: '10-19', days: [15, 16], level: 0.05, chance: 1 },
      { from: '12-20', days: [15, 16], level: 0.02, chance: 1 },
    ],
  },
  clinic: {
    share: 16,
    week: [1, 1, 1, 1, 1, 0.7, 0.6],
    holidayLevel: 0.6,
    seasons: [{ from: '07-18', days: [36, 42], level: 0.75, chance: 1 }],
  },
};

const shares = Object.fromEntries(Object.entries(types).map(([name, { share }]) => [name, share]));

/** How busy a site is on each day: its week, holidays, closures, and a mild season of its own. */
export function siteActivity(days: Days, ...key: (string | number)[]): Float64Array {
  const random = new Random(...key, 'activity');
  const { week, holidayLevel, seasons } = types[random.pick(shares)]!;
  const level = new Map<number, number>();
  for (const season of seasons) {
    days.dates.forEach((date, day) => {
      if (date.slice(5) !== season.from || !random.chance(season.chance)) return;
      const length = random.whole(...season.days);
      for (let i = 0; i < length; i += 1) level.set(day + i, season.level);
    });
  }
  const [phase, swing] = [random.between(0, 2 * Math.PI), random.between(0, 0.18)];
  return Float64Array.from(days.dates, (_, day) => {
    const weekday = days.weekdays[day]!;
    const holiday = weekday < 5 && !days.business[day] ? holidayLevel : 1;
    const wave = 1 + swing * Math.sin((2 * Math.PI * day) / 365 + phase);
    return week[weekday]! * (level.get(day) ?? 1) * holiday * wave;
  });
}
