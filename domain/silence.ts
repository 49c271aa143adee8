import { nextTimeOfDay } from './calendar.ts';
import type { NoticeKind } from './notices.ts';
import type { SettingName, Settings } from './settings.ts';
import type { TaskKind } from './tasks.ts';
import { dayMs, daysBetween, minuteMs, plusDays } from './time.ts';

/**
 * The stages of a silence (A16). `notice`: to the contact of a self-service device; `task`: besides it; `managedTask`: in place of
 * both for a managed device; `howToReconnect`: whether the mail says so.
 */
export const silenceStages = [
  {
    stage: 1,
    after: 'silenceFirstDays',
    notice: 'silence-first',
    howToReconnect: false,
    task: null,
    managedTask: 'managed-silent',
  },
  {
    stage: 2,
    after: 'silenceSecondDays',
    notice: 'silence-second',
    howToReconnect: true,
    task: null,
    managedTask: 'managed-silent',
  },
  {
    stage: 3,
    after: 'silenceThirdDays',
    notice: 'silence-third',
    howToReconnect: true,
    task: 'call-silent-device',
    managedTask: 'managed-silent',
  },
] as const satisfies readonly {
  stage: number;
  after: SettingName;
  notice: NoticeKind;
  howToReconnect: boolean;
  task: TaskKind | null;
  managedTask: TaskKind;
}[];

export type SilenceSettings = Pick<Settings, 'silenceFirstDays' | 'silenceSecondDays' | 'silenceThirdDays'>;

export interface Silence {
  /** What it counts from: the newest reading's instant, or enrolment where there is none. */
  since: Date;
  ageDays: number;
  /** Has reached the first stage. False ends the series, and what was recorded for it. */
  silent: boolean;
  /** The stage whose mail or task is to leave now, and the earlier ones that are recorded as skipped: found late. */
  due: { stage: number; skipped: number[] } | null;
  /** When the next stage is reached if nothing is heard; null after the last. */
  nextStageAt: Date | null;
}

/**
 * A16, for a device that is enrolled. `recorded`: stages of this silence that were told or skipped; one of them is not repeated, even
 * when a backlog that ends days ago moves `since` and the device reaches it a second time.
 */
export function silenceOf(input: {
  newestReadingAt: Date | null;
  enrolledAt: Date;
  now: Date;
  settings: SilenceSettings;
  recorded: readonly { stage: number }[];
}): Silence {
  const { newestReadingAt, enrolledAt, now, settings, recorded } = input;
  return stageReached({
    since: newestReadingAt ?? enrolledAt,
    now,
    stages: silenceStages.map(({ stage, after }) => ({ stage, days: settings[after].value })),
    recorded,
  });
}

/** A16, whatever is silent: `stages` in their order, with the days of silence after which each is due. */
export function stageReached(input: {
  since: Date;
  now: Date;
  stages: readonly { stage: number; days: number }[];
  recorded: readonly { stage: number }[];
}): Silence {
  const { since, now, stages, recorded } = input;
  const ageDays = daysBetween(since, now);
  const reached = stages.filter(({ days }) => ageDays >= days).map(({ stage }) => stage);
  const silent = ageDays >= stages[0]!.days;
  const told = new Set(silent ? recorded.map(({ stage }) => stage) : []);
  const latest = Math.max(0, ...told);
  const present = reached.at(-1);
  const due =
    present !== undefined && present > latest
      ? { stage: present, skipped: reached.filter((stage) => stage < present && !told.has(stage)) }
      : null;
  const handled = Math.max(latest, present ?? 0);
  const ahead = stages.filter(({ stage, days }) => stage > handled && ageDays < days).map(({ days }) => days);
  return {
    since,
    ageDays,
    silent,
    due,
    nextStageAt: ahead.length === 0 ? null : plusDays(since, Math.min(...ahead)),
  };
}

/** When what a stage has to say leaves (A16): at the site's time of day for it, on that very instant if it is that time; −1: at once. */
export function leavesAt(at: Date, settings: Pick<Settings, 'reminderMinuteOfDay'>, timeZone: string): Date {
  const minute = settings.reminderMinuteOfDay.value;
  return minute < 0 ? at : nextTimeOfDay(timeZone, new Date(at.getTime() - 1), minute);
}

/**
 * The instant a reading counts for (A16): its own, or that of its receipt where the device's clock is implausible: more than
 * `aheadMinutes` ahead of the receipt or more than `behindDays` behind it, or no date at all.
 */
export function plausibleInstant(input: {
  takenAt: Date;
  receivedAt: Date;
  aheadMinutes: number;
  behindDays: number;
}): { at: Date; implausible: boolean } {
  const { takenAt, receivedAt, aheadMinutes, behindDays } = input;
  const aheadMs = takenAt.getTime() - receivedAt.getTime();
  const plausible = aheadMs <= aheadMinutes * minuteMs && aheadMs >= -behindDays * dayMs;
  return plausible ? { at: takenAt, implausible: false } : { at: receivedAt, implausible: true };
}
