import { deviceStateMeanings } from '../device-life.ts';
import type { LineKind, LineReason } from '../order/types.ts';
import { type Reason, type ReasonCode, reason } from '../reasons.ts';
import { isCovered } from '../supply-kinds.ts';
import { plusDays } from '../time.ts';
import { cancelHoldEndsAt, heldByCancellation } from './cancel-hold.ts';
import { coverInterval } from './cover.ts';
import { atTrigger, beforeJump, type DueReason, factsOf, reaches, type VerdictFacts } from './facts.ts';
import { lastsToPlannedEnd } from './planned-end.ts';
import type { SlotSituation } from './situation.ts';
import { nextLookDays, type Trigger } from './trigger.ts';

export const slotStates = [
  'due',
  'surge-due',
  'waiting-confirmation',
  'on-order',
  'ok',
  'held-by-cancellation',
  'held-by-case',
  'covered-to-end',
  'not-covered',
  'no-forecast',
  'no-fresh-reading',
  'paused',
  'set-aside',
  'inactive',
] as const;
export type SlotState = (typeof slotStates)[number];

export interface SlotVerdict {
  state: SlotState;
  coverDays: number | null;
  trigger: Trigger;
  /** When the slot's next order is due at this rate, in the past when it is due; null where none is in sight. */
  dueAt: Date | null;
  reasons: Reason[];
  /** The rule that decided. */
  rule: string;
  /** The line to make, when one is due. */
  line: { kind: LineKind; reason: LineReason } | null;
}

interface Finding {
  state: SlotState;
  reasons: Reason[];
  dueAt?: Date | null;
}

/** A18: nothing is ordered for a device that is paused or gone. */
function lifeRule({ s }: VerdictFacts): Finding | null {
  if (s.deviceState === 'paused') return { state: 'paused', reasons: [reason('device-paused')] };
  if (!deviceStateMeanings[s.deviceState].ended) return null;
  const code = `device-${s.deviceState}` as Extract<ReasonCode, `device-${string}`>;
  return { state: 'inactive', reasons: [{ code }] };
}

/** A04: only covered kinds of a known supply are ordered; the others are tracked and shown. */
function coverageRule(f: VerdictFacts): Finding | null {
  if (isCovered(f.s.kind)) {
    return f.s.supplyId === null ? { state: 'not-covered', reasons: [reason('supply-unknown')] } : null;
  }
  const reached =
    f.fresh && atTrigger(f) && f.cover !== null ? [reason('item-reached-trigger', { cover: f.cover })] : [];
  return { state: 'not-covered', reasons: [reason('not-covered'), ...reached] };
}

/** A10: a device set aside gets no new orders. */
function setAsideRule({ s }: VerdictFacts): Finding | null {
  return s.deviceState === 'set-aside' ? { state: 'set-aside', reasons: [reason('device-set-aside')] } : null;
}

/** A19: a pause of ordering, for the device, the site, the account or all. */
function pauseRule({ s }: VerdictFacts): Finding | null {
  if (!s.paused) return null;
  return { state: 'paused', reasons: [reason('ordering-paused', { scope: s.paused.scope, why: s.paused.reason })] };
}

/** A01: while nobody knows which device the serial number belongs to, its gauges say nothing of it. */
function identityRule({ s }: VerdictFacts): Finding | null {
  return s.heldByCase ? { state: 'held-by-case', reasons: [reason(`held-${s.heldByCase}`)] } : null;
}

/** A05: unknown is never zero. */
function forecastRule({ s }: VerdictFacts): Finding | null {
  return s.forecast.known ? null : { state: 'no-forecast', reasons: [{ code: s.forecast.reason }] };
}

function tooOld(f: VerdictFacts): Reason[] {
  return f.fresh || f.ageDays === null
    ? []
    : [reason('reading-too-old', { age: f.ageDays, limit: f.s.settings.orderWhileYoungerThanDays.value })];
}

/**
 * A09: an open regular line is enough, unless use has risen so much that even all open lines leave cover at the trigger: then one
 * surge line, but not in place of goods that are merely out of stock.
 */
function openLineRule(f: VerdictFacts): Finding | null {
  if (!f.regular || !f.s.forecast.known) return null;
  const quantity = f.s.openLines.reduce((sum, line) => sum + (line.kind === 'exceptional' ? 0 : line.outstanding), 0);
  const next = f.fresh && !atTrigger(f) && !lastsToPlannedEnd(f.s, f.cover, f.now);
  const onOrder = (...more: Reason[]): Finding => ({
    state: 'on-order',
    reasons: [reason('on-order', { quantity }), ...more, ...tooOld(f)],
    dueAt: next ? reaches(f, f.trigger.days) : null,
  });
  const before = f.regular.ratePerDay;
  const risen = before !== null && f.s.forecast.rate.low > f.s.settings.surgeFactor.value * before;
  if (!f.fresh || !atTrigger(f) || !risen) return onOrder();
  if (f.s.openLines.some(({ kind }) => kind === 'surge')) return onOrder(reason('surge-open'));
  return f.regular.backordered ? onOrder(reason('surge-blocked-by-backorder')) : null;
}

/** The early end of the 80 % interval of cover lies within the lead time: what makes a blind line due (A16). */
function blindDue(f: VerdictFacts): boolean {
  const interval = coverInterval(f.s);
  return interval !== null && interval.low <= f.s.settings.leadTimeDays.value;
}

/** A16: a forecast triggers orders while the newest reading is young enough; after that a blind line, where the setting allows one. */
function freshnessRule(f: VerdictFacts): Finding | null {
  if (f.fresh) return null;
  const { blindLines } = f.s.settings;
  const left = blindLines.value > f.s.blindLinesUsed;
  if (left && blindDue(f)) return null;
  const used = blindLines.value > 0 && !left ? [reason('blind-used')] : [];
  const old = f.ageDays === null ? [reason('no-reading')] : tooOld(f);
  return { state: 'no-fresh-reading', reasons: [...old, ...used] };
}

/** A18: nothing is ordered that the device will not use before its announced end. */
function plannedEndRule({ s, cover, now }: VerdictFacts): Finding | null {
  if (!s.plannedEnd || cover === null || !lastsToPlannedEnd(s, cover, now)) return null;
  return { state: 'covered-to-end', reasons: [reason('lasts-to-planned-end', { cover, on: s.plannedEnd.on })] };
}

/** A06: not before cover has fallen to the trigger. A blind line has its own condition. */
function triggerRule(f: VerdictFacts): Finding | null {
  if (f.line.reason === 'blind' || atTrigger(f) || f.cover === null) return null;
  return {
    state: 'ok',
    reasons: [reason('cover-above-trigger', { cover: f.cover, trigger: f.trigger.days }), triggerReason(f)],
    dueAt: reaches(f, f.trigger.days),
  };
}

/** An "empty" that stands alone is believed when cover was already urgent before it (A05). */
function emptyBelieved(f: VerdictFacts, before: number): boolean {
  return f.s.forecast.known && f.s.forecast.share <= 0 && before < f.s.settings.urgentDays.value;
}

const dueBefore = ({ dueInDays }: { dueInDays: number | null }) => dueInDays !== null && dueInDays <= 0;

/** A05: what would be due only through an unconfirmed jump waits. */
function confirmationRule(f: VerdictFacts): Finding | null {
  const before = beforeJump(f.s, f.now);
  if (before === null || dueBefore(before) || emptyBelieved(f, before.cover)) return null;
  return {
    state: 'waiting-confirmation',
    reasons: [reason('waiting-confirmation', { hours: f.s.settings.confirmationHours.value })],
    dueAt: before.dueInDays === null ? null : plusDays(f.now, before.dueInDays),
  };
}

/** A11: what was cancelled is not ordered again too soon. */
function cancelRule(f: VerdictFacts): Finding | null {
  const until = cancelHoldEndsAt(f.s);
  if (f.cover === null || until === null || !f.s.cancelHold || !heldByCancellation(f.s, f.cover)) return null;
  return {
    state: 'held-by-cancellation',
    reasons: [reason('held-by-cancellation', { coverAtCancel: f.s.cancelHold.coverDaysAtCancel, until })],
    dueAt: reaches(f, until),
  };
}

function triggerReason(f: VerdictFacts): Reason {
  const { because, from } = f.trigger;
  return {
    policy: reason(from === 'default' || from === 'catalogue' ? 'trigger-usual' : `trigger-${from}`),
    product: reason('trigger-product'),
    'lead-time': reason('trigger-lead-time', { leadTime: f.s.settings.leadTimeDays.value }),
    risk: reason('trigger-risk', riskFigures(f)),
  }[because];
}

/** What a trigger that follows from the accepted risk adds up to: lead time, the next look, and a margin. */
function riskFigures({ s: { settings }, trigger }: VerdictFacts) {
  const leadTime = settings.leadTimeDays.value;
  return { risk: settings.riskPercent?.value ?? 0, leadTime, margin: trigger.days - leadTime - nextLookDays };
}

/** Why its cover makes a slot due (A06). */
function coverReasons(f: VerdictFacts, cover: number): Reason[] {
  if (f.trigger.because !== 'risk') {
    return [reason('cover-at-trigger', { cover, trigger: f.trigger.days }), triggerReason(f)];
  }
  const { margin, ...figures } = riskFigures(f);
  return [reason('cover-at-risk', { ...figures, cover, early: Math.max(0, cover - margin) })];
}

/** Why a jump that the line rests on counts. */
function believed(f: VerdictFacts): Reason[] {
  const by = f.s.forecast.known ? f.s.forecast.jump?.confirmedBy : undefined;
  if (by) return [reason(`confirmed-${by}`)];
  const before = beforeJump(f.s, f.now);
  return before !== null && !dueBefore(before) ? [reason('empty-believed', { cover: before.cover })] : [];
}

/** Nothing is in the way: the line is due, and these are the reasons for it. */
function dueFinding(f: VerdictFacts): Finding {
  const cover = f.cover ?? 0;
  const rate = f.s.forecast.known ? f.s.forecast.rate.low : 0;
  const why: Record<DueReason, () => Reason[]> = {
    trigger: () => coverReasons(f, cover),
    surge: () => [
      reason('surge', { rate: rate * 30, before: (f.regular?.ratePerDay ?? 0) * 30 }),
      reason('cover-at-trigger', { cover, trigger: f.trigger.days }),
    ],
    blind: () => [
      reason('blind', {
        age: f.ageDays ?? 0,
        early: coverInterval(f.s)?.low ?? 0,
        leadTime: f.s.settings.leadTimeDays.value,
      }),
    ],
  };
  return {
    state: f.line.kind === 'surge' ? 'surge-due' : 'due',
    reasons: [...why[f.line.reason](), ...believed(f)],
    dueAt: reaches(f, f.trigger.days),
  };
}

/** In this order; the first rule that finds something decides. */
const rules: readonly { rule: string; find: (f: VerdictFacts) => Finding | null }[] = [
  { rule: 'A18', find: lifeRule },
  { rule: 'A04', find: coverageRule },
  { rule: 'A10', find: setAsideRule },
  { rule: 'A19', find: pauseRule },
  { rule: 'A01', find: identityRule },
  { rule: 'A05', find: forecastRule },
  { rule: 'A09', find: openLineRule },
  { rule: 'A16', find: freshnessRule },
  { rule: 'A18', find: plannedEndRule },
  { rule: 'A06', find: triggerRule },
  { rule: 'A05', find: confirmationRule },
  { rule: 'A11', find: cancelRule },
];

const dueRules: Record<DueReason, string> = { trigger: 'A06', surge: 'A09', blind: 'A16' };

/** Whether a slot is due now, and why or why not. */
export function verdict(s: SlotSituation, now: Date): SlotVerdict {
  const f = factsOf(s, now);
  const common = { coverDays: f.cover, trigger: f.trigger, dueAt: null, line: null };
  const doubts = s.gaugeDoubt ? [s.gaugeDoubt.reason] : [];
  for (const { rule, find } of rules) {
    const found = find(f);
    if (found) return { ...common, ...found, reasons: [...found.reasons, ...doubts], rule };
  }
  const due = dueFinding(f);
  const reasons = [...due.reasons, ...doubts];
  return { ...common, ...due, reasons, rule: dueRules[f.line.reason], line: f.line };
}
