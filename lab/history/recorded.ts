import { basename } from 'node:path';
import { remember } from '../../domain/forecast/memory.ts';
import { historyOf } from '../../domain/forecast/slot-history.ts';
import type { Observation } from '../../domain/reading.ts';
import { resolveSettings } from '../../domain/settings.ts';
import { isCovered, type SupplyKind, supplyKinds } from '../../domain/supply-kinds.ts';
import { dayMs } from '../../domain/time.ts';
import { UsageError } from '../options.ts';
import { Days } from '../simulator/days.ts';
import type { WorldPlan } from '../simulator/generate.ts';
import { scenarios } from '../simulator/scenarios.ts';
import { type DevicePlan, lookAheadDays, type SitePlan, type SlotPlan } from '../simulator/types.ts';
import { type RecordedReading, readHistory } from './readings.ts';

/** Only the supplier is invented; what devices used, when they were silent and how their gauges speak is as recorded. */
const around = { ...scenarios.everyday, late: 0, doubled: 0, borrows: 0 };

/** A slot that is not seen to use anything of a cartridge by then tells nothing. */
const leastUse = 0.2;
/** A longer history holds a wrong clock, or more than a run should take. */
const mostDays = 1500;
/** Where neither pages nor a catalogue tell. */
const someYieldPages = 5000;

const dayOf = (takenAt: string) => Math.floor(Date.parse(takenAt) / dayMs);

/**
 * The use that real readings show, as a world: day by day each slot uses what it used then, and other rules order for it. Gauges speak
 * in the steps that they were found to have; warehouse and carrier are invented, by `seed`.
 */
export async function recordedWorld(files: readonly string[], seed: string): Promise<WorldPlan> {
  const sites = new Map<string, Map<string, RecordedReading[]>>();
  for (const file of files) sites.set(basename(file, '.ndjson'), await readHistory(file));
  const all = [...sites.values()].flatMap((devices) => [...devices.values()].flat());
  if (all.length === 0) throw new UsageError('--history: the files hold no readings.');
  const first = all.reduce((day, { takenAt }) => Math.min(day, dayOf(takenAt)), Number.POSITIVE_INFINITY);
  const last = all.reduce((day, { takenAt }) => Math.max(day, dayOf(takenAt)), 0);
  const runDays = last - first + 1;
  if (runDays > mostDays) {
    throw new UsageError(
      `--history: the readings span ${runDays} days, more than ${mostDays}. Export later ones only (--since), or mend clocks.`,
    );
  }
  const days = new Days(new Date(first * dayMs).toISOString().slice(0, 10), runDays + lookAheadDays);
  const plans = [...sites].map(([id, devices]): SitePlan => {
    const known = [...devices].flatMap(([device, readings]) => deviceOf(device, id, readings, first, runDays) ?? []);
    const busy = (day: number) => known.some(({ pages }) => pages[day]! > 0);
    const activity = Float64Array.from(days.dates, (_, day) => Number(day < runDays ? busy(day) : days.business[day]));
    return { id, activity, devices: known };
  });
  return { seed, scenario: around, days, runDays, sites: plans };
}

function deviceOf(
  id: string,
  siteId: string,
  readings: RecordedReading[],
  first: number,
  runDays: number,
): DevicePlan | undefined {
  const heard = new Set(readings.map(({ takenAt }) => dayOf(takenAt) - first));
  const enrolsOn = Math.min(...heard);
  const keys = [...new Set(readings.flatMap(({ levels }) => levels.map(({ key }) => key)))];
  const counter = countsOf(readings, first, runDays);
  const slots = keys.flatMap((key) => slotOf(`${id}/${key}`, key, readings, first, runDays, counter) ?? []);
  if (slots.length === 0) return undefined;
  const uses = Float64Array.from({ length: runDays }, (_, day) =>
    slots.reduce((sum, { used }) => sum + used[day]! - (used[day - 1] ?? 0), 0),
  );
  const { maker, model } = readings[0]!.device;
  return {
    id,
    siteId,
    model: `${maker} ${model ?? ''}`.trim(),
    type: 'recorded',
    enrolsOn,
    endsOn: Number.POSITIVE_INFINITY,
    endAnnounced: false,
    veryHigh: false,
    pages: counter?.map(pagesOn) ?? uses,
    counterStart: counter ? counter[0]! : null,
    cartridgeSerials: readings.some(({ levels }) => levels.some(({ supplySerial }) => supplySerial !== undefined)),
    job: null,
    early: 0,
    shakes: false,
    mute: 0,
    silentDays: new Set(Array.from({ length: runDays }, (_, day) => day).filter((day) => !heard.has(day))),
    wrongClocks: [],
    slots,
  };
}

/** The counter on the evening of each day, on a straight line between readings; undefined where the device has none. */
function countsOf(readings: readonly RecordedReading[], first: number, runDays: number): Float64Array | undefined {
  const points = readings.flatMap(({ takenAt, pages }) =>
    pages ? [{ at: Date.parse(takenAt), value: pages.count }] : [],
  );
  return points.length > 1 ? eachEvening(points, first, runDays) : undefined;
}

/** A counter that falls back was replaced; nothing is known of that day. */
const pagesOn = (count: number, day: number, counter: Float64Array) => Math.max(0, count - (counter[day - 1] ?? count));

const printed = (counter: Float64Array) => counter.map(pagesOn).reduce((sum, pages) => sum + pages, 0);

function eachEvening(points: readonly { at: number; value: number }[], first: number, runDays: number): Float64Array {
  let index = 0;
  return Float64Array.from({ length: runDays }, (_, day) => {
    const at = (first + day + 1) * dayMs;
    while (index < points.length - 1 && points[index + 1]!.at <= at) index += 1;
    const [before, after] = [points[index]!, points[index + 1]];
    if (!after || at <= before.at) return before.value;
    return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at);
  });
}

function slotOf(
  id: string,
  key: string,
  readings: readonly RecordedReading[],
  first: number,
  runDays: number,
  counter: Float64Array | undefined,
): SlotPlan | undefined {
  const told = readings.flatMap((reading) =>
    reading.levels.filter((level) => level.key === key).map((level) => ({ ...level, reading })),
  );
  const kind = told.find((each) => each.kind !== undefined)?.kind ?? 'toner';
  if (!Object.hasOwn(supplyKinds, kind) || !isCovered(kind as SupplyKind)) return undefined;
  const settings = resolveSettings({});
  const profile = { lowShare: settings.lowSharePercent.value / 100 };
  const observations = told.map(
    ({ level, supplySerial, reading }): Observation => ({
      at: new Date(reading.takenAt),
      level,
      pages: reading.pages?.count,
      supplySerial,
    }),
  );
  const memory = remember({ profile, confirmationHours: settings.confirmationHours.value }, observations);
  const history = historyOf(memory);
  if (!history.told) return undefined;
  const { points } = history.trace.curve;
  const used = eachEvening(
    points.map(({ at, use }) => ({ at, value: use })),
    first,
    runDays,
  );
  const cartridges = used.at(-1)!;
  if (cartridges < leastUse) return undefined;
  const states = told.every(({ level }) => level.type !== 'percent');
  const { stepPoints, noise } = memory.gauge;
  return {
    id,
    key,
    kind: kind as SlotPlan['kind'],
    sku:
      told.find(({ partNumber }) => partNumber)?.partNumber ??
      `${readings[0]!.device.model ?? readings[0]!.device.maker} ${key}`,
    ratedYieldPages: counter ? Math.max(1, Math.round(printed(counter) / cartridges)) : someYieldPages,
    gauge: { step: states ? 'states' : stepPoints, bend: 0, reserve: 0, roundsUp: stepPoints >= 10, noise },
    used,
    start: { left: firstShare(told), spares: 0, told: false },
    partUsedDays: new Set(),
  };
}

/** What the first percentage says; of gauges without one, half. */
function firstShare(told: readonly { level: Observation['level'] }[]): number {
  const first = told.find(({ level }) => level.type === 'percent')?.level;
  return first?.type === 'percent' ? Math.min(1, Math.max(0.02, first.percent / 100)) : 0.5;
}
