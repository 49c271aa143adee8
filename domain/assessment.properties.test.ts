import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceFacts, slotFacts, startingStock } from './assessment.testkit.ts';
import { assessDevice, type SlotFacts } from './assessment.ts';
import { advance, blankMemory } from './forecast/memory.ts';
import { day, observe, steady } from './forecast/series.testkit.ts';
import type { Observation } from './reading.ts';
import { resolveSettings } from './settings.ts';

const settings = resolveSettings({});
const profile = { lowShare: 0.1, ratedYieldPages: 5000, usualRatePerDay: 0.015 };

const slotOf = (observations: Observation[], shelf: number) =>
  slotFacts({ profile, observations, stock: startingStock(shelf), ledgerShelf: shelf });
const deviceOf = (slot: SlotFacts) => deviceFacts([slot]);

const series = fc.record({
  perDay: fc.double({ min: 0.004, max: 0.03, noNaN: true }),
  days: fc.integer({ min: 21, max: 150 }),
  step: fc.constantFrom(1, 5, 10, 25),
  shelf: fc.integer({ min: 0, max: 2 }),
});

test('A05: no order rests on one odd reading, whatever the gauge and the stock', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 0, max: 20 }), ({ perDay, days, step, shelf }, reads) => {
      const before = steady(perDay, days, { gauge: { step } });
      const wanted = (observations: Observation[]) =>
        assessDevice(deviceOf(slotOf(observations, shelf)), day(days + 1)).orderWanted;
      const calm = [...before, observe(days + 1, before.at(-1)!.level)];
      // Where cover is at the trigger anyway, the odd reading does not make the order.
      fc.pre(!wanted(before) && !wanted(calm));
      const level = before.at(-1)!.level;
      const odd = Math.round(reads / step) * step;
      // A coarse gauge may pass two of its steps at once.
      fc.pre(level.type === 'percent' && level.percent > odd + 40 + step);
      expect(wanted([...before, observe(days + 1, odd)])).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('an assessment from readings taken one by one, in any order, is that from all of them', () => {
  fc.assert(
    fc.property(series, fc.infiniteStream(fc.nat()), ({ perDay, days, step, shelf }, ranks) => {
      const observations = steady(perDay, days, { gauge: { step } });
      const shuffled = [...observations, ...observations.slice(0, 5)]
        .map((observation) => ({ observation, rank: ranks.next().value }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ observation }) => observation);
      const options = { profile, confirmationHours: settings.confirmationHours.value };
      const slot = slotOf(observations, shelf);
      const memory = shuffled.reduce(advance, blankMemory(options));
      const told = (facts: SlotFacts) => {
        const { slots, ...device } = assessDevice(deviceOf(facts), day(days));
        return { device, slots: slots.map(({ slot: _, ...found }) => found) };
      };
      expect(told({ ...slot, memory })).toEqual(told(slot));
    }),
    { numRuns: 60 },
  );
});
