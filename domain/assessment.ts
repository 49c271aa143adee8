import { type AgentFacts, type AgentSilence, agentSilenceOf, withheldByAgent } from './agent-silence.ts';
import { endOfLocalDate, type SiteCalendar } from './calendar.ts';
import type { DeviceState } from './device-life.ts';
import { earlySwap } from './early-swap.ts';
import { forecastAt, learnFrom } from './forecast/forecast.ts';
import { remember, type SlotMemory } from './forecast/memory.ts';
import { historyOf, type SlotHistory } from './forecast/slot-history.ts';
import type { Forecast, SlotProfile, Swap } from './forecast/types.ts';
import { gaugeDoubt } from './gauges/cross-check.ts';
import { type KnownGauge, knownGauge } from './gauges/known-gauge.ts';
import type { Observation } from './reading.ts';
import type { PlannedEnd } from './replenishment/planned-end.ts';
import type { OpenLine, SlotSituation } from './replenishment/situation.ts';
import { type SlotVerdict, verdict } from './replenishment/verdict.ts';
import type { Settings } from './settings.ts';
import { type Silence, silenceOf } from './silence.ts';
import { estimateStock, type StockEstimate, type StockFacts } from './stock-estimate.ts';
import { isCovered, type SupplyKind } from './supply-kinds.ts';
import type { IdentityCase } from './tasks.ts';
import { dayMs, earliest, latest } from './time.ts';
import { veryHighUse } from './very-high-use.ts';

/** All that is on record of one slot. */
export interface SlotFacts {
  slotId: string;
  key: string;
  label: string;
  kind: SupplyKind;
  supplyId: string | null;
  packSize: number;
  productTriggerDays: number | null;
  settings: Settings;
  /** What is known of the model's gauge. */
  gauge?: KnownGauge;
  profile: SlotProfile;
  observations: Observation[];
  /** The same observations, where they have been gone through already. */
  memory?: SlotMemory;
  jobs: { from: Date; until: Date; cartridges: number }[];
  stock: StockFacts;
  openLines: OpenLine[];
  cancelledAtCoverDays: number | null;
  blindLinesUsed: number;
  /** Units that the books have on this device's shelf (A15). */
  ledgerShelf: number;
  stockDiffersSince: Date | null;
  knownSwaps: { after: Date; at: Date }[];
}

/** All that is on record of one device. */
export interface DeviceFacts {
  deviceId: string;
  accountId: string;
  siteId: string;
  maker: string;
  serial: string;
  state: DeviceState;
  /** Under a managed contract: staff speak with the customer. */
  managed: boolean;
  enrolledAt: Date;
  /** Staff have overruled A10 for it. */
  veryHighUseAllowed: boolean;
  newestReadingAt: Date | null;
  paused: { scope: string; reason: string } | null;
  /** The last day on which it will be used, as announced: local date, `YYYY-MM-DD` (A18). */
  plannedEndOn: string | null;
  /** The open case about which device its serial number belongs to (A01). */
  heldByCase?: IdentityCase | null;
  calendar: SiteCalendar;
  /** In force for the site. */
  settings: Settings;
  silentSince: Date | null;
  /** Stages of the present silence that have been dealt with. */
  recordedStages: { stage: number }[];
  /** The agent through which it was last heard of; null: another way, or never. */
  agent: AgentFacts | null;
  slots: SlotFacts[];
}

/** What the assessment makes of one slot. */
export interface SlotAssessment {
  slot: SlotFacts;
  forecast: Forecast;
  stock: StockEstimate;
  situation: SlotSituation;
  verdict: SlotVerdict;
  /** Swaps that are not on record yet. */
  newSwaps: (Swap & { early: 'yes' | 'no' | 'unknown' })[];
  stockDiffersSince: Date | null;
}

export interface DeviceAssessment {
  slots: SlotAssessment[];
  silence: Silence;
  /** How its agent stands, where it is read by one. */
  agent: AgentSilence | null;
  /** Slots that use too much, with their cartridges in each of the last complete weeks, newest first (A10). */
  veryHighUse: { slot: string; perWeek: number[] }[];
  orderWanted: boolean;
  /** Look again then, even if nothing is reported. */
  wake: { at: Date; because: string };
  nextOrderAt: Date | null;
}

/** What the device's workflow learns of an assessment, and its history keeps: small plain JSON. */
export interface Assessment {
  phase: 'active' | 'paused' | 'set-aside' | 'ended';
  siteId: string;
  orderWanted: boolean;
  remind: boolean;
  setAside: boolean;
  wakeAt: string | null;
  wakeBecause: string;
  nextOrderAt: string | null;
  silent: boolean;
  summary: string;
  /** After so many readings its workflow goes on in a new run; absent: the worker that assessed did not say yet. */
  readingsPerRun?: number;
}

/** A device that nothing is due for is looked at this often, so that no deadline rests on one timer alone. */
const looksAgainDays = 7;

/** The whole judgement of a device from its facts: forecast, stock, what is due (A05–A11), silence (A16), very high use (A10). */
export function assessDevice(facts: DeviceFacts, now: Date): DeviceAssessment {
  const active = facts.state === 'enrolled';
  const histories = new Map(facts.slots.map((slot) => [slot, historyOf(memoryOf(slot), slot.jobs)]));
  const veryHighUse = active && !facts.veryHighUseAllowed ? veryHighSlots(facts, histories, now) : [];
  // Nothing is ordered for it from the moment that it is seen, though being set aside is written down a little later (A10).
  const judged: DeviceFacts = veryHighUse.length > 0 ? { ...facts, state: 'set-aside' } : facts;
  const slots = facts.slots.map((slot) => assessSlot(judged, slot, histories.get(slot)!, now));
  const agent = facts.agent && agentSilenceOf(facts.agent, facts.settings, now);
  const own = silenceOf({
    newestReadingAt: facts.newestReadingAt,
    enrolledAt: facts.enrolledAt,
    now,
    settings: facts.settings,
    recorded: facts.recordedStages,
  });
  const silence = agent ? withheldByAgent(own, agent) : own;
  return {
    slots,
    silence,
    agent,
    veryHighUse,
    orderWanted: slots.some(({ verdict }) => verdict.state === 'due' || verdict.state === 'surge-due'),
    wake: wakeUp(slots, silence, agent, active, now),
    nextOrderAt: earliest(slots.map(({ verdict }) => verdict.dueAt)),
  };
}

const memoryOf = ({ memory, profile, settings, observations }: SlotFacts): SlotMemory =>
  memory ?? remember({ profile, confirmationHours: settings.confirmationHours.value }, observations);

/**
 * What is on record has happened, though its instant be later: a carrier's clock is ahead, or a decision that was tried again is of a while
 * ago. A line that was delivered is not open any more, so its cartridges must be on the shelf, or they are ordered a second time (A09).
 */
const whenKnown = ({ deliveries, counts, adjustments }: StockFacts, now: Date): Date =>
  latest([now, ...[...deliveries, ...counts, ...adjustments].map(({ at }) => at)])!;

function assessSlot(device: DeviceFacts, slot: SlotFacts, history: SlotHistory, now: Date): SlotAssessment {
  const forecast = forecastAt(learnFrom(history), now);
  const estimate = estimateStock({
    ...slot.stock,
    swaps: [...forgottenSwaps(slot, forecast.swaps), ...forecast.swaps],
    ...(forecast.known && { dry: forecast.dry, hiddenShare: forecast.hiddenShare }),
    calendar: device.calendar,
    now: whenKnown(slot.stock, now),
  });
  // What is not covered (A04) comes from elsewhere: the books do not follow it, and nothing contradicts them (A15).
  const followed = isCovered(slot.kind);
  const stock = followed ? estimate : { ...estimate, contradictions: [] };
  const situation: SlotSituation = {
    slotId: slot.slotId,
    deviceId: device.deviceId,
    siteId: device.siteId,
    accountId: device.accountId,
    key: slot.key,
    label: slot.label,
    kind: slot.kind,
    supplyId: slot.supplyId,
    packSize: slot.packSize,
    settings: slot.settings,
    productTriggerDays: slot.productTriggerDays,
    deviceState: device.state,
    paused: device.paused,
    heldByCase: device.heldByCase,
    plannedEnd: plannedEndOf(device),
    newestReadingAt: device.newestReadingAt,
    forecast,
    shelf: stock.shelf,
    keptForJobs: keptForJobs(slot.jobs, forecast, now),
    openLines: slot.openLines,
    cancelHold: slot.cancelledAtCoverDays === null ? null : { coverDaysAtCancel: slot.cancelledAtCoverDays },
    blindLinesUsed: slot.blindLinesUsed,
    gaugeDoubt: gaugeDoubt(
      slot.observations,
      slot.gauge ?? knownGauge(null, null),
      slot.settings.confirmationHours.value,
    ),
  };
  const differs = followed && Math.abs(stock.shelf - slot.ledgerShelf) >= 1;
  return {
    slot,
    forecast,
    stock,
    situation,
    verdict: verdict(situation, now),
    newSwaps: forecast.swaps
      // Most likely the newest on record.
      .filter((swap) => slot.knownSwaps.findLast((known) => overlap(known, swap)) === undefined)
      .map((swap) => ({
        ...swap,
        early: earlySwap(swap, slot.settings.earlySwapPercent.value, forecast),
      })),
    stockDiffersSince: differs ? (slot.stockDiffersSince ?? now) : null,
  };
}

/** A18: an announced end, unless a reading since shows that the device is used beyond it. */
function plannedEndOf({ plannedEndOn: on, calendar, newestReadingAt }: DeviceFacts): PlannedEnd | null {
  if (on === null) return null;
  const at = endOfLocalDate(calendar.timeZone, on);
  return newestReadingAt !== null && newestReadingAt >= at ? null : { on, at };
}

/** A14: what is left of the cartridges of jobs whose windows run; they become regular stock at its end. */
function keptForJobs(jobs: SlotFacts['jobs'], forecast: Forecast, now: Date): number {
  const left = jobs.map(({ until, cartridges }, i) =>
    until > now ? cartridges - (forecast.known ? (forecast.jobUse[i] ?? 0) : 0) : 0,
  );
  // A twentieth of a cartridge is noise of the gauge.
  return left.reduce((sum, cartridges) => sum + Math.max(0, Math.ceil(cartridges - 0.05)), 0);
}

const overlap = (a: { after: Date; at: Date }, b: { after: Date; at: Date }) =>
  a.after.getTime() < b.at.getTime() && b.after.getTime() < a.at.getTime();

/** A15: swaps on record that the readings do not reach back to any more. Their cartridges have left the shelf all the same. */
function forgottenSwaps({ knownSwaps, observations }: SlotFacts, seen: readonly Swap[]): Swap[] {
  const oldest = observations[0]?.at.getTime() ?? Infinity;
  return knownSwaps.filter((known) => known.after.getTime() < oldest && !seen.some((swap) => overlap(known, swap)));
}

/** A10, over the covered slots: one that uses too many sets the whole device aside. */
function veryHighSlots(
  facts: DeviceFacts,
  histories: ReadonlyMap<SlotFacts, SlotHistory>,
  now: Date,
): DeviceAssessment['veryHighUse'] {
  return facts.slots
    .filter(({ kind }) => isCovered(kind))
    .flatMap((slot) => {
      const { veryHigh, weeks } = veryHighUse({
        history: histories.get(slot)!,
        now,
        timeZone: facts.calendar.timeZone,
        weeks: slot.settings.veryHighUseWeeks.value,
        perWeek: slot.settings.veryHighUsePerWeek.value,
        reportingDaysPerWeek: slot.settings.veryHighUseReportingDays.value,
      });
      return veryHigh ? [{ slot: slot.label, perWeek: weeks.map(({ cartridges }) => cartridges) }] : [];
    });
}

function wakeUp(
  slots: SlotAssessment[],
  silence: Silence,
  agent: AgentSilence | null,
  active: boolean,
  now: Date,
): { at: Date; because: string } {
  const candidates: { at: Date | null; because: string }[] = [
    { at: silence.nextStageAt, because: 'silent until then: a reminder is due' },
    { at: agent?.nextStageAt ?? null, because: 'its agent silent until then: a reminder is due' },
    ...(active
      ? slots.map(({ slot, verdict }) => ({
          at: verdict.dueAt,
          because: `${slot.label}: cover reaches ${Math.round(verdict.trigger.days)} days`,
        }))
      : []),
    { at: new Date(now.getTime() + looksAgainDays * dayMs), because: 'a regular look' },
  ];
  // What is due already is being dealt with; the next look is what comes after.
  return candidates
    .filter((candidate): candidate is { at: Date; because: string } => candidate.at !== null && candidate.at > now)
    .reduce((first, next) => (next.at < first.at ? next : first));
}
