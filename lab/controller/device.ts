import type { DeviceFacts, SlotFacts } from '../../domain/assessment.ts';
import type { SiteCalendar } from '../../domain/calendar.ts';
import { advance, blankMemory, remember, type SlotMemory } from '../../domain/forecast/memory.ts';
import { type KnownGauge, knownGauge, lowShareOf, readGauge } from '../../domain/gauges/known-gauge.ts';
import type { Level, Observation } from '../../domain/reading.ts';
import type { Settings } from '../../domain/settings.ts';
import { plausibleInstant } from '../../domain/silence.ts';
import type { SupplyKind } from '../../domain/supply-kinds.ts';
import { jobsOf, type Line, openLines, stockOf } from './lines.ts';
import type { EnrolledDevice, ReadingMessage, SupplyMessage } from './protocol.ts';

/** What the product would have on record of one slot. */
export interface SlotRecord {
  facts: SlotFacts & { memory: SlotMemory; gauge: KnownGauge };
  /** As they came; the facts have them as the model's gauge is to be understood. */
  readings: Observation[];
  lines: Line[];
}

/** What the product would have on record of one device. */
export interface DeviceRecord {
  facts: DeviceFacts;
  model: string;
  slots: Map<string, SlotRecord>;
  instants: Set<number>;
}

export function enrol(message: EnrolledDevice, at: Date, calendar: SiteCalendar, settings: Settings): DeviceRecord {
  const slots = new Map<string, SlotRecord>(
    message.supplies.map((supply) => {
      const profile = { lowShare: settings.lowSharePercent.value / 100, ratedYieldPages: supply.yield_pages };
      const facts = {
        slotId: `${message.device}/${supply.k}`,
        key: supply.k,
        label: supply.k,
        kind: supply.kind as SupplyKind,
        supplyId: supply.sku,
        packSize: 1,
        productTriggerDays: null,
        settings,
        profile,
        gauge: knownGauge(null, null),
        observations: [] as Observation[],
        memory: blankMemory({ profile, confirmationHours: settings.confirmationHours.value }),
        jobs: [],
        stock: { start: { units: supply.stock, at }, deliveries: [], inTransit: [], counts: [], adjustments: [] },
        openLines: [],
        cancelledAtCoverDays: null,
        blindLinesUsed: 0,
        ledgerShelf: 0,
        stockDiffersSince: null,
        knownSwaps: [],
      } satisfies SlotFacts;
      return [supply.k, { facts, readings: [], lines: [] }];
    }),
  );
  return {
    model: message.model,
    slots,
    instants: new Set(),
    facts: {
      deviceId: message.device,
      accountId: 'customer',
      siteId: message.site,
      maker: message.model,
      serial: message.device,
      state: 'enrolled',
      managed: false,
      enrolledAt: at,
      veryHighUseAllowed: false,
      newestReadingAt: null,
      paused: null,
      plannedEndOn: null,
      calendar,
      settings,
      silentSince: null,
      recordedStages: [],
      agent: null,
      slots: [...slots.values()].map(({ facts }) => facts),
    },
  };
}

/** What the lines have become is seen by the next assessment. */
export function refreshLines(slot: SlotRecord): void {
  Object.assign(slot.facts.stock, stockOf(slot.lines));
  slot.facts.openLines = openLines(slot.lines);
  slot.facts.jobs = jobsOf(slot.lines, slot.facts.settings);
}

/** Stores a reading as the product does: one for each instant of a device, at its receipt where the clock is implausible (A16). */
export function read(device: DeviceRecord, message: ReadingMessage, receivedAt: Date): void {
  const { clockAheadMinutes, clockBehindDays } = device.facts.settings;
  const takenAt = new Date(`${message.ts}Z`);
  const { at } = plausibleInstant({
    takenAt,
    receivedAt,
    aheadMinutes: clockAheadMinutes.value,
    behindDays: clockBehindDays.value,
  });
  if (device.instants.has(takenAt.getTime())) return;
  device.instants.add(takenAt.getTime());
  if (!device.facts.newestReadingAt || at > device.facts.newestReadingAt) device.facts.newestReadingAt = at;
  for (const supply of message.supplies) {
    const observation: Observation = {
      at,
      level: levelOf(supply),
      pages: message.pages,
      supplySerial: supply.serial,
    };
    const slot = device.slots.get(supply.k);
    if (!slot) continue;
    const { facts } = slot;
    slot.readings.push(observation);
    const seen = throughGauge(observation, facts.gauge);
    facts.observations.push(seen);
    facts.memory = advance(facts.memory, seen);
  }
}

const throughGauge = (observation: Observation, gauge: KnownGauge): Observation => ({
  ...observation,
  level: readGauge(observation.level, gauge, null),
});

/** The catalogue has learnt what the model's gauge can tell: the history is seen with that. */
export function setGauge({ facts, readings }: SlotRecord, gauge: KnownGauge): void {
  if (JSON.stringify(gauge) === JSON.stringify(facts.gauge)) return;
  facts.gauge = gauge;
  facts.profile = { ...facts.profile, lowShare: lowShareOf(facts.settings.lowSharePercent, gauge) };
  facts.observations = readings.map((observation) => throughGauge(observation, gauge));
  facts.memory = remember({ ...facts.memory.options, profile: facts.profile }, facts.observations);
}

/** A catalogue is not changed for less than this part of a rate. */
const worthChanging = 0.25;

/** The catalogue has learnt another usual rate: the history is seen with that. */
export function setUsualRate({ facts }: SlotRecord, usualRatePerDay: number): void {
  const before = facts.profile.usualRatePerDay ?? 0;
  if (Math.abs(usualRatePerDay - before) <= worthChanging * before) return;
  facts.profile = { ...facts.profile, usualRatePerDay };
  facts.memory = remember({ ...facts.memory.options, profile: facts.profile }, facts.observations);
}

function levelOf({ level, low }: SupplyMessage): Level {
  if (low !== undefined) return { type: 'state', state: level === 0 ? 'empty' : low ? 'low' : 'ok' };
  if (level === -3) return { type: 'some' };
  return level < 0 ? { type: 'unknown' } : { type: 'percent', percent: level };
}
