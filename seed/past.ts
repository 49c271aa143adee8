/** Months of daily readings of a device, as its gauges would have told them. */

export interface SlotPast {
  /** Points used on an average day; nothing at weekends. */
  perDay: number;
  /** What the newest reading shows. */
  now: number;
  /** The gauge's step. */
  step: number;
  /** A cartridge replaced early: that many days before the newest reading, with so much left. */
  earlySwap?: { daysAgo: number; left: number };
}

export interface DevicePast {
  maker: string;
  serial: string;
  days: number;
  /** Days since the newest reading. */
  silentDays?: number;
  slots: Record<string, SlotPast>;
  /** Levels that the newest reading shows in place of the true ones. */
  newest?: Record<string, Level>;
  /** A gauge that knows states only. */
  statesOnly?: boolean;
  pagesPerDay: number;
}

type Level = { type: 'percent'; percent: number } | { type: 'state'; state: 'ok' | 'low' | 'empty' };

const dayMs = 86_400_000;
/** Left in a cartridge when it is changed because it is empty. */
const leftWhenEmpty = 3;

/** The readings of one device, oldest first, ready for the API. `now`: when the newest one is taken, less its silence. */
export function pastReadings(device: DevicePast, now: Date): object[] {
  const newestAt = now.getTime() - (device.silentDays ?? 0) * dayMs;
  const instants = Array.from({ length: device.days }, (_, daysAgo) => new Date(newestAt - daysAgo * dayMs));
  const levels = Object.entries(device.slots).map(([key, slot]) => ({ key, levels: levelsBack(slot, instants), slot }));
  return instants
    .map((takenAt, daysAgo) => ({
      device: { maker: device.maker, serial: device.serial },
      takenAt: takenAt.toISOString(),
      pages: { count: 40_000 + printedUntil(device, instants, daysAgo), unit: 'impressions' },
      levels: levels.map(({ key, levels, slot }) => ({
        key,
        level: (daysAgo === 0 && device.newest?.[key]) || told(levels[daysAgo]!, slot, device.statesOnly),
      })),
      source: 'import',
    }))
    .reverse();
}

/** Pages follow the working days, as the levels do. */
function printedUntil({ pagesPerDay }: DevicePast, instants: Date[], daysAgo: number): number {
  const since = instants.slice(daysAgo).reduce((sum, at) => sum + usedOn(at, pagesPerDay), 0);
  return Math.round(since);
}

/** True levels from the newest reading backwards: what was used that day is added; beyond full, the cartridge before it. */
function levelsBack(slot: SlotPast, instants: Date[]): number[] {
  const found: number[] = [];
  let level = slot.now;
  for (const [daysAgo, at] of instants.entries()) {
    if (daysAgo > 0) level += usedOn(at, slot.perDay);
    if (slot.earlySwap && daysAgo === slot.earlySwap.daysAgo) level = slot.earlySwap.left;
    else if (level > 100) level = leftWhenEmpty + (level - 100);
    found.push(level);
  }
  return found;
}

const usedOn = (at: Date, perDay: number): number => (at.getUTCDay() % 6 === 0 ? 0 : (perDay * 7) / 5);

function told(level: number, { step }: SlotPast, statesOnly?: boolean): Level {
  if (statesOnly) return { type: 'state', state: level > 10 ? 'ok' : 'low' };
  return { type: 'percent', percent: Math.min(100, Math.ceil(level / step) * step) };
}
