import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Level } from '../reading.ts';
import { type GaugeHistory, learnGauge } from './learn-gauge.ts';

/** A cartridge that empties by a point a day, as a gauge of these steps shows it; an alert from `low` on. */
const emptied = (step: number, low = -1, from = 100): GaugeHistory =>
  Array.from({ length: from + 1 }, (_, day) => {
    const percent = Math.ceil((from - day) / step) * step;
    return { level: { type: 'percent', percent }, ...(from - day <= low && { alert: 'low' as const }) };
  });
const levels = (...values: number[]): GaugeHistory =>
  values.map((percent) => ({ level: { type: 'percent', percent } as Level }));

describe('C, honest gauges: learned from several devices', () => {
  test.each([1, 5, 10, 25])('a step of %d', (step) => {
    expect(learnGauge([emptied(step), emptied(step)])).toMatchObject({ tells: 'percent', resolutionPercent: step });
  });

  test('bars are told by their few levels', () => {
    expect(learnGauge([emptied(25), emptied(25)]).levels).toEqual([0, 25, 50, 75, 100]);
    expect(learnGauge([emptied(1), emptied(1)]).levels).toBeNull();
  });

  test('one device is not enough, nor are few readings', () => {
    expect(learnGauge([emptied(10)]).resolutionPercent).toBeNull();
    expect(learnGauge([levels(90, 80, 70), levels(60, 50, 40)]).resolutionPercent).toBeNull();
  });

  test('figures that come and go on several devices are no levels; they do not hide the step', () => {
    const odd = (at: number, history: GaugeHistory) => history.toSpliced(at, 0, ...levels(33));
    const gauges = [odd(30, odd(20, emptied(10))), odd(15, emptied(10))];
    expect(learnGauge(gauges)).toMatchObject({ sentinels: [33], resolutionPercent: 10 });
    expect(learnGauge([gauges[0]!, emptied(10)]).sentinels).toEqual([]);
  });

  test('empty and full are always levels', () => {
    const odd = (percent: number, at: number, history: GaugeHistory) => history.toSpliced(at, 0, ...levels(percent));
    const gauges = [0, 100].flatMap((percent) => [
      odd(percent, 60, odd(percent, 40, emptied(1))),
      odd(percent, 50, emptied(1)),
    ]);
    expect(learnGauge(gauges).sentinels).toEqual([]);
  });

  test('the level at which alerts begin, and that there are any', () => {
    expect(learnGauge([emptied(1, 15), emptied(1, 16), emptied(1, 14)])).toMatchObject({
      lowPercent: 15,
      alerts: true,
    });
    expect(learnGauge([emptied(1), emptied(1), emptied(1)])).toMatchObject({ lowPercent: null, alerts: false });
    expect(learnGauge([emptied(1, 15), emptied(1, 15)])).toMatchObject({ lowPercent: null, alerts: null });
  });

  test('what it tells at most', () => {
    const of = (...all: Level[]) => learnGauge([all.map((level) => ({ level }))]).tells;
    expect(of({ type: 'some' }, { type: 'unknown' })).toBe('some');
    expect(of({ type: 'some' }, { type: 'state', state: 'low' })).toBe('states');
    expect(of({ type: 'unknown' })).toBe('nothing');
  });

  test('whatever gauges say, what is learned is a step, a share and figures that were seen', () => {
    const level: fc.Arbitrary<Level> = fc.oneof(
      fc.record({ type: fc.constant('percent' as const), percent: fc.double({ min: -1000, max: 1000, noNaN: true }) }),
      fc.constant({ type: 'some' } as const),
      fc.constant({ type: 'state', state: 'empty' } as const),
    );
    const sample = fc.record({ level, alert: fc.constantFrom(undefined, 'low' as const, 'empty' as const) });
    fc.assert(
      fc.property(fc.array(fc.array(sample, { maxLength: 40 }), { maxLength: 4 }), (histories) => {
        const { resolutionPercent, lowPercent, sentinels } = learnGauge(histories);
        if (resolutionPercent !== null) expect([1, 2, 5, 10, 20, 25]).toContain(resolutionPercent);
        if (lowPercent !== null) expect(lowPercent >= 1 && lowPercent <= 50).toBe(true);
        const shown = histories.flat().flatMap(({ level }) => (level.type === 'percent' ? [level.percent] : []));
        for (const sentinel of sentinels) expect(shown).toContain(sentinel);
      }),
    );
  });
});
