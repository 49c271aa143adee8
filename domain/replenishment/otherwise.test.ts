import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../reasons.ts';
import { daysBetween } from '../time.ts';
import type { LineDecision } from './decision.ts';
import { planLine, replayDecision } from './line.ts';
import { explainLine, lineInWords, otherwiseOf, otherwiseReasons } from './otherwise.ts';
import { planOrder } from './plan.ts';
import { anySituation, coverOf, now, situationOf } from './situation.testkit.ts';

const dueWith = (days: number, set = {}) =>
  planLine(situationOf({ forecast: coverOf(days), set }), now, { type: 'due' })!.decision;
const inDays = (at: Date) => Number(daysBetween(now, at).toFixed(3));
const stored = (decision: LineDecision) => JSON.parse(JSON.stringify(decision)) as LineDecision;

describe('C: what would have happened otherwise', () => {
  // Cover at the decision, lead time, and then: days until it is ordered again (A11) and until that arrives.
  test.each([
    [21, 7, 7, 14],
    [14, 7, 7, 14],
    [10, 7, 3, 10],
    // Nothing holds it back below seven days, but the rules look again with the next reading.
    [5, 7, 1, 8],
    [0, 7, 1, 8],
    [21, 30, 7, 37],
  ])(
    '%d days of cover, %d of lead time: ordered again after %d, there after %d',
    (cover, leadTimeDays, again, there) => {
      const otherwise = otherwiseOf(dueWith(cover, { leadTimeDays }))!;
      expect(inDays(otherwise.runsOutAt)).toBe(cover);
      expect(inDays(otherwise.again!.orderedAt)).toBe(again);
      expect(inDays(otherwise.again!.arrivesAt)).toBe(there);
      expect(otherwise.ownParcelAt).toBeNull();
    },
  );

  test.each([
    [21, 'otherwise-in-time', 7],
    [15.4, 'otherwise-in-time', 1],
    [15.1, 'otherwise-just-in-time', 1],
    [14, 'otherwise-same-day', undefined],
    [5, 'otherwise-too-late', 3],
    [7.9, 'otherwise-too-late', 1],
  ])('with %d days of cover it is %s, by %s days', (cover, code, days) => {
    expect(otherwiseReasons(dueWith(cover))!.instead).toMatchObject({ code, ...(days && { values: { days } }) });
  });

  test('A08: what joins would have needed a parcel of its own when its cover had fallen to the trigger', () => {
    const s = situationOf({ forecast: coverOf(38) });
    const decision = planLine(s, now, { type: 'consolidation', dueSlotIds: ['other'] })!.decision;
    const otherwise = otherwiseOf(decision)!;
    expect(inDays(otherwise.ownParcelAt!)).toBe(17);
    expect(otherwise.again).toBeNull();
    expect(lineInWords(decision, 'en', 'UTC')).toMatch(
      /^Cover is 38\u00a0days, within 45\u00a0days: .* Not ordered now, it would run out about 17\u00a0April\u00a02026 \(8 times out of 10 between .* Left out of this order, it would have needed a parcel of its own about 27\u00a0March\u00a02026\.$/,
    );
  });

  test('says the days it means', () => {
    const iso = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
    const { runsOut, instead } = otherwiseReasons(dueWith(18))!;
    expect(runsOut.code).toBe('otherwise-runs-out-between');
    expect(runsOut.values).toEqual({ on: iso(18), early: expect.any(String), late: expect.any(String) });
    const days = (at: unknown) => (Date.parse(String(at)) - now.getTime()) / 86_400_000;
    expect(days(runsOut.values!.early)).toBeCloseTo(18 / 1.1, 3);
    expect(days(runsOut.values!.late)).toBeCloseTo(18 / 0.9, 3);
    expect(instead).toEqual({ code: 'otherwise-in-time', values: { again: iso(7), days: 4 } });
    expect(otherwiseReasons(dueWith(15.1))!.instead.values).toEqual({ again: iso(7), days: 1 });
    expect(otherwiseReasons(dueWith(14))!.instead.values).toEqual({ again: iso(7) });
    expect(otherwiseReasons(dueWith(5))!.instead.values).toEqual({ again: iso(1), days: 3 });
    expect(otherwiseReasons(dueWith(21))!.instead.values).toEqual({ again: iso(7), days: 7 });
  });

  test('in place of what the line said of it when it was made', () => {
    expect(explainLine(dueWith(5)).map(({ code }) => code)).toEqual([
      'cover-at-trigger',
      'trigger-usual',
      'quantity-for-days',
      'urgent',
      'otherwise-runs-out-between',
      'otherwise-too-late',
    ]);
    const joined = planLine(situationOf({ forecast: coverOf(38) }), now, { type: 'consolidation', dueSlotIds: ['x'] })!;
    expect(explainLine(joined.decision).map(({ code }) => code)).toEqual([
      'consolidated',
      'quantity-for-days',
      'otherwise-runs-out-between',
      'otherwise-own-parcel',
    ]);
  });

  test('A08: what is below its trigger already would need a parcel of its own at once', () => {
    const { decision } = planLine(situationOf({ forecast: coverOf(38) }), now, {
      type: 'consolidation',
      dueSlotIds: [],
    })!;
    const late = { ...decision, found: { ...decision.found, coverDays: 20 } };
    expect(inDays(otherwiseOf(late)!.ownParcelAt!)).toBe(0);
  });

  test('an interval that ends within a year is told, a later one only from when on', () => {
    const until = (coverHighDays: number) => {
      const decision = dueWith(18);
      return otherwiseReasons({ ...decision, found: { ...decision.found, coverHighDays } })!.runsOut;
    };
    expect(until(365).code).toBe('otherwise-runs-out-between');
    expect(until(365.1)).toEqual({
      code: 'otherwise-runs-out-from',
      values: { on: expect.any(String), early: expect.any(String) },
    });
  });

  test('A09: a lost parcel with much cover left is ordered again at its trigger', () => {
    const s = situationOf({ forecast: coverOf(40) });
    const decision = planLine(s, now, { type: 'lost', kind: 'regular', quantity: 1 })!.decision;
    expect(inDays(otherwiseOf(decision)!.again!.orderedAt)).toBe(19);
  });

  test('an interval without end says when it begins', () => {
    const forecast = coverOf(20);
    const s = situationOf({ forecast: { ...forecast, rate: { ...forecast.rate, low: 0 }, daysHigh: 3650 } });
    const { runsOut } = otherwiseReasons(planLine(s, now, { type: 'due' })!.decision)!;
    expect(runsOut.code).toBe('otherwise-runs-out-from');
  });

  test('where nothing is known, nothing is said', () => {
    const s = situationOf({ forecast: { known: false, reason: 'rate-unknown', swaps: [] } });
    const decision = planLine(s, now, { type: 'lost', kind: 'regular', quantity: 2 })!.decision;
    expect(otherwiseOf(decision)).toBeNull();
    expect(explainLine(decision).map(({ code }) => code)).toEqual(['lost-again']);
  });

  test('in French', () => {
    expect(lineInWords(dueWith(5), 'fr', 'Europe/Paris')).toContain(
      'Recommandé le 11\u00a0mars\u00a02026 au plus tôt, il arriverait environ 3\u00a0jours après l’épuisement.',
    );
  });

  test('property: replaying what a line has stored says the same words, byte for byte', () => {
    const site = fc.tuple(...['a', 'b', 'c'].map((slotId) => anySituation(slotId)));
    let lines = 0;
    fc.assert(
      fc.property(site, fc.constantFrom('UTC', 'Europe/Paris', 'Pacific/Auckland'), (all, timeZone) => {
        for (const { decision } of planOrder(all, now)?.lines ?? []) {
          lines += 1;
          const again = replayDecision(stored(decision))!.decision;
          for (const language of languages) {
            const said = lineInWords(decision, language, timeZone);
            expect(lineInWords(again, language, timeZone)).toBe(said);
            expect(lineInWords(stored(decision), language, timeZone)).toBe(said);
            expect(said).not.toMatch(/…|undefined|NaN|Invalid/);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(lines).toBeGreaterThan(20);
  });

  test('property: the early end is never after the middle, nor that after the late one; nothing is ordered again in the past', () => {
    fc.assert(
      fc.property(anySituation(), (s) => {
        const line = planLine(s, now, { type: 'due' });
        const otherwise = line && otherwiseOf(line.decision);
        if (!otherwise) return;
        expect(otherwise.earlyAt <= otherwise.runsOutAt && otherwise.runsOutAt <= otherwise.lateAt).toBe(true);
        expect(otherwise.again!.orderedAt > now).toBe(true);
        expect(otherwise.again!.arrivesAt >= otherwise.again!.orderedAt).toBe(true);
      }),
    );
  });
});
