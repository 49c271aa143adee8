import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveSettings } from './settings.ts';
import { leavesAt, plausibleInstant, silenceOf, silenceStages } from './silence.ts';
import { dayMs, minuteMs, plusDays } from './time.ts';

const newest = new Date('2026-03-01T06:00:00Z');
const settings = resolveSettings({});
const heard = (days: number, recorded: number[] = [], changes: Partial<Parameters<typeof silenceOf>[0]> = {}) =>
  silenceOf({
    newestReadingAt: newest,
    enrolledAt: plusDays(newest, -100),
    now: plusDays(newest, days),
    settings,
    recorded: recorded.map((stage) => ({ stage })),
    ...changes,
  });

describe('A16: silence', () => {
  const minute = minuteMs / dayMs;

  test.each([
    [7 - minute, false, null],
    [7, true, { stage: 1, skipped: [] }],
  ])('begins at 7 days exactly: after %d days', (days, silent, due) => {
    expect(heard(days)).toMatchObject({ silent, due });
  });

  test('the second stage at 14 days, the third at 30', () => {
    expect(heard(14 - minute, [1]).due).toBeNull();
    expect(heard(14, [1]).due).toEqual({ stage: 2, skipped: [] });
    expect(heard(30 - minute, [1, 2]).due).toBeNull();
    expect(heard(30, [1, 2]).due).toEqual({ stage: 3, skipped: [] });
    expect(heard(300, [1, 2, 3]).due).toBeNull();
  });

  test('says when the next stage comes', () => {
    expect(heard(1).nextStageAt).toEqual(plusDays(newest, 7));
    expect(heard(7).nextStageAt).toEqual(plusDays(newest, 14));
    expect(heard(13, [1]).nextStageAt).toEqual(plusDays(newest, 14));
    expect(heard(20, [1, 2]).nextStageAt).toEqual(plusDays(newest, 30));
    expect(heard(30, [1, 2]).nextStageAt).toBeNull();
  });

  test('found late: the present stage only, the others recorded as skipped', () => {
    expect(heard(15).due).toEqual({ stage: 2, skipped: [1] });
    expect(heard(40).due).toEqual({ stage: 3, skipped: [1, 2] });
    expect(heard(40, [1]).due).toEqual({ stage: 3, skipped: [2] });
  });

  test('a backlog that ends 8 days ago does not end it, nor repeat what was told', () => {
    const now = plusDays(newest, 20);
    const backlog = heard(0, [1, 2], { now, newestReadingAt: plusDays(now, -8) });
    expect(backlog).toMatchObject({ silent: true, due: null, ageDays: 8 });
    expect(backlog.nextStageAt).toEqual(plusDays(now, 22));
  });

  test('data of the last 7 days ends it, and the next silence begins anew', () => {
    const now = plusDays(newest, 20);
    const ended = heard(0, [1, 2], { now, newestReadingAt: plusDays(now, -6.99) });
    expect(ended).toMatchObject({ silent: false, due: null });
    // Also while what was told of the one that ended is still on record.
    expect(ended.nextStageAt).toEqual(plusDays(now, 0.01));
    expect(heard(7, []).due).toEqual({ stage: 1, skipped: [] });
  });

  test('never heard of: it counts from enrolment', () => {
    const found = heard(7, [], { newestReadingAt: null, enrolledAt: newest });
    expect(found).toMatchObject({ since: newest, silent: true, due: { stage: 1 } });
  });

  test('the stages’ days are settings', () => {
    const own = resolveSettings({ site: { silenceFirstDays: 3, silenceSecondDays: 5, silenceThirdDays: 9 } });
    expect(heard(5, [], { settings: own }).due).toEqual({ stage: 2, skipped: [1] });
  });

  test('property: told day by day, each stage comes once and in order, however often one looks', () => {
    const looks = fc.uniqueArray(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 60 });
    fc.assert(
      fc.property(looks, (hours) => {
        const recorded: number[] = [];
        const told: number[] = [];
        for (const hour of hours.toSorted((a, b) => a - b)) {
          const found = heard(hour / 24, recorded);
          if (found.due) {
            told.push(found.due.stage);
            recorded.push(...found.due.skipped, found.due.stage);
          }
          if (found.nextStageAt)
            expect(found.nextStageAt.getTime()).toBeGreaterThan(plusDays(newest, hour / 24).getTime());
        }
        expect(told).toEqual(told.toSorted((a, b) => a - b));
        expect(new Set(recorded).size).toBe(recorded.length);
        const last = Math.max(0, ...hours) / 24;
        expect(recorded.toSorted()).toEqual([7, 14, 30].flatMap((days, n) => (last >= days ? [n + 1] : [])));
      }),
    );
  });

  test('the stages: how to reconnect from the second on, a call at the third; managed: tasks', () => {
    expect(silenceStages.map(({ howToReconnect, task, managedTask }) => [howToReconnect, task, managedTask])).toEqual([
      [false, null, 'managed-silent'],
      [true, null, 'managed-silent'],
      [true, 'call-silent-device', 'managed-silent'],
    ]);
  });
});

describe('A16: reminders leave at 09:00 site time', () => {
  const paris = (at: string, set = {}) => leavesAt(new Date(at), resolveSettings({ site: set }), 'Europe/Paris');

  test('the next 09:00, and at once when it is just that', () => {
    expect(paris('2026-03-10T03:00:00Z')).toEqual(new Date('2026-03-10T08:00:00Z'));
    expect(paris('2026-03-10T08:00:00Z')).toEqual(new Date('2026-03-10T08:00:00Z'));
    expect(paris('2026-03-10T08:00:00.001Z')).toEqual(new Date('2026-03-11T08:00:00Z'));
  });

  test('over a change of the clock', () => {
    expect(paris('2026-03-28T12:00:00Z')).toEqual(new Date('2026-03-29T07:00:00Z'));
  });

  test('the time is a setting; −1 is at once', () => {
    expect(paris('2026-03-10T03:00:00Z', { reminderMinuteOfDay: 0 })).toEqual(new Date('2026-03-10T23:00:00Z'));
    expect(paris('2026-03-10T03:00:00Z', { reminderMinuteOfDay: -1 })).toEqual(new Date('2026-03-10T03:00:00Z'));
  });
});

describe('A16: the instant a reading counts for', () => {
  const receivedAt = new Date('2026-03-10T12:00:00Z');
  const of = (ms: number) =>
    plausibleInstant({ takenAt: new Date(receivedAt.getTime() + ms), receivedAt, aheadMinutes: 10, behindDays: 45 });

  test('is its own up to 10 minutes ahead and 45 days behind', () => {
    for (const ms of [0, 10 * minuteMs, -45 * dayMs]) {
      expect(of(ms)).toEqual({ at: new Date(receivedAt.getTime() + ms), implausible: false });
    }
  });

  test('is that of its receipt beyond, and without a date', () => {
    for (const ms of [10 * minuteMs + 1, -45 * dayMs - 1, Number.NaN]) {
      expect(of(ms)).toEqual({ at: receivedAt, implausible: true });
    }
  });
});
