import { expect, test } from 'vitest';
import { cleanObservations } from './clean.ts';
import { gaugeStepPoints } from './gauge-step.ts';
import { daily, observe, percent, steady } from './series.testkit.ts';

const stepOf = (...args: Parameters<typeof cleanObservations>) => gaugeStepPoints(cleanObservations(...args));

test.each([1, 2, 5, 10, 20, 25])('A05: a gauge with steps of %i points is known by the levels it shows', (step) => {
  expect(stepOf(steady(0.01, 150, { gauge: { step } }))).toBe(step);
});

test('the step that the device states counts before what its levels look like', () => {
  expect(stepOf([observe(0, percent(75, 5)), ...daily([75, 50, 25, 0], 1)])).toBe(5);
});

test('0 and 100 prove nothing, nor does a single level between that never changed', () => {
  expect(stepOf(daily([100, 100, 100, 0, 0, 100]))).toBe(1);
  expect(stepOf(daily(Array(30).fill(75)))).toBe(1);
});

test('a single level between proves something once it has stood for six readings', () => {
  expect(stepOf(daily([100, 100, ...Array(6).fill(75)]))).toBe(1);
  expect(stepOf(daily([100, 100, ...Array(7).fill(75)]))).toBe(25);
});

test('the newest reading does not teach the step it is judged by', () => {
  expect(stepOf(daily([75, 75, 75, 75, 50]))).toBe(1);
  expect(stepOf(daily([75, 75, 75, 75, 50, 50]))).toBe(25);
});

test('one odd level among many does not hide the step', () => {
  expect(stepOf(daily([90, 90, 80, 80, 37, 70, 70, 60, 60, 50]))).toBe(10);
  expect(stepOf(daily([90, 80, 37, 33, 50]))).toBe(1);
});

test('one odd level in six readings is forgiven, one in fewer is not', () => {
  // The newest does not teach yet.
  expect(stepOf(daily([90, 80, 37, 70, 60, 50, 40]))).toBe(10);
  expect(stepOf(daily([90, 80, 37, 70, 60, 50]))).toBe(1);
});

test('empty is on every grid, however often it shows', () => {
  expect(stepOf(daily([100, ...Array(9).fill(0)]))).toBe(1);
  expect(stepOf([observe(0, percent(75, 250)), ...daily([50], 1)])).toBe(100);
});
