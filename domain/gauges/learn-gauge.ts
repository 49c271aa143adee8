import type { SlotAlert } from '../alerts.ts';
import { emptyGrid, noteLevel, stepOf } from '../forecast/gauge-step.ts';
import type { Level } from '../reading.ts';

/** What the readings of many devices of a model have shown of one gauge. Plain JSON. */
export interface LearnedGauge {
  /** The most that it has told: a percentage, words, that some is left, or nothing. */
  tells: 'percent' | 'states' | 'some' | 'nothing';
  /** Its step in points; null: not enough seen. */
  resolutionPercent: number | null;
  /** All levels that it ever showed, where they are few: bars rather than a scale. */
  levels: number[] | null;
  /** Figures that came and went without any use: it says them when it knows no level. */
  sentinels: number[];
  /** The level at which the printer's own alert "low" begins; null: not enough seen. */
  lowPercent: number | null;
  /** Whether the printer gives an alert when the supply runs low; null: not enough seen. */
  alerts: boolean | null;
  devices: number;
  readings: number;
}

/** One slot of one device, in order of time. */
export type GaugeHistory = readonly { level: Level; alert?: SlotAlert }[];

/** What one device alone shows may be its own defect. */
const enoughDevices = 2;
const enoughReadings = 30;
const fewLevels = 8;
/** A figure that differs by so many points from those around it, which agree to so many. */
const farPoints = 20;
const nearPoints = 10;
const enoughSentinels = 3;
const usuallyAlone = 0.8;
/** Cartridges that ran low, and the share of them that had an alert. */
const enoughCartridges = 3;
const usuallyAlerts = 0.8;
const seldomAlerts = 0.2;
/** "Low" is never more than half full, as the setting says. */
const lowestLow = 1;
const highestLow = 50;

/** C, honest gauges: what a gauge can tell, learned from what it has told on several devices. */
export function learnGauge(histories: readonly GaugeHistory[]): LearnedGauge {
  const told = histories.filter((history) => history.length > 0);
  const sentinels = sentinelsOf(told.map(percentagesOf));
  const plain = told.map((history) => history.filter(({ level }) => isLevel(level, sentinels)));
  const low = lowOf(plain);
  return {
    tells: mostTold(told),
    ...scaleOf(plain.map(percentagesOf)),
    sentinels,
    ...low,
    devices: told.length,
    readings: told.reduce((sum, history) => sum + history.length, 0),
  };
}

const percentagesOf = (history: GaugeHistory): number[] =>
  history.flatMap(({ level }) => (level.type === 'percent' ? [level.percent] : []));

const isLevel = (level: Level, sentinels: readonly number[]) =>
  level.type === 'percent' && level.percent >= 0 && level.percent <= 100 && !sentinels.includes(level.percent);

function mostTold(histories: readonly GaugeHistory[]): LearnedGauge['tells'] {
  const types = new Set(histories.flatMap((history) => history.map(({ level }) => level.type)));
  if (types.has('percent')) return 'percent';
  if (types.has('state')) return 'states';
  return types.has('some') ? 'some' : 'nothing';
}

function scaleOf(percentages: readonly number[][]): Pick<LearnedGauge, 'resolutionPercent' | 'levels'> {
  const grid = emptyGrid();
  for (const percent of percentages.flat()) noteLevel(grid, { at: 0, level: { type: 'percent', percent } });
  const devices = percentages.filter((each) => each.length > 0).length;
  if (devices < enoughDevices || grid.between < enoughReadings) return { resolutionPercent: null, levels: null };
  const shown = [...grid.shown].toSorted((a, b) => a - b);
  return { resolutionPercent: stepOf(grid), levels: shown.length <= fewLevels ? shown : null };
}

/**
 * Figures between or beyond 0 and 100 that several devices showed now and then, far from the levels before and after, which agree; and
 * that they hardly ever showed otherwise: a level that is also come to by use is one. 0 and 100 are never taken for such: a supply that is
 * empty must not be overlooked, and odd readings of it wait anyway (A05).
 */
function sentinelsOf(percentages: readonly number[][]): number[] {
  const figures = new Map<number, { shown: number; alone: number; devices: Set<number> }>();
  for (const [device, values] of percentages.entries()) {
    for (const { value, alone } of runsOf(values)) {
      if (value === 0 || value === 100) continue;
      const figure = figures.get(value) ?? { shown: 0, alone: 0, devices: new Set() };
      figures.set(value, figure);
      figure.shown += 1;
      if (!alone) continue;
      figure.alone += 1;
      figure.devices.add(device);
    }
  }
  return [...figures]
    .filter(
      ([, { shown, alone, devices }]) =>
        devices.size >= enoughDevices && alone >= enoughSentinels && alone >= usuallyAlone * shown,
    )
    .map(([value]) => value)
    .toSorted((a, b) => a - b);
}

/** Values that the gauge showed, once or several times in a row; alone: between two that agree with one another and not with them. */
function runsOf(values: readonly number[]): { value: number; alone: boolean }[] {
  const runs = values.filter((value, i) => i === 0 || value !== values[i - 1]);
  return runs.map((value, i) => {
    const [before, after] = [runs[i - 1], runs[i + 1]];
    const agree = before !== undefined && after !== undefined && Math.abs(before - after) <= nearPoints;
    const alone = agree && Math.abs(value - before) > farPoints && Math.abs(value - after) > farPoints;
    return { value, alone };
  });
}

/** By the cartridges that ran low: at which level the alert began, and whether there was one. */
function lowOf(histories: readonly GaugeHistory[]): Pick<LearnedGauge, 'lowPercent' | 'alerts'> {
  const begun = histories.map(onsetsOf);
  const onsets = begun.flat().toSorted((a, b) => a - b);
  const several = begun.filter(({ length }) => length > 0).length >= enoughDevices;
  const median = onsets[Math.floor((onsets.length - 1) / 2)];
  const lowPercent =
    several && onsets.length >= enoughCartridges && median !== undefined
      ? Math.min(highestLow, Math.max(lowestLow, median))
      : null;
  return { lowPercent, alerts: alertsOf(histories, lowPercent) };
}

/** The levels at which an alert began; one that is there from the first reading on says nothing of its beginning. */
function onsetsOf(history: GaugeHistory): number[] {
  return history.flatMap(({ level, alert }, i) => {
    const before = history[i - 1];
    return alert && before && !before.alert && level.type === 'percent' ? [level.percent] : [];
  });
}

function alertsOf(histories: readonly GaugeHistory[], lowPercent: number | null): boolean | null {
  const limit = lowPercent ?? nearPoints;
  const low = histories.flatMap((history) =>
    lowSpells(history, limit).map((spell) => spell.some(({ alert }) => alert !== undefined)),
  );
  if (low.length < enoughCartridges) return null;
  const share = low.filter(Boolean).length / low.length;
  return share >= usuallyAlerts ? true : share <= seldomAlerts ? false : null;
}

/** Readings in a row at or below the limit, one list for each time that it was come to and stayed for more than one reading. */
function lowSpells(history: GaugeHistory, limit: number): GaugeHistory[] {
  const spells: { level: Level; alert?: SlotAlert }[][] = [[]];
  for (const each of history) {
    if (each.level.type === 'percent' && each.level.percent <= limit) spells.at(-1)!.push(each);
    else if (spells.at(-1)!.length > 0) spells.push([]);
  }
  return spells.filter(({ length }) => length > 1);
}
