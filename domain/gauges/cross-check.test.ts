import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { contradictionEnd, gaugeDoubt } from './cross-check.ts';
import { knownGauge } from './known-gauge.ts';

const now = new Date('2026-03-02T12:00:00Z');
const at = (hoursAgo: number, percent: number, alert?: 'low' | 'empty'): Observation => ({
  at: new Date(now.getTime() - hoursAgo * 3_600_000),
  level: { type: 'percent', percent },
  alert,
});
const nothing = knownGauge(null, null);
const alerting = { ...nothing, alerts: true, lowPercent: 15 };
const doubt = (observations: Observation[], gauge = nothing) => gaugeDoubt(observations, gauge, 6);

describe('A05: alerts cross-check the gauge', () => {
  test('an alert that the gauge contradicts is told at once, and is a person’s matter when it lasts', () => {
    const first = [at(30, 61), at(6, 60, 'empty')];
    expect(doubt(first)).toMatchObject({
      reason: { code: 'alert-empty-gauge-higher', values: { percent: 60 } },
      lasting: false,
    });
    const since = first[1]!.at.toISOString();
    expect(doubt([...first, at(1, 60, 'empty')])).toMatchObject({ since, lasting: false });
    expect(doubt([...first, at(0, 60, 'empty')])).toMatchObject({ since, lasting: true });
    expect(doubt([...first, at(3, 60), at(0, 60, 'empty')])).toMatchObject({ lasting: false });
    expect(doubt([at(0, 45, 'low')])).toMatchObject({ reason: { code: 'alert-low-gauge-higher' } });
  });

  test('within five points of where alerts begin the gauge may be right', () => {
    const from40 = { ...nothing, lowPercent: 40 };
    expect(doubt([at(0, 45, 'low')], from40)).toBeNull();
    expect(doubt([at(0, 46, 'low')], from40)?.reason.values).toEqual({ percent: 46 });
    expect(doubt([at(0, 46, 'empty')], from40)?.reason.code).toBe('alert-empty-gauge-higher');
    expect(doubt([at(0, 10)], alerting)?.reason.code).toBe('gauge-low-without-alert');
    expect(doubt([at(0, 11)], alerting)).toBeNull();
    expect(doubt([at(0, 9)], { ...alerting, alerts: null })).toBeNull();
  });

  test('above full is full, and below nothing is no level', () => {
    expect(doubt([at(0, 130, 'low')])?.reason.values).toEqual({ percent: 100 });
    expect(doubt([at(0, -1, 'low')])).toBeNull();
    expect(doubt([at(0, -1)], alerting)).toBeNull();
  });

  test('one reading alone never lasts, and it lasts from the first of those that say the same', () => {
    expect(gaugeDoubt([at(0, 60, 'empty')], nothing, 0)?.lasting).toBe(false);
    expect(gaugeDoubt([at(1, 60, 'empty'), at(0, 60, 'empty')], nothing, 0)?.lasting).toBe(true);
    const changed = doubt([at(30, 60, 'low'), at(3, 60, 'empty'), at(0, 60, 'empty')]);
    expect(changed).toMatchObject({ since: at(3, 60).at.toISOString(), lasting: false });
    expect(doubt([at(30, 60, 'empty'), at(0, 60, 'empty')])?.since).toBe(at(30, 60).at.toISOString());
  });

  test('one that agrees, or of a gauge that tells no percentage, is none', () => {
    expect(doubt([at(0, 8, 'empty')])).toBeNull();
    expect(doubt([at(0, 30, 'low')])).toBeNull();
    expect(doubt([at(0, 60)])).toBeNull();
    expect(doubt([{ at: now, level: { type: 'some' }, alert: 'empty' }])).toBeNull();
    expect(doubt([])).toBeNull();
    expect(doubt([at(0, 45, 'low')], { ...nothing, lowPercent: 40 })).toBeNull();
  });

  test('it is over when the newest reading that tells a level shows none', () => {
    const since = at(30, 60, 'empty').at;
    const end = (...later: Observation[]) =>
      contradictionEnd([at(40, 61), at(30, 60, 'empty'), at(20, 60, 'empty'), ...later], nothing, since);
    const untold = (alert?: 'empty'): Observation => ({ at: now, level: { type: 'unknown' }, alert });
    expect(end()).toBeNull();
    expect(end(at(0, 55, 'empty'))).toBeNull();
    expect(end(at(0, 55, 'low'))).toBeNull();
    expect(end(untold())).toBeNull();
    expect(end(at(0, 55))).toEqual({ percent: 55, alert: null });
    expect(end(at(0, 4, 'empty'))).toEqual({ percent: 4, alert: 'empty' });
    expect(end(at(3, 55), untold('empty'))).toEqual({ percent: 55, alert: null });
    expect(end(at(3, 55), at(0, 55, 'empty'))).toBeNull();
    // A gauge below its own "low" without an alert is told, but is another matter.
    expect(contradictionEnd([at(30, 60, 'empty'), at(0, 5)], alerting, since)).toEqual({ percent: 5, alert: null });
  });

  test('it is over when what the gauge said is known to be no level, however old readings were', () => {
    const since = at(30, 60, 'empty').at;
    const corrected: Observation[] = [at(40, 20), { at: since, level: { type: 'unknown' }, alert: 'empty' }];
    expect(contradictionEnd(corrected, nothing, since)).toEqual({ percent: null, alert: null });
    expect(contradictionEnd([at(40, 20)], nothing, since)).toBeNull();
  });

  test('a low gauge without the alert that the model is known to give is told, and is nobody’s task', () => {
    const low = [at(30, 9), at(0, 9)];
    expect(doubt(low, alerting)).toMatchObject({
      reason: { code: 'gauge-low-without-alert', values: { percent: 9, low: 15 } },
    });
    expect(doubt(low, alerting)!.lasting).toBe(false);
    expect(doubt(low)).toBeNull();
    expect(doubt([at(0, 12)], alerting)).toBeNull();
    expect(doubt([at(0, 9, 'low')], alerting)).toBeNull();
  });
});
