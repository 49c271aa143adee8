import { expect, test } from 'vitest';
import { daysBetween, earliest, latest, plusDays } from './time.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 10, hour));

test('elapsed days, there and back', () => {
  expect(plusDays(at(12), 0.5)).toEqual(at(24));
  expect(plusDays(at(12), -0.5)).toEqual(at(0));
  expect([daysBetween(at(0), at(12)), daysBetween(at(12), at(0))]).toEqual([0.5, -0.5]);
});

test('the first and the last of instants, in whatever order; none of none', () => {
  for (const instants of [
    [at(1), at(2), null, at(3)],
    [at(3), null, at(1), at(2)],
    [null, at(2), at(3), at(1)],
  ]) {
    expect([earliest(instants), latest(instants)]).toEqual([at(1), at(3)]);
  }
  for (const instants of [[], [null]]) expect([earliest(instants), latest(instants)]).toEqual([null, null]);
});
