import type { DeviceState } from '../device-life.ts';
import type { Forecast, Jump } from '../forecast/types.ts';
import type { GaugeDoubt } from '../gauges/cross-check.ts';
import type { LineKind, LineReason } from '../order/types.ts';
import type { Reason } from '../reasons.ts';
import type { SupplyKind } from '../supply-kinds.ts';
import { type OpenLine, type PlanningSettings, planningSettings, type SlotSituation } from './situation.ts';
import type { Trigger } from './trigger.ts';

/** Kinds of lines that the rules make; an exceptional one is asked for (A14). */
export type LostKind = Exclude<LineKind, 'exceptional'>;

/** Why a line is considered at all: its own slot is due, it joins a slot that is, or it replaces what was lost. */
export type LineGround =
  | { type: 'due' }
  | { type: 'consolidation' /** Slots that were due. */; dueSlotIds: string[] }
  | { type: 'lost'; kind: LostKind /** Cartridges lost. */; quantity: number };

type UnknownForecast = Extract<Forecast, { known: false }>;
type KnownForecast = Extract<Forecast, { known: true }>;

/** The forecast a line rests on, instants as ISO 8601; swaps, job use and what the stock estimate has weighed stay with the readings. */
export type StoredForecast =
  | Omit<UnknownForecast, 'swaps'>
  | (Omit<KnownForecast, 'swaps' | 'jobUse' | 'runsOutAt' | 'newestAt' | 'jump' | 'dryAt' | 'dry' | 'hiddenShare'> & {
      runsOutAt: string;
      newestAt: string;
      jump?: Omit<Jump, 'at'> & { at: string };
      dryAt?: string;
    });

/**
 * Everything that one line of an order rests on, as plain JSON: enough to say it in words, and to compute the line again
 * (`replayDecision`). Instants are ISO 8601.
 */
export interface LineDecision {
  format: 1;
  decidedAt: string;
  ground: LineGround;
  /** What was known. */
  known: {
    slotId: string;
    deviceId: string;
    siteId: string;
    accountId: string;
    key: string;
    label: string;
    kind: SupplyKind;
    supplyId: string | null;
    packSize: number;
    productTriggerDays: number | null;
    deviceState: DeviceState;
    paused: { scope: string; reason: string } | null;
    /** The device's announced end, where there was one. */
    plannedEnd?: { on: string; at: string };
    newestReadingAt: string | null;
    forecast: StoredForecast;
    shelf: number;
    keptForJobs: number;
    openLines: OpenLine[];
    cancelHold: { coverDaysAtCancel: number } | null;
    blindLinesUsed: number;
    gaugeDoubt?: GaugeDoubt;
    /** The values used and where each came from. */
    settings: PlanningSettings;
  };
  /** What followed from it. */
  found: {
    kind: LineKind;
    reason: LineReason;
    quantity: number;
    coverDays: number | null;
    coverLowDays: number | null;
    coverHighDays: number | null;
    ratePerDay: number | null;
    trigger: Trigger;
    urgent: boolean;
    /** Ids of the rules that made the line what it is. */
    rules: string[];
    reasons: Reason[];
  };
  /** What would have happened otherwise. */
  otherwise: {
    /** Without this line the slot would run dry then. */
    runsOutOn: string | null;
    /** Of a line that joins: its own order would have been due then. */
    dueOn: string | null;
    /** Were there no maximum. */
    quantityWithoutMaximum: number;
    /** With this line, the next order is due then. */
    nextDueOn: string | null;
  };
}

function storedForecast(forecast: Forecast): StoredForecast {
  if (!forecast.known) return { known: false, reason: forecast.reason };
  const { swaps: _swaps, jobUse: _jobUse, dry: _dry, hiddenShare: _hidden, ...stored } = forecast;
  const { jump, dryAt, runsOutAt, newestAt, ...figures } = stored;
  return {
    ...figures,
    runsOutAt: runsOutAt.toISOString(),
    newestAt: newestAt.toISOString(),
    ...(jump && { jump: { ...jump, at: jump.at.toISOString() } }),
    ...(dryAt && { dryAt: dryAt.toISOString() }),
  };
}

function revivedForecast(stored: StoredForecast): Forecast {
  if (!stored.known) return { ...stored, swaps: [] };
  const { jump, dryAt, runsOutAt, newestAt, ...figures } = stored;
  return {
    ...figures,
    runsOutAt: new Date(runsOutAt),
    newestAt: new Date(newestAt),
    ...(jump && { jump: { ...jump, at: new Date(jump.at) } }),
    ...(dryAt && { dryAt: new Date(dryAt) }),
    swaps: [],
    jobUse: [],
  };
}

/** The situation as stored with a line: field by field, so that nothing else of a caller's object slips in. */
export function storedSituation(s: SlotSituation): LineDecision['known'] {
  return {
    slotId: s.slotId,
    deviceId: s.deviceId,
    siteId: s.siteId,
    accountId: s.accountId,
    key: s.key,
    label: s.label,
    kind: s.kind,
    supplyId: s.supplyId,
    packSize: s.packSize,
    productTriggerDays: s.productTriggerDays,
    deviceState: s.deviceState,
    paused: s.paused,
    ...(s.plannedEnd && { plannedEnd: { on: s.plannedEnd.on, at: s.plannedEnd.at.toISOString() } }),
    newestReadingAt: s.newestReadingAt?.toISOString() ?? null,
    forecast: storedForecast(s.forecast),
    shelf: s.shelf,
    keptForJobs: s.keptForJobs,
    openLines: s.openLines.map(({ lineId, kind, outstanding, ratePerDay, backordered }) => ({
      lineId,
      kind,
      outstanding,
      ratePerDay,
      backordered,
    })),
    cancelHold: s.cancelHold,
    blindLinesUsed: s.blindLinesUsed,
    ...(s.gaugeDoubt && { gaugeDoubt: s.gaugeDoubt }),
    settings: Object.fromEntries(
      planningSettings.flatMap((name) => (s.settings[name] ? [[name, s.settings[name]]] : [])),
    ) as unknown as PlanningSettings,
  };
}

/** The situation that a stored decision was made in. */
export function revivedSituation(known: LineDecision['known']): SlotSituation {
  const { plannedEnd, ...rest } = known;
  return {
    ...rest,
    ...(plannedEnd && { plannedEnd: { on: plannedEnd.on, at: new Date(plannedEnd.at) } }),
    newestReadingAt: known.newestReadingAt === null ? null : new Date(known.newestReadingAt),
    forecast: revivedForecast(known.forecast),
  };
}
