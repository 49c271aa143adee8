import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SettingLayers } from '../settings.ts';
import { daysBetween, hourMs, minuteMs, plusDays } from '../time.ts';
import { planLine } from './line.ts';
import { anySituation, coverOf, forecastOf, now, openLine, situationOf } from './situation.testkit.ts';
import { verdict } from './verdict.ts';

const found = (changes: Parameters<typeof situationOf>[0]) => verdict(situationOf(changes), now);
const codes = (changes: Parameters<typeof situationOf>[0]) => found(changes).reasons.map(({ code }) => code);
const ago = (ms: number) => new Date(now.getTime() - ms);

describe('A06: a slot is due when its cover falls to the trigger', () => {
  test.each([
    [21, 'due'],
    [21.001, 'ok'],
    [20.999, 'due'],
    [0, 'due'],
  ])('with %d days it is %s', (days, state) => {
    expect(found({ forecast: coverOf(days) }).state).toBe(state);
  });

  test('it says when, and which rule it rests on', () => {
    const due = found({ forecast: coverOf(20) });
    expect(due).toMatchObject({ rule: 'A06', line: { kind: 'regular', reason: 'trigger' }, coverDays: 20 });
    expect(due.dueAt).toEqual(plusDays(now, -1));
    const later = found({ forecast: coverOf(30) });
    expect(later).toMatchObject({ rule: 'A06', line: null, coverDays: 30 });
    expect(later.dueAt).toEqual(plusDays(now, 9));
  });

  test('a lead time of 20 days makes it due at 22', () => {
    expect(codes({ forecast: coverOf(22), set: { leadTimeDays: 20 } })).toEqual([
      'cover-at-trigger',
      'trigger-lead-time',
    ]);
  });

  test('the shelf counts', () => {
    expect(found({ forecast: coverOf(10), shelf: 1 }).state).toBe('ok');
  });

  test('A07: a waste container is ordered like the others', () => {
    expect(found({ kind: 'waste', forecast: coverOf(21) }).state).toBe('due');
  });
});

describe('A04: what is not covered is not ordered', () => {
  test.each(['drum', 'fuser', 'imaging-kit', 'transfer-kit', 'maintenance-kit'] as const)('%s', (kind) => {
    expect(found({ kind, forecast: coverOf(3) })).toMatchObject({ state: 'not-covered', line: null, dueAt: null });
  });

  test('but it is told that an item has reached its trigger, at 21 days and not above', () => {
    expect(codes({ kind: 'drum', forecast: coverOf(21) })).toContain('item-reached-trigger');
    expect(codes({ kind: 'drum', forecast: coverOf(21.01) })).not.toContain('item-reached-trigger');
    expect(codes({ kind: 'drum', forecast: coverOf(3), newestReadingAt: plusDays(now, -8) })).not.toContain(
      'item-reached-trigger',
    );
  });

  test('a slot whose supply the catalogue does not know', () => {
    expect(found({ supplyId: null, forecast: coverOf(3) }).state).toBe('not-covered');
    expect(codes({ supplyId: null, forecast: coverOf(3) })).toEqual(['supply-unknown']);
  });
});

describe('A05: no order rests on one odd reading', () => {
  test('due only through an unconfirmed jump, it waits, and says until when without it', () => {
    const waiting = found({ forecast: coverOf(5, 60) });
    expect(waiting).toMatchObject({ state: 'waiting-confirmation', line: null });
    expect(waiting.dueAt).toEqual(plusDays(now, 39));
  });

  test('the boundary is the trigger: due without the jump at 21 days, not at 21.001', () => {
    expect(found({ forecast: coverOf(5, 21) }).state).toBe('due');
    expect(found({ forecast: coverOf(5, 21.001) }).state).toBe('waiting-confirmation');
  });

  test.each(['second-reading', 'page-counter', 'alert'] as const)('once confirmed by %s it is due', (confirmedBy) => {
    const jump = { at: now, expectedShare: 0.6, readShare: 0.05, confirmedBy };
    const forecast = { ...coverOf(5, 60), shareWithoutJump: 0.05, jump };
    expect(found({ forecast }).state).toBe('due');
    expect(codes({ forecast })).toContain(`confirmed-${confirmedBy}`);
  });

  test('an "empty" when cover was already below 7 days needs none', () => {
    const set: SettingLayers['global'] = { triggerDays: 3, leadTimeDays: 0 };
    expect(found({ set, forecast: coverOf(0, 6.99) }).state).toBe('due');
    expect(codes({ set, forecast: coverOf(0, 6.99) })).toContain('empty-believed');
    expect(found({ set, forecast: coverOf(0, 7) }).state).toBe('waiting-confirmation');
    expect(found({ set, forecast: coverOf(1, 6.99) }).state).toBe('waiting-confirmation');
  });

  test('due without the jump too, nothing has to be believed', () => {
    for (const before of [20, 21]) expect(codes({ forecast: coverOf(0, before) })).not.toContain('empty-believed');
  });

  test('an unconfirmed jump that leaves it above the trigger does not matter', () => {
    expect(found({ forecast: coverOf(30, 60) }).state).toBe('ok');
  });

  test('unknown is never zero', () => {
    for (const reason of ['no-reading', 'level-unknown', 'rate-unknown'] as const) {
      expect(found({ forecast: { known: false, reason, swaps: [] } })).toMatchObject({
        state: 'no-forecast',
        coverDays: null,
        dueAt: null,
        reasons: [{ code: reason }],
      });
    }
  });
});

describe('A09: no repeated orders', () => {
  // The installed cartridge and one on order last 20 days at 0.06 a day; the line was made at 0.04.
  const risen = forecastOf({ rate: { perDay: 0.06, low: 0.0501, high: 0.07 }, share: 0.2 });
  const line = openLine({ ratePerDay: 0.04 });

  test('with an open regular line it is on order', () => {
    expect(found({ forecast: coverOf(0), openLines: [openLine()] })).toMatchObject({ state: 'on-order', line: null });
  });

  test('it says how many are on order or on the way, exceptional ones apart', () => {
    const openLines = [
      openLine({ outstanding: 2 }),
      openLine({ lineId: 'l2', kind: 'surge', outstanding: 1 }),
      openLine({ lineId: 'l3', kind: 'exceptional', outstanding: 4 }),
    ];
    expect(found({ openLines }).reasons).toEqual([{ code: 'on-order', values: { quantity: 3 } }]);
  });

  test('when its next order is due is not known while the reading is old, nor when cover is at the trigger already', () => {
    const old = { forecast: coverOf(10), openLines: [openLine()], newestReadingAt: plusDays(now, -7) };
    expect(found(old).dueAt).toBeNull();
    expect(found({ forecast: coverOf(10), openLines: [openLine({ outstanding: 0 })] }).dueAt).toBeNull();
    expect(found({ ...old, newestReadingAt: null }).reasons.map(({ code }) => code)).toEqual(['on-order']);
  });

  test('on order, its next order is due when cover with that line reaches the trigger', () => {
    expect(found({ forecast: coverOf(10), openLines: [openLine()] }).dueAt).toEqual(plusDays(now, 89));
  });

  test('surge: cover with all open lines at the trigger, and the lower bound of the rate above 1.25 × the stored one', () => {
    expect(found({ forecast: risen, openLines: [line] })).toMatchObject({
      state: 'surge-due',
      rule: 'A09',
      line: { kind: 'surge', reason: 'surge' },
    });
    expect(found({ forecast: risen, openLines: [line] }).reasons[0]).toEqual({
      code: 'surge',
      values: { rate: expect.closeTo(0.0501 * 30), before: expect.closeTo(0.04 * 30) },
    });
  });

  test('at 1.25 × exactly there is none', () => {
    const rate = { perDay: 0.06, low: 0.05, high: 0.07 };
    expect(found({ forecast: { ...risen, rate }, openLines: [line] }).state).toBe('on-order');
  });

  test('nor while all open lines together last longer than the trigger', () => {
    const share = 21.01 * 0.06 - 1;
    expect(found({ forecast: { ...risen, share, shareWithoutJump: share }, openLines: [line] }).state).toBe('on-order');
  });

  test('nor against a line whose rate nobody knows', () => {
    expect(found({ forecast: risen, openLines: [openLine({ ratePerDay: null })] }).state).toBe('on-order');
  });

  test('not because of a backorder: that is a task', () => {
    const openLines = [{ ...line, backordered: true }];
    expect(found({ forecast: risen, openLines }).state).toBe('on-order');
    expect(codes({ forecast: risen, openLines })).toContain('surge-blocked-by-backorder');
    expect(codes({ forecast: coverOf(0), openLines })).not.toContain('surge-blocked-by-backorder');
  });

  test('no second surge line while one is open', () => {
    const openLines = [line, openLine({ lineId: 'l2', kind: 'surge', outstanding: 0 })];
    expect(found({ forecast: risen, openLines }).state).toBe('on-order');
    expect(codes({ forecast: risen, openLines })).toContain('surge-open');
  });

  test('A14: an exceptional line neither blocks nor counts', () => {
    const openLines = [openLine({ kind: 'exceptional', outstanding: 4 })];
    expect(found({ forecast: coverOf(21), openLines })).toMatchObject({ state: 'due', line: { kind: 'regular' } });
  });

  test('A09: with only a surge line open, a regular one may be made, once both leave cover at the trigger', () => {
    const openLines = [openLine({ kind: 'surge' })];
    expect(found({ forecast: coverOf(10), openLines }).state).toBe('ok');
    expect(found({ forecast: coverOf(10), openLines: [{ ...openLines[0]!, outstanding: 0 }] }).state).toBe('due');
  });

  test('A05: a surge through an unconfirmed jump waits', () => {
    const forecast = { ...risen, shareWithoutJump: 0.9, jump: { at: now, expectedShare: 0.9, readShare: 0.2 } };
    expect(found({ forecast, openLines: [line] }).state).toBe('waiting-confirmation');
  });

  test('A16: no surge on an old reading', () => {
    const openLines = [line];
    const old = { forecast: risen, openLines, newestReadingAt: plusDays(now, -7) };
    expect(found(old)).toMatchObject({ state: 'on-order', dueAt: null });
    expect(codes(old)).toContain('reading-too-old');
  });
});

describe('A01: a case about which device a serial number belongs to', () => {
  test.each([
    ['device-elsewhere', 'held-device-elsewhere'],
    ['serial-twice', 'held-serial-twice'],
  ] as const)('%s holds what is due, and what was lost, with its reason', (heldByCase, code) => {
    expect(found({ forecast: coverOf(3), heldByCase })).toMatchObject({
      state: 'held-by-case',
      rule: 'A01',
      line: null,
    });
    expect(codes({ forecast: coverOf(3), heldByCase })).toEqual([code]);
    const lost = { type: 'lost', kind: 'regular', quantity: 1 } as const;
    expect(planLine(situationOf({ forecast: coverOf(3), heldByCase }), now, lost)).toBeNull();
    expect(planLine(situationOf({ forecast: coverOf(3) }), now, lost)).not.toBeNull();
  });
});

describe('A16: a forecast triggers orders while the newest reading is younger than 7 days', () => {
  const week = 7 * 24 * hourMs;

  test('6 days 23 h 59 min: due; 7 days: none', () => {
    expect(found({ forecast: coverOf(3), newestReadingAt: ago(week - minuteMs) }).state).toBe('due');
    expect(found({ forecast: coverOf(3), newestReadingAt: ago(week) })).toMatchObject({
      state: 'no-fresh-reading',
      coverDays: 3,
      dueAt: null,
    });
  });

  test('never heard of: none', () => {
    expect(found({ forecast: coverOf(3), newestReadingAt: null }).state).toBe('no-fresh-reading');
    expect(codes({ forecast: coverOf(3), newestReadingAt: null })).toEqual(['no-reading']);
  });

  test('blind: where the setting allows one, when the early end is inside the lead time of 7 days', () => {
    const old = { newestReadingAt: ago(week), set: { blindLines: 1 } };
    // The early end is 1/1.1 of the estimate.
    expect(found({ ...old, forecast: coverOf(7.7) })).toMatchObject({
      state: 'due',
      rule: 'A16',
      line: { kind: 'regular', reason: 'blind' },
      reasons: [{ code: 'blind', values: { age: 7, early: 7, leadTime: 7 } }],
    });
    expect(found({ ...old, forecast: coverOf(7.71) }).state).toBe('no-fresh-reading');
    expect(found({ ...old, forecast: coverOf(7.7), shelf: 1 }).state).toBe('no-fresh-reading');
  });

  test('blind: at most one per slot and silence, and none by default', () => {
    const old = { newestReadingAt: ago(week), forecast: coverOf(3) };
    expect(found({ ...old, set: { blindLines: 1 }, blindLinesUsed: 1 }).state).toBe('no-fresh-reading');
    expect(codes({ ...old, set: { blindLines: 1 }, blindLinesUsed: 1 })).toContain('blind-used');
    expect(codes(old)).toEqual(['reading-too-old']);
  });
});

describe('A10, A18, A19: nothing is ordered', () => {
  const forecast = coverOf(3);
  test.each([
    ['paused', 'paused', 'device-paused'],
    ['set-aside', 'set-aside', 'device-set-aside'],
    ['unenrolled', 'inactive', 'device-unenrolled'],
    ['retired', 'inactive', 'device-retired'],
    ['replaced', 'inactive', 'device-replaced'],
  ] as const)('for a device that is %s', (deviceState, state, code) => {
    expect(found({ forecast, deviceState })).toMatchObject({ state, line: null, dueAt: null, reasons: [{ code }] });
  });

  test('while ordering is paused, and it says for whom and why', () => {
    const paused = found({ forecast, paused: { scope: 'account', reason: 'audit' } });
    expect(paused).toMatchObject({
      state: 'paused',
      rule: 'A19',
      reasons: [{ code: 'ordering-paused', values: { scope: 'account', why: 'audit' } }],
    });
  });
});

describe('A11: a cancelled slot is not ordered again', () => {
  test('until its cover has fallen by 7 days; then it is due', () => {
    const cancelHold = { coverDaysAtCancel: 20 };
    const held = found({ forecast: coverOf(13.5), cancelHold });
    expect(held).toMatchObject({ state: 'held-by-cancellation', line: null });
    expect(held.dueAt).toEqual(plusDays(now, 0.5));
    expect(found({ forecast: coverOf(13), cancelHold }).state).toBe('due');
  });

  test('or below 7', () => {
    const cancelHold = { coverDaysAtCancel: 12 };
    expect(found({ forecast: coverOf(7), cancelHold }).state).toBe('held-by-cancellation');
    const { dueAt } = found({ forecast: coverOf(8), cancelHold });
    const atDue = { forecast: coverOf(8 - daysBetween(now, dueAt!)), cancelHold };
    expect(found(atDue).state).toBe('due');
    expect(found({ forecast: coverOf(6.9), cancelHold }).state).toBe('due');
  });
});

describe('properties', () => {
  test('a line comes with a due state and only then; never for what no order may be made for', () => {
    fc.assert(
      fc.property(anySituation(), (s) => {
        const result = verdict(s, now);
        expect(result.line !== null).toBe(result.state === 'due' || result.state === 'surge-due');
        expect(result.reasons.length).toBeGreaterThan(0);
        if (!result.line) return;
        expect(s.deviceState).toBe('enrolled');
        expect(s.paused).toBeNull();
        expect(s.forecast.known).toBe(true);
        expect(s.supplyId).not.toBeNull();
        expect(s.openLines.some(({ kind }) => kind === result.line?.kind)).toBe(false);
        expect(result.dueAt).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  test('less left never makes a fresh, certain slot without open lines less due', () => {
    const plain = fc.record({
      days: fc.double({ min: 0, max: 80, noNaN: true }),
      less: fc.double({ min: 0, max: 80, noNaN: true }),
    });
    fc.assert(
      fc.property(plain, ({ days, less }) => {
        const before = found({ forecast: coverOf(days) }).state;
        const after = found({ forecast: coverOf(Math.max(0, days - less)) }).state;
        if (before === 'due') expect(after).toBe('due');
      }),
    );
  });

  test('a slot that is ok becomes due at its date and not a minute before', () => {
    fc.assert(
      fc.property(fc.double({ min: 21.1, max: 300, noNaN: true }), (days) => {
        const { dueAt } = found({ forecast: coverOf(days) });
        const later = (at: Date) => coverOf(days - (at.getTime() - now.getTime()) / (24 * hourMs));
        expect(found({ forecast: later(new Date(dueAt!.getTime() + 1000)) }).state).toBe('due');
        expect(found({ forecast: later(new Date(dueAt!.getTime() - minuteMs)) }).state).toBe('ok');
      }),
    );
  });
});
