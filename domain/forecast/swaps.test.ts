import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { empty, low, observe, ok } from './series.testkit.ts';
import { isShaken, isSwap } from './swaps.ts';

function pair(
  before: Observation['level'] | number,
  after: Observation['level'] | number,
  serials: string[] = [],
  step = 1,
) {
  const observations = [
    observe(0, before, { supplySerial: serials[0] }),
    observe(1, after, { supplySerial: serials[1] }),
  ];
  const [a, b] = seenSamples(cleanObservations(observations), step, 0.1);
  return [a!, b!, step] as const;
}

describe('A05: a swap', () => {
  test.each([
    ['a rise by more than 15 points', 5, 21, 1, true],
    ['15 points are not enough', 5, 20, 1, false],
    ['on a gauge of 25 points a rise by one step is not enough', 25, 50, 25, false],
    ['two steps are', 25, 75, 25, true],
    ['a step and a half is not, whatever the gauge', 40, 55, 10, false],
    ['two steps of 10 are', 40, 60, 10, true],
    ['"low" to a percentage that "low" may be', low, 20, 1, false],
    ['"low" to "ok"', low, ok, 1, true],
    ['"empty" to "ok"', empty, ok, 1, true],
    ['"empty" to "low" is not', empty, low, 1, false],
    ['"ok" to "low" is not', ok, low, 1, false],
    ['"low" to a percentage that "low" cannot be', low, 80, 1, true],
    ['a percentage to an "ok" that it may be', 20, ok, 1, false],
  ] as const)('%s', (_, before, after, step, expected) => {
    expect(isSwap(...pair(before, after, [], step))).toBe(expected);
  });

  test('another serial number is a swap, whatever the level', () => {
    expect(isSwap(...pair(60, 40, ['a', 'b']))).toBe(true);
    expect(isSwap(...pair(60, 59, ['a', 'a']))).toBe(false);
    expect(isSwap(...pair(60, 59, ['a']))).toBe(false);
  });
});

describe('A05: a rise that is no swap', () => {
  test.each([
    ['3 to 12 points near empty: shaken', 4, 12, true],
    ['a point or two: noise', 4, 6, false],
    ['8 points far from empty: noise', 50, 58, false],
    ['3 points near empty: shaken, as little as that may be', 15, 18, true],
    ['3 points a little above: noise', 16, 19, false],
    ['12 points far from empty: noise', 50, 62, false],
    ['13 points far from empty: topped up', 50, 63, true],
    ['a word after a figure: not comparable', 4, low, false],
    ['"empty" to "low": shaken', empty, low, true],
  ] as const)('%s', (_, before, after, expected) => {
    expect(isShaken(...pair(before, after))).toBe(expected);
  });

  test('flicker by one step of a coarse gauge is noise', () => {
    expect(isShaken(...pair(50, 75, [], 25))).toBe(false);
  });
});

test('A05: from "empty" to "low" is no swap, however much "low" may be', () => {
  const [before, after] = seenSamples(cleanObservations([observe(0, empty), observe(1, low)]), 1, 0.3);
  expect(isSwap(before!, after!, 1)).toBe(false);
});
