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
  const since = newestReadingAt ?? enrolledAt;
  const ageDays = daysBetween(since, now);
  const daysOf = (stage: (typeof silenceStages)[number]) => settings[stage.after].value;
  const reached = silenceStages.filter((stage) => ageDays >= daysOf(stage)).map(({ stage }) => stage);
  const told = new Set(recorded.map(({ stage }) => stage));
  const latest = Math.max(0, ...told);
  const present = reached.at(-1);
  const due =
    present !== undefined && present > latest
      ? { stage: present, skipped: reached.filter((stage) => stage < present && !told.has(stage)) }
      : null;
  const handled = Math.max(latest, present ?? 0);
  const ahead = silenceStages.filter((stage) => stage.stage > handled && ageDays < daysOf(stage)).map(daysOf);
  return {
    since,
    ageDays,
    silent: ageDays >= settings.silenceFirstDays.value,
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
