import { describe, expect, test } from 'vitest';
import { seenSamples } from './bands.ts';
import { cleanObservations } from './clean.ts';
import { cartridgesPerPage, countPages, type PageSensor, pagesBetween } from './page-use.ts';
import { observe } from './series.testkit.ts';

describe('A05: what a page takes', () => {
  test('by the rated yield at first, by what was seen later', () => {
    expect(cartridgesPerPage({ use: 0, pages: 0 }, 4000)).toBeCloseTo(1 / 4000, 9);
    expect(cartridgesPerPage({ use: 0.05, pages: 400 }, 4000)).toBeCloseTo(1 / 6000, 9);
    expect(cartridgesPerPage({ use: 1, pages: 8000 }, 4000)).toBeCloseTo(1 / 8000, 5);
  });

  test('a gauge that rises does not make pages give something back', () => {
    expect(cartridgesPerPage({ use: -0.2, pages: 0 }, 4000)).toBeCloseTo(1 / 4000, 9);
  });

  test('without a rated yield only once a quarter of a cartridge was seen', () => {
    expect(cartridgesPerPage({ use: 0.2, pages: 1000 }, undefined)).toBeUndefined();
    expect(cartridgesPerPage({ use: 0.5, pages: 1000 }, undefined)).toBe(0.0005);
    expect(cartridgesPerPage({ use: 0.2, pages: 1000 }, 0)).toBeUndefined();
    expect(cartridgesPerPage({ use: 0.25, pages: 1000 }, 0)).toBe(0.00025);
    expect(cartridgesPerPage({ use: 0.5, pages: 0 }, undefined)).toBeUndefined();
  });
});

test('a counter that is silent or was set back tells nothing', () => {
  const between = (before?: number, after?: number) => {
    const observations = [observe(0, 50, { pages: before }), observe(1, 49, { pages: after })];
    const [a, b] = seenSamples(cleanObservations(observations), 1, 0.1);
    return pagesBetween(a!, b!);
  };
  expect(between(100, 160)).toBe(60);
  expect(between(100, 100)).toBe(0);
  expect(between(100, 20)).toBeUndefined();
  expect(between(100, undefined)).toBeUndefined();
  expect(between(undefined, 100)).toBeUndefined();
});

describe('A05: only between two words of the gauge is it known what pages take', () => {
  const nothing = { use: 0, pages: 0 };
  const told: PageSensor = { learnt: nothing, open: 0 };

  test('from one change of band to the next', () => {
    const walked = countPages(countPages(told, 200), 200);
    expect(walked).toEqual({ learnt: nothing, open: 400 });
    expect(countPages(walked, 200, 'passed', 0.3)).toEqual({ learnt: { use: 0.3, pages: 600 }, open: 0 });
  });

  test('not before the first, nor across a swap, nor across a word that was lost or a counter that broke off', () => {
    const start: PageSensor = { learnt: nothing };
    expect(countPages(countPages(start, 200), 200, 'passed', 0.1)).toEqual(told);
    expect(countPages(countPages(told, 200), 200, 'anew', 0.1)).toEqual(told);
    expect(countPages(countPages(told, 200, 'lost'), 200, 'passed', 0.1)).toEqual(told);
    expect(countPages(countPages(told, undefined), 200, 'passed', 0.1)).toEqual(told);
  });
});
