import { describe, expect, test } from 'vitest';
import { knownGauge, lowShareOf, readGauge } from './known-gauge.ts';
import type { LearnedGauge } from './learn-gauge.ts';

const learned: LearnedGauge = {
  tells: 'percent',
  resolutionPercent: 10,
  levels: null,
  sentinels: [33],
  lowPercent: 15,
  alerts: true,
  devices: 3,
  readings: 90,
};
const correction = { resolutionPercent: null, lowPercent: null, sentinels: null, alerts: null };
const percent = (value: number, resolution?: number) =>
  ({ type: 'percent', percent: value, ...(resolution && { resolution }) }) as const;

describe('C, honest gauges: what is known of a gauge', () => {
  test('staff’s word wins over what was learned, field by field', () => {
    expect(knownGauge(learned, { ...correction, lowPercent: 5, sentinels: [], alerts: false })).toEqual({
      resolutionPercent: 10,
      resolutionBy: 'readings',
      lowPercent: 5,
      sentinels: [],
      alerts: false,
    });
    expect(knownGauge(null, null)).toMatchObject({ resolutionPercent: null, sentinels: [], alerts: null });
  });

  test('no gauge is finer than it has shown, unless staff say so', () => {
    const gauge = knownGauge(learned, null);
    expect(readGauge(percent(40, 1), gauge, null)).toEqual(percent(40, 10));
    expect(readGauge(percent(40, 25), gauge, null)).toEqual(percent(40, 25));
    expect(readGauge(percent(40), gauge, 20)).toEqual(percent(40, 20));
    const said = knownGauge(learned, { ...correction, resolutionPercent: 5 });
    expect(readGauge(percent(40, 1), said, 20)).toEqual(percent(40, 5));
    expect(readGauge(percent(40), knownGauge(null, null), null)).toEqual(percent(40));
  });

  test('whose word the step is', () => {
    const by = (...args: Parameters<typeof knownGauge>) => knownGauge(...args).resolutionBy;
    expect(by(learned, { ...correction, resolutionPercent: 5 })).toBe('staff');
    expect(by(learned, correction)).toBe('readings');
    expect(by({ ...learned, resolutionPercent: null }, correction)).toBeNull();
    expect(by(null, null)).toBeNull();
    // Staff's is the last, though the device states a coarser one.
    const said = knownGauge(learned, { ...correction, resolutionPercent: 5 });
    expect(readGauge(percent(40, 25), said, null)).toEqual(percent(40, 5));
    expect(knownGauge({ ...learned, alerts: false }, { ...correction, alerts: true }).alerts).toBe(true);
    expect(knownGauge({ ...learned, alerts: false }, correction).alerts).toBe(false);
  });

  test('a figure that is no level is unknown, never zero and never full', () => {
    const gauge = knownGauge(learned, null);
    expect(readGauge(percent(33), gauge, null)).toEqual({ type: 'unknown' });
    expect(readGauge(percent(255), gauge, null)).toEqual({ type: 'unknown' });
    expect(readGauge(percent(201), gauge, null)).toEqual({ type: 'unknown' });
    for (const shown of [110, 200]) expect(readGauge(percent(shown), gauge, null)).toEqual(percent(shown, 10));
    expect(readGauge({ type: 'some' }, gauge, 5)).toEqual({ type: 'some' });
  });

  test('A05: the low share is the one that somebody set, else the model’s, else the usual one', () => {
    const usual = { value: 10, from: 'default' } as const;
    expect(lowShareOf(usual, knownGauge(learned, null))).toBe(0.15);
    expect(lowShareOf({ value: 20, from: 'site' }, knownGauge(learned, null))).toBe(0.2);
    expect(lowShareOf(usual, knownGauge(null, null))).toBe(0.1);
  });
});
