import type { Level, Observation } from '../reading.ts';

/** An observation made fit to compute with: a finite instant in milliseconds, a level within its range. */
export interface Sample {
  at: number;
  level: Level;
  pages?: number;
  supplySerial?: string;
  alert?: 'low' | 'empty';
}

/**
 * A05: in order of time, one sample per instant whatever was doubled or came late. Above 100 % counts as 100 (a full
 * cartridge misreported), below 0 as unknown; unknown is never zero. Of doubles that contradict each other the one that
 * says most is kept, then the lower level, so that the result does not depend on the order of arrival.
 */
export function cleanObservations(observations: readonly Observation[]): Sample[] {
  const samples = observations.flatMap((observation) => cleanObservation(observation) ?? []);
  samples.sort((a, b) => a.at - b.at || preference(a, b));
  return samples.filter((sample, index) => sample.at !== samples[index - 1]?.at);
}

/** One observation made fit to compute with; undefined where it has no instant. */
export function cleanObservation({ at: instant, level, pages, supplySerial, alert }: Observation): Sample | undefined {
  const at = instant.getTime();
  if (!Number.isFinite(at)) return undefined;
  const cleaned = cleanLevel(level);
  const mute = cleaned.type === 'some' || cleaned.type === 'unknown';
  return {
    at,
    // Where the gauge says nothing of the amount, the device's own alert about the slot is its level, and confirms nothing besides.
    level: mute && alert ? { type: 'state', state: alert } : cleaned,
    pages: pages !== undefined && Number.isFinite(pages) && pages >= 0 ? pages : undefined,
    supplySerial: supplySerial?.trim() || undefined,
    alert: mute ? undefined : alert,
  };
}

function cleanLevel(level: Level): Level {
  if (level.type !== 'percent') return level;
  if (!Number.isFinite(level.percent) || level.percent < 0) return { type: 'unknown' };
  const known = level.resolution !== undefined && Number.isFinite(level.resolution) && level.resolution > 0;
  return { type: 'percent', percent: Math.min(100, level.percent), resolution: known ? level.resolution : undefined };
}

const tellsMost: Record<Level['type'], number> = { percent: 0, state: 1, some: 2, unknown: 3 };
const lowestFirst = { empty: 0, low: 1, ok: 2 };

function height({ level }: Sample): number {
  if (level.type === 'percent') return level.percent;
  return level.type === 'state' ? lowestFirst[level.state] : 0;
}

/** Any total order of contents would do; this one errs towards the information that matters. */
export function preference(a: Sample, b: Sample): number {
  return (
    tellsMost[a.level.type] - tellsMost[b.level.type] ||
    height(a) - height(b) ||
    (b.pages ?? -1) - (a.pages ?? -1) ||
    alphabetically(a.supplySerial, b.supplySerial) ||
    alphabetically(a.alert, b.alert) ||
    resolutionOf(a) - resolutionOf(b)
  );
}

/** By code unit: unlike a locale's order, it tells all different texts apart. */
function alphabetically(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function resolutionOf({ level }: Sample): number {
  return level.type === 'percent' ? (level.resolution ?? 0) : 0;
}
