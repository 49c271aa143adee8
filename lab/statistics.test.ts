import { expect, test } from 'vitest';
import { pairedTest, studentCdf } from './statistics.ts';

test('Student’s t as in the printed tables', () => {
  expect(studentCdf(0, 5)).toBeCloseTo(0.5, 10);
  // Upper 2.5 %, 1 % and 5 % points of 10, 20 and 1 degrees of freedom.
  expect(studentCdf(2.228, 10)).toBeCloseTo(0.975, 4);
  expect(studentCdf(2.528, 20)).toBeCloseTo(0.99, 4);
  expect(studentCdf(6.314, 1)).toBeCloseTo(0.95, 4);
  expect(studentCdf(-2.228, 10)).toBeCloseTo(0.025, 4);
});

test('a paired t test, by hand: mean 2, standard deviation √2.5, five pairs', () => {
  const { mean, low, high, pGreater } = pairedTest([0, 1, 2, 3, 4]);
  expect(mean).toBe(2);
  // 2 ± 2.776 × √(2.5 / 5)
  expect([low, high].map((each) => Number(each.toFixed(3)))).toEqual([0.037, 3.963]);
  expect(pGreater).toBeCloseTo(0.0237, 3);
});

test('no difference is none; the same difference in every pair is no chance', () => {
  expect(pairedTest([0, 0, 0]).pGreater).toBe(1);
  expect(pairedTest([1, 1, 1]).pGreater).toBe(0);
  expect(pairedTest([-1, -1, -1]).pGreater).toBe(1);
  expect(pairedTest([5]).pGreater).toBe(1);
});
