import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages, sayReason } from '../reasons.ts';
import { plusDays } from '../time.ts';
import { coverEndsWithin } from './cover.ts';
import type { LineDecision, LineGround } from './decision.ts';
import { planLine, replayDecision } from './line.ts';
import { lineInWords, otherwiseOf } from './otherwise.ts';
import { anySituation, coverOf, now, situationOf } from './situation.testkit.ts';
import type { SlotSituation } from './situation.ts';
import { verdict } from './verdict.ts';

/** A cartridge in 100 days, at a rate that is badly known: with a chance of 2 % the cover ends long before its middle. */
const unsure = (days: number, passedDays = 0) => ({
  ...coverOf(days),
  atReading: { share: (days + passedDays) / 100, shareSd: 0.03, rateSd: 0.01, weekSd: 0.07, passedDays },
});
const withRisk = (riskPercent: number, changes: Parameters<typeof situationOf>[0] = {}) =>
  situationOf({ forecast: unsure(30), ...changes, set: { riskPercent, ...changes?.set } });
/** As a decision was stored before a risk could be set. */
const beforehand = (s: SlotSituation): SlotSituation => {
  const { riskPercent: _none, ...settings } = s.settings;
  return { ...s, settings };
};
const stored = (decision: LineDecision): LineDecision => JSON.parse(JSON.stringify(decision));

describe('A06: an accepted risk', () => {
  test('makes due what may run dry before a parcel ordered at the next look could arrive', () => {
    const early = coverEndsWithin(withRisk(2), 0.02)!;
    expect(early).toBeGreaterThan(7);
    expect(early).toBeLessThan(10);
    // Lead time and a day: at the early end exactly it is due, a tenth of a day below it is not.
    const due = verdict(withRisk(2, { set: { leadTimeDays: early - 1 } }), now);
    expect(due).toMatchObject({ state: 'due', rule: 'A06', trigger: { because: 'risk', from: 'global' } });
    expect(due.dueAt).toEqual(now);
    const not = verdict(withRisk(2, { set: { leadTimeDays: early - 1.1 } }), now);
    expect(not.state).toBe('ok');
    expect(not.dueAt!.getTime()).toBeCloseTo(plusDays(now, 0.1).getTime(), -2);
  });

  test('and the same without any further reading, once the day has come that was told', () => {
    const set = { leadTimeDays: 5 };
    const { dueAt } = verdict(withRisk(2, { set }), now);
    const days = (dueAt!.getTime() - now.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(0.1);
    const later = (passed: number) => verdict(withRisk(2, { set, forecast: unsure(30 - passed, passed) }), now).state;
    expect([later(days - 0.01), later(days + 0.01)]).toEqual(['ok', 'due']);
  });

  test('counts what is on the shelf and on its way', () => {
    const leadTimeDays = 12;
    expect(verdict(withRisk(2, { set: { leadTimeDays } }), now).state).toBe('due');
    expect(verdict(withRisk(2, { set: { leadTimeDays }, shelf: 1 }), now).state).toBe('ok');
  });

  test('is never later than the published trigger', () => {
    const certain = { ...coverOf(21), atReading: { share: 0.21, shareSd: 0, rateSd: 0, weekSd: 0, passedDays: 0 } };
    expect(verdict(withRisk(50, { forecast: certain }), now)).toMatchObject({
      state: 'due',
      trigger: { days: 21, because: 'policy' },
    });
  });

  test('A05: does not make due by one odd reading', () => {
    const odd = unsure(30);
    const jump = { at: now, expectedShare: 0.8, readShare: 0.3 };
    const set = { leadTimeDays: 12 };
    const waiting = verdict(withRisk(2, { set, forecast: { ...odd, shareWithoutJump: 0.8, jump } }), now);
    expect(waiting.state).toBe('waiting-confirmation');
    expect(waiting.dueAt!.getTime()).toBeGreaterThan(now.getTime());
    // Of 45 days the end was as unsure before: due by that, too.
    expect(verdict(withRisk(2, { set, forecast: { ...odd, shareWithoutJump: 0.45, jump } }), now).state).toBe('due');
  });

  test('A16: orders nothing on an old reading', () => {
    const s = withRisk(2, { set: { leadTimeDays: 12 }, newestReadingAt: plusDays(now, -7) });
    expect(verdict(s, now).state).toBe('no-fresh-reading');
  });

  test('the line says so first, in both languages, with its rule', () => {
    const { decision } = planLine(withRisk(2, { set: { leadTimeDays: 12 } }), now, { type: 'due' })!;
    expect(decision.found.rules).toEqual(['A06', 'A07']);
    expect(decision.known.settings.riskPercent).toEqual({ value: 2, from: 'global' });
    expect(languages.map((language) => sayReason(decision.found.reasons[0]!, language))).toEqual([
      'Cover is 30\u00a0days, yet 2 times out of 100 it ends within 7.4\u00a0days, before a parcel ordered at the next daily look could arrive (lead time: 12\u00a0days). No greater risk is accepted.',
      'La couverture est de 30\u00a0jours, mais 2\u00a0fois sur\u00a0100 elle s’achève en 7,4\u00a0jours, avant que puisse arriver un colis commandé au prochain examen quotidien (délai de livraison\u00a0: 12\u00a0jours). Un risque plus grand n’est pas accepté.',
    ]);
    expect(lineInWords(decision, 'en', 'UTC')).toMatch(/^Cover is 30\u00a0days, yet 2 times out of 100/);
    // Cancelled, it is ordered again when its cover has fallen by 7 days (A11), though that is above 21.
    expect(otherwiseOf(decision)!.again!.orderedAt).toEqual(plusDays(now, 7));
    expect(new Date(decision.otherwise.nextDueOn!).getTime()).toBeLessThan(plusDays(now, 130 - 21).getTime());
  });

  test('what is not due says what the trigger is made of', () => {
    const { reasons } = verdict(withRisk(2, { set: { leadTimeDays: 2 } }), now);
    expect(sayReason(reasons[1]!, 'en')).toBe(
      'The trigger follows the accepted risk of 2%: lead time of 2\u00a0days, a day until the next look, and 22.5\u00a0days because use may be faster than expected.',
    );
  });
});

describe('A06: properties of the accepted risk', () => {
  const percents = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }));
  const accepting = (s: SlotSituation, percent: number): SlotSituation => ({
    ...s,
    settings: { ...s.settings, riskPercent: { value: percent, from: 'site' } },
  });

  /** Slots of which the risk decides more often. */
  const uncertain = fc
    .record({
      days: fc.integer({ min: 15, max: 60 }),
      rateSd: fc.integer({ min: 0, max: 15 }),
      leadTimeDays: fc.integer({ min: 0, max: 15 }),
    })
    .map(({ days, rateSd, leadTimeDays }) => {
      const forecast = unsure(days);
      const atReading = { ...forecast.atReading, rateSd: rateSd / 1000 };
      return situationOf({ forecast: { ...forecast, atReading }, set: { leadTimeDays } });
    });

  test('a lower one is never later, and none later than the published rules', () => {
    let risky = 0;
    fc.assert(
      fc.property(fc.oneof(anySituation(), uncertain), percents, (s, [a, b]) => {
        const [low, high, none] = [Math.min(a, b), Math.max(a, b), 0].map((percent) =>
          verdict(accepting(s, percent), now),
        );
        expect(low!.trigger.days).toBeGreaterThanOrEqual(high!.trigger.days - 1e-6);
        expect(high!.trigger.days).toBeGreaterThanOrEqual(none!.trigger.days);
        if (none!.line?.reason === 'trigger') expect([low!.state, high!.state]).toEqual(['due', 'due']);
        if (high!.line?.reason === 'trigger') expect(low!.state).toBe('due');
        if (low!.line && !none!.line) risky += 1;
      }),
      { numRuns: 1000 },
    );
    // Were the risk never what makes a slot due, this would prove nothing.
    expect(risky).toBeGreaterThan(20);
  });

  test('0 is the published rules, as they were before a risk could be set: the same verdict and line, byte for byte', () => {
    fc.assert(
      fc.property(anySituation(), (any) => {
        const s = accepting(any, 0);
        expect(JSON.stringify(verdict(s, now))).toBe(JSON.stringify(verdict(beforehand(s), now)));
        const grounds: LineGround[] = [{ type: 'due' }, { type: 'consolidation', dueSlotIds: ['x'] }];
        for (const ground of grounds) {
          const [line, old] = [planLine(s, now, ground), planLine(beforehand(s), now, ground)];
          const said = (of: typeof line) =>
            of && JSON.stringify([of.decision.found, of.decision.otherwise, of.quantity]);
          expect(said(line)).toBe(said(old));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a decision stored before it could be set replays unchanged', () => {
    let lines = 0;
    fc.assert(
      fc.property(anySituation(), (any) => {
        const line = planLine(beforehand(any), now, { type: 'due' });
        if (!line) return;
        lines += 1;
        expect(JSON.stringify(line.decision)).not.toContain('riskPercent');
        expect(JSON.stringify(replayDecision(stored(line.decision)))).toBe(JSON.stringify(line));
      }),
      { numRuns: 300 },
    );
    expect(lines).toBeGreaterThan(20);
  });
});
