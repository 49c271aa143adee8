import { expect, test } from 'vitest';
import { Dice } from '../year/random.ts';
import { kinds, planKills } from './plan.ts';

test.each([1, 2, 3, 2026])('five minutes have 24 kills, 6 of each kind, four times two at once (seed %i)', (seed) => {
  const plan = planKills(new Dice(seed), 300);
  const victims = plan.flatMap((moment) => moment.victims);
  expect(kinds.map((kind) => victims.filter((victim) => victim === kind).length)).toEqual([6, 6, 6, 6]);
  const pairs = plan.flatMap((moment) => (moment.victims.length > 1 ? [moment.victims] : []));
  expect(pairs).toHaveLength(4);
  for (const pair of pairs) expect(new Set(pair).size).toBe(2);
});

test('kills come one after the other, within the storm; the same seed has the same', () => {
  const at = planKills(new Dice(7), 300).map(({ atSeconds }) => atSeconds);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
  expect(at.at(-1)).toBeLessThan(300);
  expect(planKills(new Dice(7), 300)).toEqual(planKills(new Dice(7), 300));
});

test('a short storm has fewer', () => {
  expect(planKills(new Dice(7), 60).flatMap(({ victims }) => victims)).toHaveLength(4);
});
