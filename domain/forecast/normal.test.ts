import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z90 } from './interval.ts';
import { exceededWith, normalCdf } from './normal.ts';

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.841344746],
    [-1, 0.158655254],
    [2.326347874, 0.99],
    [4, 0.999968329],
  ])('at most %d with probability %d', (z, probability) => {
    expect(normalCdf(z)).toBeCloseTo(probability, 9);
  });

  test.each([
    [0.5, 0],
    [0.1, 1.281551566],
    [0.05, 1.644853627],
    [0.01, 2.326347874],
    [0.0001, 3.719016485],
  ])('exceeded with probability %d: %d', (probability, z) => {
    expect(exceededWith(probability)).toBeCloseTo(z, 8);
  });

  test('the 80 % interval has a tenth beyond each end', () => {
    expect(exceededWith(0.1)).toBeCloseTo(z90, 4);
  });

  test('property: it is the inverse', () => {
    const tails = fc.integer({ min: 1, max: 5000 }).map((value) => value / 10_000);
    fc.assert(
      fc.property(tails, (probability) => {
        expect(1 - normalCdf(exceededWith(probability))).toBeCloseTo(probability, 11);
      }),
    );
  });
});
