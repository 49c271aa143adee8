import { expect, test } from 'vitest';
import { seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { gaugeNoise } from './gauge-noise.ts';
import { daily, steady } from './series.testkit.ts';

const noiseOf = (...args: Parameters<typeof cleanObservations>) =>
  gaugeNoise(seenSamples(cleanObservations(...args), 1, 0.1), 1);

test('a gauge that only goes down has no noise, whatever swaps and a shaken cartridge add', () => {
  expect(noiseOf(steady(0.03, 100))).toBe(0);
  expect(noiseOf(daily([20, 15, 10, 5, 2, 9, 6, 3, 100, 95, 90, 85]))).toBe(0);
});

test('a gauge that goes up and down errs by the mean of its rises, but for half a step', () => {
  expect(noiseOf(daily([50, 54, 50, 53, 49, 51, 47, 50, 46]))).toBeCloseTo(0.03 - 0.005);
});
