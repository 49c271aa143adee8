import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reason } from '../reasons.ts';
import { plusDays } from '../time.ts';
import type { LineDecision } from './decision.ts';
import { planOrder, replayDecision, slotTasks } from './plan.ts';
import { alertDoubt, anySituation, coverOf, forecastOf, now, openLine, situationOf } from './situation.testkit.ts';
import type { SlotSituation } from './situation.ts';
import { verdict } from './verdict.ts';

const due = situationOf({ slotId: 'due', forecast: coverOf(21) });
const other = (changes: Parameters<typeof situationOf>[0] = {}) =>
  situationOf({ slotId: 'other', deviceId: 'd2', forecast: coverOf(45), ...changes });
const slots = (all: SlotSituation[]) => planOrder(all, now)?.lines.map(({ slotId }) => slotId);

describe('A08: consolidation', () => {
  test('nothing due: no order, however short others within the window are', () => {
    expect(planOrder([other({ forecast: coverOf(21.01) })], now)).toBeNull();
    expect(planOrder([], now)).toBeNull();
  });

  test('a slot with 45 days joins, one with 46 does not', () => {
    expect(slots([due, other()])).toEqual(['due', 'other']);
    expect(slots([due, other({ forecast: coverOf(45.001) })])).toEqual(['due']);
    expect(slots([due, other({ forecast: coverOf(46) })])).toEqual(['due']);
  });

  test('it joins with what A07 gives, and says why', () => {
    const plan = planOrder(
      [due, other({ forecast: forecastOf({ share: 0.9, rate: { perDay: 0.05, low: 0.04, high: 0.06 } }), shelf: 1 })],
      now,
    );
    expect(plan?.lines[1]).toMatchObject({ kind: 'regular', reason: 'consolidation', quantity: 2, coverDays: 38 });
    expect(plan?.lines[1]?.decision.ground).toEqual({ type: 'consolidation', dueSlotIds: ['due'] });
    expect(plan?.lines[1]?.decision.otherwise.dueOn).toBe(plusDays(now, 17).toISOString());
  });

  test('slots of the same device join too', () => {
    expect(slots([due, other({ deviceId: 'd1' })])).toEqual(['due', 'other']);
  });

  test.each<[string, Parameters<typeof situationOf>[0]]>([
    ['another account', { accountId: 'another' }],
    ['another site', { siteId: 'another' }],
    ['a device that is paused', { deviceState: 'paused' }],
    ['a device set aside', { deviceState: 'set-aside' }],
    ['a device that has gone', { deviceState: 'retired' }],
    ['ordering paused', { paused: { scope: 'device', reason: 'x' } }],
    ['not reporting', { newestReadingAt: plusDays(now, -7) }],
    ['forecast unknown', { forecast: { known: false, reason: 'rate-unknown', swaps: [] } }],
    ['an open regular line', { openLines: [openLine({ outstanding: 0 })] }],
    ['an open surge line', { openLines: [openLine({ kind: 'surge', outstanding: 0 })] }],
    ['held by a cancellation', { cancelHold: { coverDaysAtCancel: 45 } }],
    ['waiting for confirmation', { forecast: coverOf(5, 40) }],
    ['within the window through an unconfirmed jump only', { forecast: coverOf(40, 60) }],
    ['a kind that is not covered', { kind: 'drum' }],
  ])('does not join: %s', (_, changes) => {
    const forecast = changes?.forecast ?? coverOf(40);
    const s = other({ ...changes, forecast });
    expect(verdict(s, now).state).not.toBe('due');
    expect(slots([due, s])).toEqual(['due']);
  });

  test('A14: an open exceptional line does not keep a slot out', () => {
    expect(slots([due, other({ openLines: [openLine({ kind: 'exceptional' })] })])).toEqual(['due', 'other']);
  });

  test('joining lines pull in nothing further: each has to be in its own window', () => {
    const wide = other({ slotId: 'wide', forecast: coverOf(60), set: { consolidationDays: 60 } });
    const narrow = other({ slotId: 'narrow', forecast: coverOf(60) });
    expect(slots([due, wide, narrow])).toEqual(['due', 'wide']);
  });

  test('several due slots make one order, the shortest first', () => {
    const shorter = other({ slotId: 'shorter', forecast: coverOf(9) });
    expect(slots([due, other(), shorter])).toEqual(['shorter', 'due', 'other']);
  });

  test('of equal cover the slot’s id decides; what has no forecast comes last', () => {
    const unknown = situationOf({ slotId: 'a', forecast: { known: false, reason: 'level-unknown', swaps: [] } });
    const same = ['d', 'b', 'c'].map((slotId) => situationOf({ slotId, forecast: coverOf(9) }));
    for (const all of [
      [unknown, ...same],
      [...same, unknown],
    ]) {
      const plan = planOrder(all, now, [{ slotId: 'a', kind: 'regular', quantity: 1 }]);
      expect(plan?.lines.map(({ slotId }) => slotId)).toEqual(['b', 'c', 'd', 'a']);
    }
  });

  test('an order is one account’s: the shortest slot decides whose', () => {
    const theirs = other({ slotId: 'theirs', accountId: 'another', forecast: coverOf(9) });
    const plan = planOrder([due, theirs], now);
    expect([plan?.accountId, slots([due, theirs])]).toEqual(['another', ['theirs']]);
  });

  test('a surge line is due like any other, so others join it', () => {
    const surge = situationOf({
      slotId: 'surge',
      forecast: forecastOf({ rate: { perDay: 0.06, low: 0.055, high: 0.07 }, share: 0.2 }),
      openLines: [openLine({ ratePerDay: 0.04 })],
    });
    expect(planOrder([surge, other()], now)?.lines).toMatchObject([
      { slotId: 'surge', kind: 'surge', reason: 'surge', quantity: 2 },
      { slotId: 'other', reason: 'consolidation' },
    ]);
  });
});

describe('A11: urgent', () => {
  test('less than 7 days of cover of any line; at 7 exactly not', () => {
    expect(planOrder([situationOf({ forecast: coverOf(6.99) }), other()], now)?.urgent).toBe(true);
    expect(planOrder([situationOf({ forecast: coverOf(7) }), other()], now)?.urgent).toBe(false);
  });

  test('A05: not through a jump that nothing confirms', () => {
    expect(planOrder([situationOf({ forecast: coverOf(0, 20) })], now)?.urgent).toBe(false);
    expect(planOrder([situationOf({ forecast: coverOf(0, 6) })], now)?.urgent).toBe(true);
  });
});

describe('A09: lost and ordered again at once', () => {
  test('as many as were lost, whatever the cover and the age of the readings', () => {
    const s = situationOf({ forecast: coverOf(80), newestReadingAt: plusDays(now, -20) });
    expect(planOrder([s], now, [{ slotId: 's1', kind: 'regular', quantity: 3 }])?.lines).toMatchObject([
      { slotId: 's1', kind: 'regular', reason: 'lost', quantity: 3, urgent: false },
    ]);
  });

  test('a surge line again as one, beside the open regular line', () => {
    const s = situationOf({ forecast: coverOf(80), openLines: [openLine()] });
    const lost = { slotId: 's1', kind: 'surge', quantity: 1 } as const;
    expect(planOrder([s], now, [lost])?.lines).toMatchObject([{ kind: 'surge', reason: 'lost' }]);
    const both = { ...s, openLines: [openLine(), openLine({ kind: 'surge' })] };
    expect(planOrder([both], now, [lost])).toBeNull();
  });

  test('also without a forecast', () => {
    const s = situationOf({ forecast: { known: false, reason: 'level-unknown', swaps: [] } });
    expect(planOrder([s], now, [{ slotId: 's1', kind: 'regular', quantity: 1 }])?.lines).toMatchObject([
      { reason: 'lost', quantity: 1, coverDays: null, ratePerDay: null },
    ]);
  });

  test.each<[string, Parameters<typeof situationOf>[0]]>([
    ['a device that has gone', { deviceState: 'retired' }],
    ['a paused device', { deviceState: 'paused' }],
    ['a device set aside: no new orders', { deviceState: 'set-aside' }],
    ['ordering paused', { paused: { scope: 'all', reason: 'x' } }],
    ['an open regular line', { openLines: [openLine()] }],
  ])('not for %s', (_, changes) => {
    expect(
      planOrder([situationOf({ forecast: coverOf(80), ...changes })], now, [
        { slotId: 's1', kind: 'regular', quantity: 1 },
      ]),
    ).toBeNull();
  });
});

describe('tasks', () => {
  test('A07: more wanted than the maximum', () => {
    const s = situationOf({ forecast: forecastOf({ rate: { perDay: 0.3, low: 0.2, high: 0.4 } }) });
    expect(planOrder([s], now)).toMatchObject({
      lines: [{ quantity: 4 }],
      tasks: [
        {
          kind: 'quantity-above-maximum',
          key: 'quantity-above-maximum/s1',
          reason: { values: { wanted: 9, maximum: 4 } },
        },
      ],
    });
    expect(planOrder([due], now)?.tasks).toEqual([]);
    // What was lost is ordered again as it was; that the rate asks for more has been told with the first order.
    const again = planOrder([s], now, [{ slotId: 's1', kind: 'regular', quantity: 2 }]);
    expect(again).toMatchObject({ lines: [{ quantity: 2, reason: 'lost' }], tasks: [] });
    expect(again?.lines[0]?.decision.ground).toEqual({ type: 'lost', kind: 'regular', quantity: 2 });
    const four = situationOf({ forecast: forecastOf({ rate: { perDay: 0.13, low: 0.1, high: 0.15 } }) });
    expect(planOrder([four], now)).toMatchObject({ lines: [{ quantity: 4 }], tasks: [] });
  });

  test('A04: an item at its trigger, for managed devices only', () => {
    const drum = situationOf({ kind: 'drum', forecast: coverOf(21) });
    expect(slotTasks(drum, now, true)).toMatchObject([
      { kind: 'item-reached-trigger', key: 'item-reached-trigger/s1' },
    ]);
    expect(slotTasks(drum, now, false)).toEqual([]);
    expect(slotTasks(situationOf({ kind: 'drum', forecast: coverOf(22) }), now, true)).toEqual([]);
    const swap = (days: number) => ({ at: plusDays(now, -days), after: plusDays(now, -days - 1) });
    const changed = { ...drum, forecast: { ...coverOf(21), swaps: [swap(400), swap(200)] } };
    expect(slotTasks(changed, now, true)).toMatchObject([
      { key: `item-reached-trigger/s1/${swap(200).at.toISOString()}`, reason: { values: { cover: 21 } } },
    ]);
  });

  test('A05: an alert that contradicts the gauge, once it lasts', () => {
    const tasksOf = (lasting: boolean) => {
      const gaugeDoubt = { reason: reason('alert-empty-gauge-higher', { percent: 60 }), since: '2026-03-01', lasting };
      return slotTasks(situationOf({ forecast: coverOf(60), gaugeDoubt }), now, false);
    };
    expect(tasksOf(true)).toMatchObject([
      { kind: 'gauge-contradicted', reason: { values: { label: 'Black', percent: 60 } } },
    ]);
    expect(tasksOf(false)).toEqual([]);
  });

  test('A09: a backorder in the way of a surge', () => {
    const s = situationOf({
      forecast: forecastOf({ rate: { perDay: 0.06, low: 0.055, high: 0.07 }, share: 0.2 }),
      openLines: [openLine({ lineId: 'l7', ratePerDay: 0.04, backordered: true })],
    });
    expect(slotTasks(s, now, false)).toMatchObject([{ kind: 'backorder-instead-of-surge', about: { lineId: 'l7' } }]);
    const job = openLine({ lineId: 'job', kind: 'exceptional', backordered: true });
    expect(slotTasks({ ...s, openLines: [job, ...s.openLines] }, now, false)).toMatchObject([
      { about: { lineId: 'l7' } },
    ]);
    expect(slotTasks({ ...s, forecast: coverOf(3) }, now, false)).toEqual([]);
  });

  test('A05: an alert that the gauge contradicts stands in the reasons, whatever the verdict, and is a task once it lasts', () => {
    for (const forecast of [coverOf(60), coverOf(3)]) {
      const s = situationOf({ forecast, gaugeDoubt: alertDoubt });
      expect(verdict(s, now).reasons.at(-1)).toEqual(alertDoubt.reason);
      expect(slotTasks(s, now, false)).toMatchObject([
        {
          kind: 'gauge-contradicted',
          key: `gauge-contradicted/s1/${alertDoubt.since}`,
          reason: { values: { percent: 60 } },
        },
      ]);
      expect(slotTasks({ ...s, gaugeDoubt: { ...alertDoubt, lasting: false } }, now, false)).toEqual([]);
    }
  });
});

describe('C: orders that explain themselves', () => {
  const stored = (decision: LineDecision): LineDecision => JSON.parse(JSON.stringify(decision));

  test('a line stores what it rests on and what would have happened otherwise', () => {
    const decision = planOrder([due], now)!.lines[0]!.decision;
    expect(stored(decision)).toEqual(decision);
    expect(decision.known.settings.triggerDays).toEqual({ value: 21, from: 'default' });
    expect(decision).toMatchObject({ format: 1, decidedAt: now.toISOString(), ground: { type: 'due' } });
    expect(decision.found).toMatchObject({ rules: ['A06', 'A07'], coverDays: 21, urgent: false });
    expect(decision.found.coverLowDays).toBeCloseTo(21 / 1.1, 5);
    expect(decision.found.coverHighDays).toBeCloseTo(21 / 0.9, 5);
    expect(decision.found.reasons.map(({ code }) => code)).toEqual([
      'cover-at-trigger',
      'trigger-usual',
      'quantity-for-days',
      'otherwise-runs-out',
    ]);
    expect(decision.otherwise).toEqual({
      runsOutOn: plusDays(now, 21).toISOString(),
      dueOn: null,
      quantityWithoutMaximum: 1,
      nextDueOn: plusDays(now, 100).toISOString(),
    });
  });

  test('it says the pack, the maximum, the urgency and what it joined', () => {
    const s = situationOf({ packSize: 2, forecast: forecastOf({ rate: { perDay: 0.3, low: 0.2, high: 0.4 } }) });
    const [first, second] = planOrder([s, other()], now)!.lines;
    expect(first!.decision.found.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['quantity-pack', 'quantity-above-maximum', 'urgent']),
    );
    expect(second!.decision.found.reasons.map(({ code }) => code)).toEqual([
      'consolidated',
      'quantity-for-days',
      'otherwise-due',
      'otherwise-runs-out',
    ]);
  });

  test('of what is hardly used, no next date is made up', () => {
    const rate = { perDay: 0, low: 0, high: 0 };
    const unused = situationOf({
      forecast: forecastOf({ rate, share: 0, daysOfUse: 0, daysLow: 0, daysHigh: 0, runsOutAt: now }),
    });
    expect(planOrder([unused], now)!.lines[0]!).toMatchObject({
      quantity: 1,
      decision: { otherwise: { nextDueOn: null } },
    });
    const rare = { perDay: 1e-9, low: 1e-9, high: 1e-9 };
    const next = planOrder(
      [
        situationOf({
          forecast: forecastOf({ rate: rare, share: 0, daysOfUse: 0, daysLow: 0, daysHigh: 0, runsOutAt: now }),
        }),
      ],
      now,
    );
    expect(next!.lines[0]!.decision.otherwise.nextDueOn).toBe(plusDays(now, 36_500).toISOString());
  });

  test('property: replaying a stored decision gives the same line', () => {
    const site = fc.tuple(...['a', 'b', 'c', 'd'].map((slotId) => anySituation(slotId)));
    const lost = fc.option(
      fc.record({
        slotId: fc.constantFrom('a', 'b'),
        kind: fc.constantFrom('regular', 'surge'),
        quantity: fc.integer({ min: 1, max: 4 }),
      }),
      {
        freq: 3,
      },
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(site, lost, (all, lost) => {
        for (const line of planOrder(all, now, lost ? [lost] : [])?.lines ?? []) {
          expect(replayDecision(stored(line.decision))).toEqual(line);
          seen.add(line.reason);
        }
      }),
      { numRuns: 1000 },
    );
    // Were hardly any site due, this would prove nothing.
    for (const reason of ['trigger', 'consolidation', 'lost', 'surge', 'blind']) {
      expect([reason, seen.has(reason)]).toEqual([reason, true]);
    }
  });

  test('a decision tampered with is found out', () => {
    const { decision, ...line } = planOrder([due], now)!.lines[0]!;
    const changed = stored(decision);
    changed.known.packSize = 3;
    expect(replayDecision(changed)).not.toMatchObject(line);
    changed.known.shelf = 5;
    expect(replayDecision(changed)).toBeNull();
  });

  test('property: no slot twice in an order, none with an open line of its kind, all of one account and site', () => {
    const site = fc.tuple(...['a', 'b', 'c', 'd'].map((slotId) => anySituation(slotId)));
    fc.assert(
      fc.property(site, (all) => {
        const plan = planOrder(all, now);
        const ids = plan?.lines.map(({ slotId }) => slotId) ?? [];
        expect(new Set(ids).size).toBe(ids.length);
        for (const { slotId, kind } of plan?.lines ?? []) {
          const s = all.find((each) => each.slotId === slotId)!;
          expect(s.openLines.some((line) => line.kind === kind)).toBe(false);
          expect(s.deviceState).toBe('enrolled');
        }
        // The order in which slots are listed does not matter.
        expect(planOrder(all.toReversed(), now)?.lines.map(({ slotId }) => slotId) ?? []).toEqual(ids);
      }),
      { numRuns: 500 },
    );
  });
});
