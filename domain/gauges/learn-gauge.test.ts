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
    expect(learnGauge([emptied(10), [{ level: { type: 'some' } }]]).resolutionPercent).toBeNull();
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

  test('a step takes thirty readings between empty and full', () => {
    const tens = (count: number) => levels(...Array.from({ length: count }, (_, i) => 90 - 10 * (i % 9)));
    // The newest reading does not teach yet.
    expect(learnGauge([tens(15), tens(15)]).resolutionPercent).toBeNull();
    expect(learnGauge([tens(15), tens(16)]).resolutionPercent).toBe(10);
  });

  test('up to eight levels are bars', () => {
    const shown = (count: number) => {
      const each = Array.from({ length: count }, (_, i) => 10 * i + 10);
      return learnGauge([levels(...each, ...each, ...each), levels(...each, ...each)]).levels;
    };
    expect(shown(8)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
    expect(shown(9)).toBeNull();
  });

  describe('a figure is no level', () => {
    const odd = (before: number, figure: number, after: number) =>
      learnGauge([levels(before, figure, after, figure, before), levels(before, figure, after)]).sentinels;

    test('where it stands far from both its neighbours, which agree', () => {
      expect(odd(60, 39, 60)).toEqual([39]);
      expect(odd(60, 40, 60)).toEqual([]);
      expect(odd(49, 29, 55)).toEqual([]);
      expect(odd(55, 29, 49)).toEqual([]);
      expect(odd(60, 29, 50)).toEqual([29]);
      expect(odd(61, 29, 50)).toEqual([]);
      expect(odd(39, 60, 39)).toEqual([60]);
    });

    test('where it came and went three times, however long it stood', () => {
      expect(learnGauge([levels(60, 33, 33, 33, 60), levels(60, 33, 33, 60)]).sentinels).toEqual([]);
      expect(learnGauge([levels(60, 33, 60, 33, 60), levels(60, 33, 60)]).sentinels).toEqual([33]);
      expect(learnGauge([levels(60, 33, 33, 60, 33, 33, 60), levels(60, 33, 33, 60)]).sentinels).toEqual([33]);
      expect(learnGauge([levels(60, 33, 60, 33, 60, 33, 60), levels(60, 50)]).sentinels).toEqual([]);
      const both = levels(60, 133, 60, 33, 60, 133, 60, 33, 60);
      expect(learnGauge([both, both]).sentinels).toEqual([33, 133]);
    });

    test('and not at either end, where nothing stands beside it', () => {
      expect(learnGauge([levels(33, 60, 33, 60, 33), levels(33, 60, 33)]).sentinels).toEqual([60]);
    });

    test('nor one that is come to by use, too: full bars that a swap or a trial is seen between', () => {
      const times = (count: number) => [...emptied(25), ...levels(75, ...Array(count).fill([25, 75]).flat())];
      expect(learnGauge([times(2), times(2)]).sentinels).toEqual([]);
      // Once by use, and five times without: that is no bar.
      expect(learnGauge([times(5), times(5)]).sentinels).toEqual([25]);
    });

    test('nor below nothing or above full: those teach no step either', () => {
      const beyond = [...emptied(10), ...levels(-7, -13, 103, 107)];
      expect(learnGauge([beyond, beyond])).toMatchObject({ resolutionPercent: 10 });
      const bars = [...emptied(25), ...levels(-7, 255, 75, 33, 75, 33, 75)];
      expect(learnGauge([bars, bars])).toMatchObject({ levels: [0, 25, 50, 75, 100], sentinels: [33] });
    });
  });

  describe('alerts', () => {
    const cartridges = (alerting: number, silent: number, low = 15) =>
      learnGauge([...Array(alerting).fill(emptied(1, low)), ...Array(silent).fill(emptied(1))]);

    test('are given where four cartridges in five had one, not where one in five had', () => {
      const given = [
        [4, 1],
        [3, 1],
        [2, 3],
        [1, 4],
        [0, 3],
        [0, 2],
      ] as const;
      expect(given.map(([some, none]) => cartridges(some, none).alerts)).toEqual([
        true,
        null,
        null,
        false,
        false,
        null,
      ]);
    });

    test('begin at the middle of the levels seen, within what "low" can mean', () => {
      expect(learnGauge([12, 14, 16, 18].map((low) => emptied(1, low))).lowPercent).toBe(14);
      expect(cartridges(3, 0, 60).lowPercent).toBe(50);
      expect(cartridges(3, 0, 0).lowPercent).toBe(1);
      expect(cartridges(2, 0).lowPercent).toBeNull();
    });

    test('begin on several devices, and after a reading without', () => {
      const thrice = [...emptied(1, 15), ...emptied(1, 15), ...emptied(1, 15)];
      expect(learnGauge([thrice, emptied(1)]).lowPercent).toBeNull();
      expect(learnGauge([thrice, emptied(1, 15)]).lowPercent).toBe(15);
      const always = emptied(1, 100);
      expect(learnGauge([always, always, always]).lowPercent).toBeNull();
    });

    test('are not missed of a level that was low for one reading', () => {
      const once = levels(20, 15, 10, 100, 90, 80);
      expect(learnGauge([once, once, once]).alerts).toBeNull();
      const apart = levels(20, 10, 60, 50, 10, 60);
      expect(learnGauge([apart, apart, apart]).alerts).toBeNull();
      const twice = levels(20, 10, 9, 100, 90, 80);
      expect(learnGauge([twice, twice, twice]).alerts).toBe(false);
    });
  });

  test('how much it rests on', () => {
    expect(learnGauge([emptied(1), emptied(1), []])).toMatchObject({ devices: 2, readings: 202 });
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
