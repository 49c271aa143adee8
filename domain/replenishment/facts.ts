import type { LineKind, LineReason } from '../order/types.ts';
import { daysBetween, plusDays } from '../time.ts';
import { coverDays, withoutJump } from './cover.ts';
import { lastsToPlannedEnd } from './planned-end.ts';
import type { OpenLine, SlotSituation } from './situation.ts';
import { type Trigger, triggerOf } from './trigger.ts';

/** Why a slot can be due by itself. */
export type DueReason = Extract<LineReason, 'trigger' | 'surge' | 'blind'>;

/** What the rules of the verdict look at: the situation and what follows from it at one instant. */
export interface VerdictFacts {
  s: SlotSituation;
  now: Date;
  trigger: Trigger;
  cover: number | null;
  /** Days since the newest reading; null: there is none. */
  ageDays: number | null;
  /** The newest reading is young enough to trigger orders (A16). */
  fresh: boolean;
  regular: OpenLine | undefined;
  /** The line that would be made, if the rules let it. */
  line: { kind: LineKind; reason: DueReason };
}

export function factsOf(s: SlotSituation, now: Date): VerdictFacts {
  const ageDays = s.newestReadingAt && daysBetween(s.newestReadingAt, now);
  const fresh = ageDays !== null && ageDays < s.settings.orderWhileYoungerThanDays.value;
  const regular = s.openLines.find(({ kind }) => kind === 'regular');
  const reason = regular ? 'surge' : fresh ? 'trigger' : 'blind';
  return {
    s,
    now,
    trigger: triggerOf(s),
    cover: coverDays(s),
    ageDays,
    fresh,
    regular,
    line: { kind: regular ? 'surge' : 'regular', reason },
  };
}

/** When cover will have fallen to `days` at this rate (in the past when it has). */
export function reaches(f: VerdictFacts, days: number): Date | null {
  return f.cover === null ? null : plusDays(f.now, f.cover - days);
}

export function atTrigger(f: VerdictFacts): boolean {
  return f.cover !== null && f.cover <= f.trigger.days;
}

/**
 * Cover (days) before the newest reading, where that reading stands apart from the others and nothing has confirmed it yet
 * (A05); null where there is nothing to doubt.
 */
export function coverBeforeJump(s: SlotSituation): number | null {
  if (!s.forecast.known || !s.forecast.jump || s.forecast.jump.confirmedBy !== undefined) return null;
  return coverDays(withoutJump(s));
}

/**
 * Where there is a jump to doubt: cover without it (days), and in how many days the slot would be due by that (A06); 0 or less: it is;
 * null: never, since it lasts to the device's announced end (A18).
 */
export function beforeJump(s: SlotSituation, now: Date): { cover: number; dueInDays: number | null } | null {
  const cover = coverBeforeJump(s);
  if (cover === null) return null;
  return { cover, dueInDays: lastsToPlannedEnd(s, cover, now) ? null : cover - triggerOf(withoutJump(s)).days };
}
