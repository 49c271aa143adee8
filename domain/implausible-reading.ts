import type { Level, SlotReading } from './reading.ts';
import { daysBetween, minuteMs, plusDays } from './time.ts';

/** Why a reading cannot be true (A05), with what is wrong in words. */
export interface Implausible {
  reason:
    | 'counter-fell'
    | 'counter-leapt'
    | 'all-empty-at-once'
    | 'beyond-capacity'
    | 'slot-told-twice'
    | 'before-its-time';
  detail: string;
}

/** What is looked at of a reading. */
export interface JudgedReading {
  at: Date;
  pages?: number | null;
  levels: readonly SlotReading[];
}

/** A printer that loses power forgets the pages since it last wrote its counter down. */
const forgottenPages = 100;
/** No printer prints faster; a little more for what was counted late. */
const pagesPerMinute = 1000;
const countedLatePages = 10_000;
/** From here on a count is what a 32-bit counter says that is not there or has run over. */
const noCount = 2 ** 31 - 1;
/** One or two supplies may well be empty together. */
const emptyTogether = 3;
/** Points that show that a supply was far from empty, and how long before that still tells. */
const farFromEmptyPercent = 20;
const farFromEmptyDays = 30;
/** Level and capacity of such a gauge do not count the same thing. */
const beyondPercent = 200;
/** No device in service is older. */
const longestServiceDays = 25 * 365.25;

/**
 * What shows that a reading cannot be true, beside the last one of its device; null: it may be. Single levels above 100 % or
 * below 0 are no such thing: gauges say that, and the forecast copes with it (A05).
 */
export function implausible(reading: JudgedReading, last: JudgedReading | null, now: Date): Implausible | null {
  return (
    beforeItsTime(reading, now) ??
    toldTwice(reading) ??
    beyondCapacity(reading) ??
    counterOff(reading, last) ??
    allEmpty(reading, last)
  );
}

function beforeItsTime({ at }: JudgedReading, now: Date): Implausible | null {
  if (at >= plusDays(now, -longestServiceDays)) return null;
  return { reason: 'before-its-time', detail: `it is of ${at.toISOString()}, and no device in service is that old` };
}

function toldTwice({ levels }: JudgedReading): Implausible | null {
  const told = new Map<string, string>();
  for (const { key, level } of levels) {
    const says = JSON.stringify(level);
    if ((told.get(key) ?? says) !== says) {
      return { reason: 'slot-told-twice', detail: `it gives slot ${key} two different levels` };
    }
    told.set(key, says);
  }
  return null;
}

function beyondCapacity({ levels }: JudgedReading): Implausible | null {
  const percentages = levels.flatMap(({ level }) => (level.type === 'percent' ? [level.percent] : []));
  const beyond = percentages.filter((percent) => percent > beyondPercent);
  if (beyond.length < 2 || beyond.length * 2 < percentages.length) return null;
  return { reason: 'beyond-capacity', detail: `${beyond.length} of its levels are above ${beyondPercent} %` };
}

/** The page counter beside that of the reading before; a late reading has the wrong neighbour, and is not judged. */
function counterOff({ at, pages }: JudgedReading, last: JudgedReading | null): Implausible | null {
  if (pages === undefined || pages === null) return null;
  if (pages >= noCount) return { reason: 'counter-leapt', detail: `its page counter says ${pages}, which is no count` };
  const before = last?.pages ?? null;
  if (!last || before === null || at < last.at) return null;
  if (pages < before - forgottenPages) {
    return { reason: 'counter-fell', detail: `its page counter says ${pages}; the reading before it said ${before}` };
  }
  const minutes = (at.getTime() - last.at.getTime()) / minuteMs;
  if (pages <= before + countedLatePages + pagesPerMinute * minutes) return null;
  const since = minutes < 120 ? `${Math.round(minutes)} minutes` : `${Math.round(minutes / 60)} hours`;
  return { reason: 'counter-leapt', detail: `its page counter says ${pages}; ${since} before it said ${before}` };
}

/** Toner and ink, and what the reading does not name: a reading that says of which kind its slots are is judged by these alone. */
const mayRunOut = ({ kind }: SlotReading) => kind === undefined || kind === 'toner' || kind === 'ink';
const isEmpty = (level: Level) =>
  (level.type === 'percent' && level.percent === 0) || (level.type === 'state' && level.state === 'empty');
const isFarFromEmpty = (level: Level) =>
  (level.type === 'percent' && level.percent >= farFromEmptyPercent) ||
  (level.type === 'state' && level.state === 'ok');

/** Whether all that a reading tells of toner and ink is that it is empty. */
export function saysAllEmpty(levels: readonly SlotReading[]): boolean {
  const told = toldOf(levels);
  return told.length >= emptyTogether && told.every(({ level }) => isEmpty(level));
}

const toldOf = (levels: readonly SlotReading[]) =>
  levels.filter((slot) => mayRunOut(slot) && (slot.level.type === 'percent' || slot.level.type === 'state'));

function allEmpty({ at, levels }: JudgedReading, last: JudgedReading | null): Implausible | null {
  if (!saysAllEmpty(levels)) return null;
  const empty = new Set(toldOf(levels).map(({ key }) => key));
  if (last) {
    const were = last.levels.filter(({ key, level }) => empty.has(key) && isFarFromEmpty(level));
    const days = daysBetween(last.at, at);
    if (were.length < 2 || days < 0 || days > farFromEmptyDays) return null;
  }
  return { reason: 'all-empty-at-once', detail: `all ${empty.size} of its supplies are said to be empty at once` };
}

/** An earlier reading that was kept aside for its page counter. */
export interface CounterAside {
  at: Date;
  pages: number;
}

/**
 * What a page counter that is off comes to, by those that were off before it. Another reading of the same series
 * `confirmationHours` later, and none of the old series in between: the counter was set back, by a new mainboard. One of the old
 * series in between: two devices tell their readings under one serial number.
 */
export function counterSeries(
  reading: { at: Date; pages: number },
  asides: readonly CounterAside[],
  last: { at: Date },
  confirmationHours: number,
): 'unknown' | 'set-back' | 'two-devices' {
  const series = asides.filter(
    ({ at, pages }) => at < reading.at && !counterOff({ ...reading, levels: [] }, { at, pages, levels: [] }),
  );
  const first = series.toSorted((a, b) => a.at.getTime() - b.at.getTime())[0];
  if (!first) return 'unknown';
  if (last.at > first.at) return 'two-devices';
  return daysBetween(first.at, reading.at) * 24 >= confirmationHours ? 'set-back' : 'unknown';
}
