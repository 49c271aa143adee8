import { describe, expect, test } from 'vitest';
import { plusDays } from '../time.ts';
import { type LineDecision, revivedSituation, storedSituation } from './decision.ts';
import { alertDoubt, coverOf, forecastOf, now, openLine, situationOf } from './situation.testkit.ts';
import { planningSettings, type SlotSituation } from './situation.ts';

const plain = (s: SlotSituation) => JSON.parse(JSON.stringify(storedSituation(s))) as LineDecision['known'];

describe('what a line stores of its situation', () => {
  const jumped = { ...coverOf(10, 40), dryAt: plusDays(now, -1), runsOutAt: plusDays(now, 10), owed: 0.2 };
  const full = situationOf({
    forecast: { ...jumped, swaps: [{ at: now, after: plusDays(now, -1) }], jobUse: [1], hiddenShare: 0.04 },
    openLines: [openLine()],
    cancelHold: { coverDaysAtCancel: 12 },
    paused: { scope: 'site', reason: 'stock count' },
    productTriggerDays: 30,
    plannedEnd: { on: '2026-05-31', at: new Date('2026-05-31T22:00:00Z') },
    gaugeDoubt: alertDoubt,
  });

  test('is plain JSON, instants as ISO 8601', () => {
    expect(plain(full)).toMatchObject({
      newestReadingAt: '2026-03-10T08:00:00.000Z',
      plannedEnd: { on: '2026-05-31', at: '2026-05-31T22:00:00.000Z' },
      forecast: {
        known: true,
        runsOutAt: '2026-03-20T08:00:00.000Z',
        newestAt: '2026-03-10T08:00:00.000Z',
        dryAt: '2026-03-09T08:00:00.000Z',
        jump: { at: '2026-03-10T08:00:00.000Z', expectedShare: 0.4, readShare: 0.1 },
      },
    });
  });

  test('comes back as it was, but for what stays with the readings', () => {
    const { settings, forecast, ...rest } = revivedSituation(plain(full));
    const { settings: all, forecast: made, ...others } = full;
    expect(rest).toEqual(others);
    expect(forecast).toEqual({ ...made, swaps: [], jobUse: [], hiddenShare: undefined });
    expect(settings).toEqual(Object.fromEntries(planningSettings.map((name) => [name, all[name]])));
  });

  test('comes back without a jump, a dry gauge, a reading or a doubt where there was none', () => {
    const bare = situationOf({ newestReadingAt: null, forecast: forecastOf() });
    const back = revivedSituation(plain(bare));
    expect(back.newestReadingAt).toBeNull();
    expect(back.forecast).toEqual(bare.forecast);
    expect(Object.keys(back.forecast)).not.toContain('jump');
    expect(Object.keys(back.forecast)).not.toContain('dryAt');
    expect(Object.keys(plain(bare))).not.toContain('gaugeDoubt');
    expect(Object.keys(back)).not.toContain('plannedEnd');
  });

  test('says why a forecast was unknown', () => {
    const unknown = situationOf({ forecast: { known: false, reason: 'level-unknown', swaps: [] } });
    expect(plain(unknown).forecast).toEqual({ known: false, reason: 'level-unknown' });
    expect(revivedSituation(plain(unknown)).forecast).toEqual({ known: false, reason: 'level-unknown', swaps: [] });
  });

  test('is nothing that a caller’s object carries besides', () => {
    const more = { ...full, observations: [1], openLines: [{ ...openLine(), orderId: 'o1' }] };
    expect(plain(more)).toEqual(plain(full));
  });
});
