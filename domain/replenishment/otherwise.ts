import { type Language, type Reason, type ReasonCode, reason, sayReason } from '../reasons.ts';
import { daysBetween, plusDays } from '../time.ts';
import type { LineDecision } from './decision.ts';
import { nextLookDays } from './trigger.ts';

/** C: what would have happened had a line not been made, as of its decision. Pure: the same stored inputs, the same answer. */
export interface Otherwise {
  /** The slot would run dry then, counting all there was but this line; with the ends of the 80 % interval. */
  runsOutAt: Date;
  earlyAt: Date;
  lateAt: Date;
  /** Of a line that its own slot needed: the first instant at which the rules would order again (A11), and its arrival by then. */
  again: { orderedAt: Date; arrivesAt: Date } | null;
  /** Of a line that joined another's order (A08): when it would have needed a parcel of its own. */
  ownParcelAt: Date | null;
}

/** What the line's stored inputs say; null where no forecast was known, so that nobody can tell. */
export function otherwiseOf({ decidedAt, ground, known, found }: LineDecision): Otherwise | null {
  const { coverDays: cover, coverLowDays: low, coverHighDays: high, trigger } = found;
  if (cover === null || low === null || high === null) return null;
  const at = (days: number) => plusDays(new Date(decidedAt), days);
  const joined = ground.type === 'consolidation';
  return {
    runsOutAt: at(cover),
    earlyAt: at(Math.min(low, cover)),
    lateAt: at(Math.max(high, cover)),
    again: joined ? null : orderedAgain(cover, trigger.days, known.settings, at),
    ownParcelAt: joined ? at(Math.max(0, cover - trigger.days)) : null,
  };
}

/** A11: what is cancelled is ordered again when its cover has fallen by so many days or is below them, and at its trigger (A06). */
function orderedAgain(
  cover: number,
  triggerDays: number,
  { cancelFallDays, leadTimeDays }: LineDecision['known']['settings'],
  at: (days: number) => Date,
): Otherwise['again'] {
  const fall = cancelFallDays.value;
  const coverThen = Math.min(triggerDays, Math.max(cover - fall, fall));
  const inDays = Math.max(nextLookDays, cover - coverThen);
  return { orderedAt: at(inDays), arrivesAt: at(inDays + leadTimeDays.value) };
}

/** An interval that ends later says no more than when it begins. */
const tellingDays = 365;

/** When the slot would have run dry without the line, and what would have been done instead. */
export function otherwiseReasons(decision: LineDecision): { runsOut: Reason; instead: Reason } | null {
  const otherwise = otherwiseOf(decision);
  if (!otherwise) return null;
  const { runsOutAt, earlyAt, lateAt } = otherwise;
  const [on, early] = [runsOutAt.toISOString(), earlyAt.toISOString()];
  const runsOut =
    daysBetween(new Date(decision.decidedAt), lateAt) <= tellingDays
      ? reason('otherwise-runs-out-between', { on, early, late: lateAt.toISOString() })
      : reason('otherwise-runs-out-from', { on, early });
  return { runsOut, instead: insteadReason(otherwise) };
}

function insteadReason({ runsOutAt, earlyAt, again, ownParcelAt }: Otherwise): Reason {
  if (!again) return reason('otherwise-own-parcel', { on: ownParcelAt!.toISOString() });
  const orderedOn = again.orderedAt.toISOString();
  const early = daysBetween(again.arrivesAt, runsOutAt);
  if (early < 0) return reason('otherwise-too-late', { again: orderedOn, days: Math.max(1, Math.round(-early)) });
  const days = Math.floor(early);
  if (days === 0) return reason('otherwise-same-day', { again: orderedOn });
  if (again.arrivesAt > earlyAt) return reason('otherwise-just-in-time', { again: orderedOn, days });
  return reason('otherwise-in-time', { again: orderedOn, days });
}

/** Said more fully by the reasons above; lines keep them as they were made. */
const superseded: ReadonlySet<ReasonCode> = new Set(['otherwise-runs-out', 'otherwise-due']);

/** All that a line has to say for itself: the rules that made it, then what would have happened otherwise. */
export function explainLine(decision: LineDecision): Reason[] {
  const otherwise = otherwiseReasons(decision);
  if (!otherwise) return decision.found.reasons;
  return [...decision.found.reasons.filter(({ code }) => !superseded.has(code)), otherwise.runsOut, otherwise.instead];
}

/** The same as one text. */
export const lineInWords = (decision: LineDecision, language: Language, timeZone: string): string =>
  explainLine(decision)
    .map((each) => sayReason(each, language, timeZone))
    .join(' ');
