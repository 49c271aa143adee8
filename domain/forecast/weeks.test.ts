import { expect, test } from 'vitest';
import { day } from './series.testkit.ts';
import { usesAt, weeklyUse } from './weeks.ts';

const at = (days: number) => day(days).getTime();
const points = [
  { at: at(0), use: 0, expected: 0 },
  { at: at(10), use: 1, expected: 0 },
  { at: at(16), use: 1.6, expected: 0 },
  { at: at(23), use: 3.7, expected: 0 },
];

test('full weeks back from the newest point, newest first; use between points is even', () => {
  const weeks = weeklyUse(points, 150);
  expect(weeks).toHaveLength(3);
  expect(weeks[0]).toBeCloseTo(2.1, 9);
  expect(weeks[1]).toBeCloseTo(0.7, 9);
  expect(weeks[2]).toBeCloseTo(0.7, 9);
  expect(weeklyUse(points, 15)).toHaveLength(2);
  expect(weeklyUse([], 150)).toEqual([]);
});

test('outside the points the nearest one holds', () => {
  expect(usesAt(points, [at(30), at(23), at(5), at(-4)])).toEqual([3.7, 3.7, 0.5, 0]);
});
