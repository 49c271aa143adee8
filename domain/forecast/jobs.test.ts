import { describe, expect, test } from 'vitest';
import { dayMs } from '../time.ts';
import { bookJobs } from './jobs.ts';
import { day, start } from './series.testkit.ts';

const rate = 0.02;
const job = { from: day(50), until: day(80), cartridges: 2 };

/** Regular use at `rate`, and `extra` a day from day 50 to day 60. */
function points(days: number, extra: number) {
  let use = 0;
  return Array.from({ length: days + 1 }, (_, index) => {
    if (index > 0) use += rate + (index > 50 && index <= 60 ? extra : 0);
    return { at: start.getTime() + index * dayMs, use, expected: 0 };
  });
}

const useOn = (regular: readonly { at: number; use: number }[], days: number) =>
  regular.find(({ at }) => at === day(days).getTime())?.use;

describe('A14: use above the prior rate within a window', () => {
  test('is booked to the job, and what remains goes on at the prior rate', () => {
    const { points: regular, booked } = bookJobs(points(100, 0.1), [job], () => rate);
    expect(booked[0]).toBeCloseTo(1, 9);
    expect(useOn(regular, 55)).toBeCloseTo(55 * rate, 9);
    expect(useOn(regular, 100)).toBeCloseTo(100 * rate, 9);
  });

  test('up to the cartridges of the job; more is regular use', () => {
    const { points: regular, booked } = bookJobs(points(100, 0.3), [job], () => rate);
    expect(booked[0]).toBeCloseTo(2, 9);
    expect(useOn(regular, 100)).toBeCloseTo(100 * rate + 1, 9);
  });

  test('not outside the window', () => {
    const later = { ...job, from: day(55), until: day(58) };
    expect(bookJobs(points(100, 0.1), [later], () => rate).booked[0]).toBeCloseTo(0.3, 9);
    expect(bookJobs(points(100, 0.1), [{ ...job, from: day(70) }], () => rate).booked[0]).toBeCloseTo(0, 9);
  });

  test('from the very instant that the window begins, though no reading was taken then', () => {
    const early = { ...job, from: day(50.5), until: day(55.5) };
    expect(bookJobs(points(100, 0.1), [early], () => rate).booked[0]).toBeCloseTo(0.5, 9);
  });

  test('of two jobs each has its own, in the order of the input', () => {
    const jobs = [
      { from: day(55), until: day(70), cartridges: 3 },
      { from: day(40), until: day(55), cartridges: 0.2 },
    ];
    const { booked } = bookJobs(points(100, 0.1), jobs, () => rate);
    expect(booked[1]).toBeCloseTo(0.2, 9);
    expect(booked[0]).toBeCloseTo(0.5, 9);
  });

  test('of two windows that overlap the earlier one is served first', () => {
    const jobs = [
      { from: day(50.5), until: day(70), cartridges: 3 },
      { from: day(50), until: day(70), cartridges: 0.2 },
    ];
    const { booked } = bookJobs(points(100, 0.1), jobs, () => rate);
    expect(booked[0]).toBeCloseTo(0.8, 9);
    expect(booked[1]).toBeCloseTo(0.2, 9);
  });

  test('of a window that began before the first reading, from that on', () => {
    const since50 = points(100, 0.1).slice(50);
    expect(bookJobs(since50, [{ ...job, from: day(30) }], () => rate).booked[0]).toBeCloseTo(1, 9);
  });

  test('before the window nothing changes, though the slot stood still there', () => {
    const still = points(100, 0.1).map((point) => ({ ...point, use: Math.max(0, point.use - 50 * rate) }));
    const { points: regular } = bookJobs(still, [job], () => rate);
    expect(useOn(regular, 45)).toBe(0);
    expect(useOn(regular, 50)).toBeCloseTo(0, 9);
  });

  test('what is left is in order of time, each instant once, and no longer than what was read', () => {
    const instants = (from: number, until: number) =>
      bookJobs(points(100, 0.1), [{ ...job, from: day(from), until: day(until) }], () => rate).points.map(
        ({ at }) => at,
      );
    const cut = instants(50.5, 55.5);
    expect(cut).toEqual(cut.toSorted((a, b) => a - b));
    expect(cut).toHaveLength(103);
    expect(instants(50, 55)).toHaveLength(101);
    expect(instants(-5, 120)).toHaveLength(101);
    expect(instants(0, 100)).toHaveLength(101);
  });

  test('with no use above the rate nothing is booked; neither is it where no prior rate is known', () => {
    expect(bookJobs(points(100, 0), [job], () => rate).booked[0]).toBeCloseTo(0, 9);
    const untold = bookJobs(points(100, 0.1), [job], () => undefined);
    expect(untold).toEqual({ points: points(100, 0.1), booked: [0] });
  });

  test('the prior rate is that of the use before the window', () => {
    let before: readonly { at: number }[] = [];
    bookJobs(points(100, 0.1), [job], (seen) => {
      before = seen;
      return rate;
    });
    expect(before.at(-1)?.at).toBe(day(50).getTime());
  });
});
