import { expect, test } from 'vitest';
import { seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { noiseOf, noRises, noteRise } from './gauge-noise.ts';
import { daily, steady } from './series.testkit.ts';

const noise = (...args: Parameters<typeof cleanObservations>) =>
  noiseOf(seenSamples(cleanObservations(...args), 1, 0.1).reduce(noteRise, noRises), 1);

test('a gauge that only goes down has no noise, whatever swaps and a shaken cartridge add', () => {
  expect(noise(steady(0.03, 100))).toBe(0);
  expect(noise(daily([20, 15, 10, 5, 2, 9, 6, 3, 100, 95, 90, 85]))).toBe(0);
});

test('a gauge that goes up and down errs by the mean of its rises, but for half a step', () => {
  expect(noise(daily([50, 54, 50, 53, 49, 51, 47, 50, 46]))).toBeCloseTo(0.03 - 0.005);
});

test('three rises are its habit where they are one reading in twenty, or more', () => {
  const rising = (rises: number, readings: number) =>
    daily(Array.from({ length: readings }, (_, i) => (i % 2 === 1 && i < 2 * rises ? 54 : 50)));
  expect(noise(rising(2, 10))).toBe(0);
  expect(noise(rising(3, 10))).toBeCloseTo(0.04 - 0.005);
  expect(noise(rising(3, 60))).toBeCloseTo(0.04 - 0.005);
  expect(noise(rising(3, 61))).toBe(0);
});
