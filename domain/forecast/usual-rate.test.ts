import { expect, test } from 'vitest';
import { usualRates } from './usual-rate.ts';

const slot = (model: string, ratePerDay: number, more = {}) => ({
  model,
  key: 'K',
  kind: 'toner',
  ratedYieldPages: 1000,
  ratePerDay,
  ...more,
});

test('A05: a model’s usual rate is the median of its devices, whatever others do', () => {
  const field = [0.01, 0.02, 0.03, 0.5].map((rate) => slot('a', rate)).concat(slot('b', 0.9));
  expect(usualRates(field).of(slot('a', 0))).toBeCloseTo(0.025, 9);
});

test('few devices of a model are completed by the same slot of others, compared in pages', () => {
  const field = [slot('a', 0.01), ...[1, 2, 3].map(() => slot('b', 0.02, { ratedYieldPages: 2000 }))];
  // A quarter its own 10 pages a day, three quarters the 40 pages of the median slot.
  expect(usualRates(field).of(slot('a', 0))).toBeCloseTo((0.25 * 10 + 0.75 * 40) / 1000, 9);
  expect(usualRates(field).of(slot('c', 0))).toBeCloseTo(0.04, 9);
  expect(usualRates(field).of(slot('c', 0, { key: 'Y' }))).toBeCloseTo(0.04, 9);
});

test('nothing is usual where nothing like it is in the field, or where no yield is rated', () => {
  expect(usualRates([]).of(slot('a', 0))).toBeUndefined();
  expect(usualRates([slot('a', 0.01)]).of(slot('a', 0, { ratedYieldPages: 0 }))).toBeUndefined();
});

test('in whatever order they come, and not by what is of another kind', () => {
  const field = [0.5, 0.03, 0.01, 0.02].map((rate) => slot('a', rate));
  expect(usualRates(field).of(slot('a', 0))).toBeCloseTo(0.025, 9);
  const drums = [1, 2, 3, 4].map(() => slot('b', 0.5, { kind: 'drum' }));
  expect(usualRates(drums).of(slot('a', 0))).toBeUndefined();
  expect(usualRates([...drums, slot('c', 0.01)]).of(slot('a', 0))).toBeCloseTo(0.01, 9);
  const yellow = [1, 2, 3, 4].map(() => slot('b', 0.5, { key: 'Y' }));
  const black = [1, 2, 3, 4].map(() => slot('c', 0.01));
  expect(usualRates([...yellow, ...black]).of(slot('a', 0))).toBeCloseTo(0.01, 9);
});
