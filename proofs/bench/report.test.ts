import { expect, test } from 'vitest';
import { figureLine, isMet, table } from './report.ts';

test('a target is a bound that belongs to what is wanted', () => {
  const ratio = { name: 'ratio', unit: '', value: 0.7 };
  expect(isMet({ ...ratio, target: { atLeast: 0.7 } })).toBe(true);
  expect(isMet({ ...ratio, target: { atLeast: 0.71 } })).toBe(false);
  expect(isMet({ ...ratio, target: { atMost: 0.69 } })).toBe(false);
  expect(isMet(ratio)).toBe(true);
});

test('a figure that misses says so', () => {
  expect(figureLine({ name: 'events', unit: 'per day', value: 5.25, target: { atMost: 5 } })).toMatch(
    /^events +5.25 per day +wanted ≤ 5: MISSED$/,
  );
});

test('columns stand under each other', () => {
  expect(
    table([
      { part: 'a', ms: 1.25 },
      { part: 'long', ms: 1234 },
    ]),
  ).toBe('    part     ms\n    a      1.25\n    long  1,234');
});
