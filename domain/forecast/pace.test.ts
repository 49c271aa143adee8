import { expect, test } from 'vitest';
import { fade, type Pace, paceAtWord, paceBetween, paceRate, unpaced } from './pace.ts';

const after = (days: number, perDay: number, from: Pace = { use: 0, days: 0 }) =>
  Array.from({ length: days }).reduce<Pace>((pace) => fade(pace, { use: perDay, days: 1 }), from);

test('the pace starts from the usual rate and soon is the slot’s own', () => {
  expect(paceRate(after(0, 0), 0.05)).toBe(0.05);
  expect(paceRate(after(1, 0.01), 0.05)).toBeCloseTo(0.03, 3);
  expect(paceRate(after(60, 0.01), 0.05)).toBeLessThan(0.0115);
});

test('what is long past fades', () => {
  expect(paceRate(after(90, 0.03, after(300, 0.01)), 0.01)).toBeGreaterThan(0.025);
});

test('the noise of a gauge that rises is no negative use', () => {
  expect(paceRate(after(5, -0.01), 0.02)).toBeGreaterThan(0);
});

test('what was seen 60 days ago counts for 1/e, and the usual rate for a day', () => {
  const faded = fade({ use: 1, days: 60 }, { use: 0.5, days: 60 });
  expect(faded.use).toBeCloseTo(1 / Math.E + 0.5, 9);
  expect(faded.days).toBeCloseTo(60 / Math.E + 60, 9);
  expect(paceRate({ use: 0.9, days: 9 }, 0.2)).toBeCloseTo(1.1 / 10, 9);
});

test('what was expected between two words of the gauge gives way to what the second one tells', () => {
  const expected = Array.from({ length: 50 }).reduce<typeof unpaced>(
    (kept) => paceBetween(kept, { use: 0.02, days: 1 }),
    paceAtWord(unpaced, { use: 0.3, days: 20 }),
  );
  expect(paceRate(expected.now, 0)).toBeCloseTo(0.02, 2);
  const told = paceAtWord(expected, { use: 0.25, days: 50 });
  expect(told.now).toEqual(fade({ use: 0.3, days: 20 }, { use: 0.25, days: 50 }));
  expect(told.atWord).toEqual(told.now);
});
