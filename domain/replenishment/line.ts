import type { LineKind, LineReason } from '../order/types.ts';
import { type Reason, reason } from '../reasons.ts';
import { plusDays } from '../time.ts';
import { heldByCancellation } from './cancel-hold.ts';
import { coverDays, coverInterval } from './cover.ts';
import { type LineDecision, type LineGround, type LostKind, revivedSituation, storedSituation } from './decision.ts';
import { coverBeforeJump } from './facts.ts';
import { lastsToPlannedEnd, neededUntilPlannedEnd } from './planned-end.ts';
import { type OrderQuantity, orderQuantity } from './quantity.ts';
import type { SlotSituation } from './situation.ts';
import { triggerOf } from './trigger.ts';
import { type SlotState, type SlotVerdict, verdict } from './verdict.ts';

/** One line of an order to be made, with all it rests on. */
export interface PlannedLine {
  slotId: string;
  deviceId: string;
  supplyId: string;
  kind: LineKind;
  reason: LineReason;
  quantity: number;
  coverDays: number | null;
  ratePerDay: number | null;
  /** Less cover than the urgent limit: the whole order leaves at once (A11). */
  urgent: boolean;
  decision: LineDecision;
}

interface Outcome {
  kind: LineKind;
  reason: LineReason;
  quantity: number;
  /** Were there no maximum. */
  wanted: number;
  rules: string[];
  reasons: Reason[];
}

function quantityOf(s: SlotSituation, now: Date): OrderQuantity {
  const ratePerDay = s.forecast.known ? s.forecast.rate.perDay : 0;
  const untilEnd = neededUntilPlannedEnd(s, now);
  return orderQuantity({ ratePerDay, packSize: s.packSize, settings: s.settings, untilEnd });
}

function quantityReasons(s: SlotSituation, { quantity, wanted, capped, untilEnd }: OrderQuantity): Reason[] {
  return [
    untilEnd && s.plannedEnd
      ? reason('quantity-until-end', { quantity, on: s.plannedEnd.on })
      : reason('quantity-for-days', { quantity, days: s.settings.coverageDays.value }),
    ...(s.packSize > 1 ? [reason('quantity-pack', { pack: s.packSize })] : []),
    ...(capped ? [reason('quantity-above-maximum', { wanted, maximum: s.settings.maxCartridges.value })] : []),
  ];
}

/** A07, and A18 where an announced end makes it less. */
const quantityRules = ({ untilEnd }: OrderQuantity) => (untilEnd ? ['A07', 'A18'] : ['A07']);

function dueOutcome(s: SlotSituation, { line, rule, reasons }: SlotVerdict, now: Date): Outcome | null {
  if (!line) return null;
  const ordered = quantityOf(s, now);
  const { quantity, wanted } = ordered;
  const rules = [...new Set(['A06', rule, ...quantityRules(ordered)])];
  return { ...line, quantity, wanted, rules, reasons: [...reasons, ...quantityReasons(s, ordered)] };
}

/**
 * A08: joins an order of its site when its forecast is known, its cover is within the window, it has no open line (exceptional ones
 * apart, A14) and is not held by a cancellation. Its verdict is 'ok', so its device is enrolled, active and reporting, and what is
 * within the window only through an unconfirmed jump stays out (A05).
 */
function joiningOutcome(s: SlotSituation, found: SlotVerdict, now: Date): Outcome | null {
  const window = s.settings.consolidationDays.value;
  const cover = found.coverDays;
  if (found.state !== 'ok' || cover === null || Math.max(cover, coverBeforeJump(s) ?? 0) > window) return null;
  if (s.openLines.some(({ kind }) => kind !== 'exceptional') || heldByCancellation(s, cover)) return null;
  const ordered = quantityOf(s, now);
  return {
    kind: 'regular',
    reason: 'consolidation',
    quantity: ordered.quantity,
    wanted: ordered.wanted,
    rules: ['A08', ...quantityRules(ordered)],
    reasons: [reason('consolidated', { cover, window }), ...quantityReasons(s, ordered)],
  };
}

/** Verdicts in which nothing is ordered, not even again. */
const notOrderable: ReadonlySet<SlotState> = new Set([
  'inactive',
  'paused',
  'set-aside',
  'held-by-case',
  'not-covered',
]);

/**
 * A09: what was lost is ordered again at once, as many as were lost, as a line of the same kind, whatever the cover; but for what the
 * device will not use before its announced end (A18).
 */
function lostOutcome(
  s: SlotSituation,
  found: SlotVerdict,
  lost: { kind: LostKind; quantity: number },
  now: Date,
): Outcome | null {
  const { kind } = lost;
  if (notOrderable.has(found.state) || s.openLines.some((line) => line.kind === kind)) return null;
  if (lastsToPlannedEnd(s, found.coverDays, now)) return null;
  const quantity = Math.min(lost.quantity, Math.max(1, Math.ceil(neededUntilPlannedEnd(s, now) ?? Infinity)));
  return {
    kind,
    reason: 'lost',
    quantity,
    wanted: quantity,
    rules: ['A09'],
    reasons: [reason('lost-again', { quantity })],
  };
}

function outcomeOf(s: SlotSituation, found: SlotVerdict, ground: LineGround, now: Date): Outcome | null {
  if (ground.type === 'due') return dueOutcome(s, found, now);
  if (ground.type === 'consolidation') return joiningOutcome(s, found, now);
  return lostOutcome(s, found, ground, now);
}

/** A11: less than 7 days of cover. A jump that nothing confirms makes no order leave at once (A05). */
function isUrgent(s: SlotSituation, cover: number | null): boolean {
  return cover !== null && Math.max(cover, coverBeforeJump(s) ?? 0) < s.settings.urgentDays.value;
}

/**
 * Days until the next order is due once the line's cartridges are there, too; null where no next one is in sight. An accepted risk is of
 * all that is there then (A06); without one the trigger stays where it is.
 */
function nextDueInDays(
  s: SlotSituation,
  { trigger, coverDays: cover }: SlotVerdict,
  line: Outcome,
  now: Date,
): number | null {
  const ratePerDay = s.forecast.known ? s.forecast.rate.perDay : 0;
  if (cover === null || ratePerDay === 0) return null;
  if (lastsToPlannedEnd(s, cover + line.quantity / ratePerDay, now)) return null;
  if (!s.settings.riskPercent?.value) return cover - trigger.days + line.quantity / ratePerDay;
  const made = { lineId: '', kind: line.kind, outstanding: line.quantity, ratePerDay, backordered: false };
  const then = { ...s, openLines: [...s.openLines, made] };
  return (coverDays(then) ?? 0) - triggerOf(then).days;
}

/** The line that these grounds give in this situation, or null where the rules give none. Pure: the same input, the same line. */
export function planLine(s: SlotSituation, now: Date, ground: LineGround): PlannedLine | null {
  const found = verdict(s, now);
  const outcome = outcomeOf(s, found, ground, now);
  if (!outcome || s.supplyId === null) return null;
  const { kind, quantity, wanted, rules } = outcome;
  const cover = found.coverDays;
  const interval = coverInterval(s);
  const ratePerDay = s.forecast.known ? s.forecast.rate.perDay : null;
  const urgent = isUrgent(s, cover);
  const inDays = (days: number | null) => (days === null ? null : plusDays(now, days).toISOString());
  const nextDueIn = nextDueInDays(s, found, outcome, now);
  const dueIn = cover === null ? null : cover - found.trigger.days;
  const otherwise: LineDecision['otherwise'] = {
    runsOutOn: inDays(cover),
    dueOn: ground.type === 'consolidation' ? inDays(dueIn) : null,
    quantityWithoutMaximum: wanted,
    nextDueOn: nextDueIn === null ? null : inDays(Math.min(nextDueIn, 36_500)),
  };
  const reasons = [
    ...outcome.reasons,
    ...(urgent ? [reason('urgent', { limit: s.settings.urgentDays.value })] : []),
    ...(otherwise.dueOn ? [reason('otherwise-due', { on: otherwise.dueOn })] : []),
    ...(otherwise.runsOutOn ? [reason('otherwise-runs-out', { on: otherwise.runsOutOn })] : []),
  ];
  const line = { kind, reason: outcome.reason, quantity, coverDays: cover, ratePerDay, urgent };
  return {
    slotId: s.slotId,
    deviceId: s.deviceId,
    supplyId: s.supplyId,
    ...line,
    decision: {
      format: 1,
      decidedAt: now.toISOString(),
      ground,
      known: storedSituation(s),
      found: {
        ...line,
        coverLowDays: interval?.low ?? null,
        coverHighDays: interval?.high ?? null,
        trigger: found.trigger,
        rules,
        reasons,
      },
      otherwise,
    },
  };
}

/** The line computed again from what a decision has stored; the same as the one made, unless the rules have changed since. */
export function replayDecision(decision: LineDecision): PlannedLine | null {
  return planLine(revivedSituation(decision.known), new Date(decision.decidedAt), decision.ground);
}
