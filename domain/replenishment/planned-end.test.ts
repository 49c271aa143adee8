import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages, sayReason } from '../reasons.ts';
import { plusDays } from '../time.ts';
import type { LineDecision } from './decision.ts';
import { planLine, replayDecision } from './line.ts';
import { planOrder } from './plan.ts';
import { neededUntilPlannedEnd } from './planned-end.ts';
import { anySituation, coverOf, forecastOf, now, openLine, situationOf } from './situation.testkit.ts';
import { unneededSpares } from './spares.ts';
import { verdict } from './verdict.ts';

const endIn = (days: number) => ({
  on: plusDays(now, days - 0.5)
    .toISOString()
    .slice(0, 10),
  at: plusDays(now, days),
});
const ending = (days: number, changes: Parameters<typeof situationOf>[0] = {}) =>
  situationOf({ forecast: coverOf(10), plannedEnd: endIn(days), ...changes });
const due = { type: 'due' } as const;
/** A cartridge in ten days. */
const fast = (share: number) => forecastOf({ rate: { perDay: 0.1, low: 0.09, high: 0.11 }, share });

describe('A18: a device whose end is announced', () => {
  test('orders nothing when its cover reaches that day, and as ever when it does not', () => {
    expect(verdict(ending(10), now)).toMatchObject({ state: 'covered-to-end', rule: 'A18', line: null, dueAt: null });
    expect(verdict(ending(10.001), now)).toMatchObject({ state: 'due', rule: 'A06' });
    expect(verdict(ending(9, { shelf: 1 }), now).state).toBe('covered-to-end');
    // Above its trigger it is not due anyway.
    expect(verdict(ending(60, { forecast: coverOf(30) }), now)).toMatchObject({
      state: 'ok',
      dueAt: plusDays(now, 9),
    });
  });

  test('says so in both languages', () => {
    const [reason] = verdict(ending(9), now).reasons;
    expect(languages.map((language) => sayReason(reason!, language))).toEqual([
      'Cover is 10\u00a0days and lasts until the planned end of the device on 18\u00a0March\u00a02026: nothing more is ordered.',
      'La couverture est de 10\u00a0jours et suffit jusqu’à la fin prévue de l’appareil le 18\u00a0mars\u00a02026\u00a0: rien de plus n’est commandé.',
    ]);
  });

  test('A07: never buys more than it will use until then, but one cartridge at least', () => {
    // Five days of cover; 30 days of use would be three.
    const quantity = (days: number, changes = {}) =>
      planLine(ending(days, { forecast: fast(0.5), ...changes }), now, due);
    expect(quantity(6)).toMatchObject({ quantity: 1, decision: { found: { rules: ['A06', 'A07', 'A18'] } } });
    expect(quantity(15)!.quantity).toBe(1);
    expect(quantity(16)!.quantity).toBe(2);
    expect(quantity(40)).toMatchObject({ quantity: 3, decision: { found: { rules: ['A06', 'A07'] } } });
    expect(quantity(16, { packSize: 4 })!.quantity).toBe(4);
    expect(quantity(16, { packSize: 2 })!.decision.found.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['quantity-until-end', 'quantity-pack']),
    );
    const faster = { forecast: forecastOf({ rate: { perDay: 0.5, low: 0.5, high: 0.5 }, share: 0.5 }) };
    expect(quantity(6, faster)!.decision.otherwise).toMatchObject({ quantityWithoutMaximum: 3, nextDueOn: null });
  });

  test('A08: joins no order with what lasts to its end, and joins with no more than it needs', () => {
    const other = situationOf({ slotId: 'other', forecast: coverOf(5) });
    const joining = (days: number) => ending(days, { slotId: 'ending', forecast: { ...fast(1), share: 3 } });
    const line = (days: number) =>
      planOrder([other, joining(days)], now)!.lines.find(({ slotId }) => slotId === 'ending');
    expect(line(30)).toBeUndefined();
    expect(line(36)).toMatchObject({ reason: 'consolidation', quantity: 1 });
    expect(line(80)).toMatchObject({ quantity: 3 });
  });

  test('A09: what was lost is not ordered again for the time after it', () => {
    const lost = { type: 'lost', kind: 'regular', quantity: 3 } as const;
    expect(planLine(ending(10), now, lost)).toBeNull();
    expect(planLine(ending(16, { forecast: fast(0.5) }), now, lost)!.quantity).toBe(2);
    expect(planLine(ending(90, { forecast: fast(0.5) }), now, lost)!.quantity).toBe(3);
  });

  test('A09: with a line on its way it tells of no next order when that reaches the end', () => {
    const s = (days: number) => ending(days, { openLines: [openLine()] });
    expect(verdict(s(110), now)).toMatchObject({ state: 'on-order', dueAt: null });
    expect(verdict(s(111), now).dueAt).toEqual(plusDays(now, 89));
  });

  test('A05: no order rests on one odd reading: before it, the cover reached the end', () => {
    const odd = verdict(ending(15, { forecast: coverOf(5, 20) }), now);
    expect(odd).toMatchObject({ state: 'waiting-confirmation', dueAt: null });
    expect(verdict(ending(21, { forecast: coverOf(5, 20) }), now).state).toBe('due');
  });

  test('C: gives away spares that it will not use', () => {
    const holder = (days: number) => ({ s: ending(days, { forecast: coverOf(10), shelf: 1 }), inBooks: 1 });
    expect([unneededSpares(holder(10), now), unneededSpares(holder(11), now)]).toEqual([1, 0]);
  });

  test('property: no line for what lasts to the end, none of more than without it, and none else is changed', () => {
    const days = fc.integer({ min: -5, max: 90 });
    let [less, none] = [0, 0];
    fc.assert(
      fc.property(anySituation(), days, (any, left) => {
        const s = { ...any, plannedEnd: endIn(left) };
        const [line, usual] = [planLine(s, now, due), planLine({ ...any, plannedEnd: null }, now, due)];
        if (line) {
          expect(line.quantity).toBeLessThanOrEqual(usual!.quantity);
          expect(line.quantity).toBeGreaterThanOrEqual(1);
          expect(line.coverDays).toBeLessThan(left);
          expect(line.quantity).toBeLessThan(neededUntilPlannedEnd(s, now)! + 1 + s.packSize);
          expect(replayDecision(JSON.parse(JSON.stringify(line.decision)) as LineDecision)).toEqual(line);
          if (line.quantity < usual!.quantity) less += 1;
        } else if (usual) {
          none += 1;
          const waits = verdict(s, now).state;
          expect(['covered-to-end', 'waiting-confirmation']).toContain(waits);
        }
      }),
      { numRuns: 1500 },
    );
    expect(less).toBeGreaterThan(0);
    expect(none).toBeGreaterThan(20);
  });
});
