import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balance } from '../ledger.ts';
import { releaseOrder } from './cancellation.ts';
import type { FollowedLine, FollowedOrder, FulfilmentResult } from './followed.ts';
import { applyFulfilment } from './fulfilment.ts';
import { anyEvent, at, eventOf, lineOf, orderOf, written } from './order.testkit.ts';
import type { FulfilmentEvent } from './types.ts';

/** Applies the events one after the other and gives the order and the last result. */
function told(order: FollowedOrder, ...events: FulfilmentEvent[]): { order: FollowedOrder; last: FulfilmentResult } {
  let last: FulfilmentResult | undefined;
  let now = order;
  for (const event of events) {
    last = applyFulfilment(now, event);
    now = written(now, last);
  }
  return { order: now, last: last! };
}

const b = (line: FollowedLine): FollowedLine => ({ ...line, id: 'b', deviceId: 'd2' });
const two = orderOf(lineOf(2), b(lineOf(1)));
const shipA = eventOf('shipped', { a: 2 }, { tracking: '1' });

describe('shipped', () => {
  test('makes a parcel, moves the books and is mailed once for the parcel', () => {
    const { order, last } = told(two, eventOf('shipped', { a: 2, b: 1 }, { tracking: '1', expectedOn: '2026-03-05' }));
    expect(last.outcome).toBe('applied');
    expect(order.lines.map(({ q, expectedOn }) => [q.released, q.shipped, expectedOn])).toEqual([
      [0, 2, '2026-03-05'],
      [0, 1, '2026-03-05'],
    ]);
    expect(order.parcels).toMatchObject([
      {
        carrier: 'ups',
        tracking: '1',
        expectedOn: '2026-03-05',
        lines: [
          { lineId: 'a', quantity: 2 },
          { lineId: 'b', quantity: 1 },
        ],
      },
    ]);
    expect(last.notices).toEqual([{ kind: 'shipped', key: 'order/o1/shipped/ups/1', lineIds: ['a', 'b'] }]);
    expect(last.moves).toMatchObject([
      { reason: 'shipped', units: 2, lineId: 'a', from: { place: 'supplier' }, to: { place: 'transit' } },
      { reason: 'shipped', units: 1, lineId: 'b' },
    ]);
  });

  test('doubled: the same parcel told twice counts once', () => {
    const { last } = told(two, shipA, { ...shipA, occurredAt: at(9) });
    expect(last).toMatchObject({ outcome: 'duplicate', lines: [], parcels: [], moves: [], notices: [], tasks: [] });
  });

  test('the same parcel told line by line: one mail', () => {
    const { order, last } = told(two, shipA, eventOf('shipped', { b: 1 }, { tracking: '1' }));
    expect(last.outcome).toBe('applied');
    expect(order.parcels).toHaveLength(1);
    expect(last.notices).toEqual([]);
  });

  test('in two parcels: two mails', () => {
    const first = eventOf('shipped', { a: 1 }, { tracking: '1' });
    const { order, last } = told(two, first, eventOf('shipped', { a: 1 }, { tracking: '2' }));
    expect(order.parcels.map(({ tracking }) => tracking)).toEqual(['1', '2']);
    expect(last.notices).toMatchObject([{ kind: 'shipped', key: 'order/o1/shipped/ups/2' }]);
  });

  test('more than remains: up to the rest, and a task for the surplus', () => {
    const { order, last } = told(two, eventOf('shipped', { a: 5 }, { tracking: '1' }));
    expect(last.outcome).toBe('partly-applied');
    expect(order.lines[0]?.q.shipped).toBe(2);
    expect(last.tasks).toMatchObject([
      { kind: 'fulfilment-surplus', about: { lineId: 'a' }, reason: { values: { stated: 5, applied: 2 } } },
    ]);
  });

  test('an unknown line is a task; the others are applied', () => {
    const { order, last } = told(two, eventOf('shipped', { b: 1, z: 1 }, { tracking: '1' }));
    expect(last.outcome).toBe('partly-applied');
    expect(order.lines[1]?.q.shipped).toBe(1);
    expect(last.tasks).toMatchObject([{ kind: 'fulfilment-unknown-line', about: { orderId: 'o1' } }]);
    expect(told(two, eventOf('shipped', { z: 1 }, { tracking: '1' })).last).toMatchObject({
      outcome: 'unknown-line',
      parcels: [],
      notices: [],
    });
  });

  test('before it is released: early, kept, and applied when tried again', () => {
    const held = orderOf(lineOf(2, {}));
    const { last } = told(held, shipA);
    expect(last).toMatchObject({ outcome: 'early', parcels: [], tasks: [], retry: shipA });
    const released = written(held, releaseOrder(held));
    expect(applyFulfilment(released, last.retry!).outcome).toBe('applied');
  });

  test('before available is heard: taken from what is out of stock, and mailed as shipped once available again', () => {
    const { order, last } = told(two, eventOf('backordered', { a: 2 }), { ...shipA, occurredAt: at(5) });
    expect(order.lines[0]?.q).toMatchObject({ backordered: 0, shipped: 2 });
    expect(last.notices).toMatchObject([{ kind: 'shipped-after-backorder', key: 'order/o1/shipped/ups/1' }]);
  });

  test('what is in stock leaves before what is not', () => {
    const { order } = told(two, eventOf('backordered', { a: 1 }), eventOf('shipped', { a: 1 }, { tracking: '1' }));
    expect(order.lines[0]?.q).toMatchObject({ released: 0, backordered: 1, shipped: 1 });
  });

  test('after the line was cancelled: a task, nothing else', () => {
    const cancelled = orderOf(lineOf(2, { waiting: 0, cancelled: 2 }));
    expect(told(cancelled, shipA).last).toMatchObject({
      outcome: 'after-end',
      lines: [],
      parcels: [],
      tasks: [{ kind: 'fulfilment-after-end', reason: { values: { state: 'cancelled' } } }],
    });
  });

  test('without a parcel’s name: the instant names it, so told again it counts once', () => {
    const event = eventOf('shipped', { a: 2 });
    const { order, last } = told(two, event, event);
    expect(order.parcels).toMatchObject([{ carrier: 'unnamed', tracking: at(0).toISOString() }]);
    expect(last.outcome).toBe('duplicate');
  });

  test('a line stated twice in one message is stated once with the sum', () => {
    const event = {
      ...shipA,
      lines: [
        { lineId: 'a', quantity: 1 },
        { lineId: 'a', quantity: 1 },
      ],
    };
    expect(told(two, event).order.lines[0]?.q.shipped).toBe(2);
  });
});

describe('A11: backordered and available', () => {
  const out = eventOf('backordered', { a: 2, b: 1 }, { minutes: 1 });

  test('one mail per message, all its lines', () => {
    const { order, last } = told(two, out);
    expect(order.lines.map(({ q }) => q.backordered)).toEqual([2, 1]);
    expect(last.notices).toEqual([
      { kind: 'backordered', key: `order/o1/backordered/${at(1).toISOString()}`, lineIds: ['a', 'b'] },
    ]);
    expect(last.moves).toEqual([]);
  });

  test('doubled: nothing, and no second mail', () => {
    expect(told(two, out, out).last).toMatchObject({ outcome: 'duplicate', notices: [] });
    const again = { ...out, occurredAt: at(2) };
    expect(told(two, out, again).last).toMatchObject({ outcome: 'duplicate', notices: [] });
  });

  test('doubled after only a part: still that part', () => {
    const part = eventOf('backordered', { a: 1 }, { minutes: 1 });
    const { order } = told(two, part, { ...part, occurredAt: at(2) });
    expect(order.lines[0]?.q).toMatchObject({ released: 1, backordered: 1 });
  });

  test('available again, then shipped: mailed as shipped once available again', () => {
    const back = eventOf('available', { a: 2 }, { minutes: 2 });
    const { order, last } = told(two, out, back, { ...shipA, occurredAt: at(3) });
    expect(order.lines[0]?.q).toMatchObject({ released: 0, backordered: 0, shipped: 2 });
    expect(last.notices[0]?.kind).toBe('shipped-after-backorder');
  });

  test('out of order: "backordered" that is older than "available" is late and changes nothing', () => {
    const back = eventOf('available', { a: 2 }, { minutes: 5 });
    const { order, last } = told(two, back, eventOf('backordered', { a: 2 }, { minutes: 1 }));
    expect(last).toMatchObject({ outcome: 'no-effect', notices: [] });
    expect(order.lines[0]?.q.backordered).toBe(0);
  });

  test('out of order: "available" that is older than "backordered" does not bring it back', () => {
    const { order, last } = told(
      two,
      eventOf('backordered', { a: 2 }, { minutes: 5 }),
      eventOf('available', { a: 2 }, { minutes: 1 }),
    );
    expect(last.outcome).toBe('no-effect');
    expect(order.lines[0]?.q.backordered).toBe(2);
  });

  test('available told twice frees no more than once', () => {
    const back = eventOf('available', { a: 1 }, { minutes: 2 });
    const { order, last } = told(two, out, back, back);
    expect(last.outcome).toBe('duplicate');
    expect(order.lines[0]?.q).toMatchObject({ released: 1, backordered: 1 });
  });

  test('after everything has left: no effect, no mail, no task', () => {
    const { last } = told(two, shipA, eventOf('backordered', { a: 2 }, { minutes: 9 }));
    expect(last).toMatchObject({ outcome: 'no-effect', notices: [], tasks: [] });
  });

  test('before release: early; after the end: over', () => {
    expect(told(orderOf(lineOf(2, {})), eventOf('backordered', { a: 1 })).last.outcome).toBe('early');
    const over = orderOf(lineOf(1, { waiting: 0, shipped: 1, delivered: 1 }));
    expect(told(over, eventOf('backordered', { a: 1 })).last.outcome).toBe('after-end');
    expect(told(over, eventOf('available', { a: 1 })).last.outcome).toBe('after-end');
  });

  test('more than the line ever had is a task; more than is left of it is not', () => {
    expect(told(two, eventOf('backordered', { a: 3 })).last.tasks).toMatchObject([{ kind: 'fulfilment-surplus' }]);
    const part = eventOf('shipped', { a: 1 }, { tracking: '1' });
    const { order, last } = told(two, part, eventOf('backordered', { a: 2 }));
    expect(last).toMatchObject({ outcome: 'applied', tasks: [] });
    expect(order.lines[0]?.q).toMatchObject({ backordered: 1, shipped: 1 });
  });
});

describe('A11: expected dates', () => {
  const withRunOut = orderOf({ ...lineOf(2), expectedOn: '2026-03-05', runOutOn: '2026-03-10' });
  const dated = (expectedOn: string, minutes = 1) => eventOf('backordered', { a: 2 }, { expectedOn, minutes });
  const kinds = (result: FulfilmentResult) => result.notices.map(({ kind }) => kind);

  test('a changed one is shown, not mailed', () => {
    const { order, last } = told(withRunOut, dated('2026-03-08'), dated('2026-03-09', 2));
    expect(order.lines[0]?.expectedOn).toBe('2026-03-09');
    expect(last).toMatchObject({ outcome: 'applied', notices: [], tasks: [] });
  });

  test('one on the day of the run-out is in time; one after it is mailed and becomes a task', () => {
    expect(kinds(told(withRunOut, dated('2026-03-10')).last)).toEqual(['backordered']);
    const { last } = told(withRunOut, dated('2026-03-11'));
    expect(kinds(last)).toEqual(['backordered', 'expected-after-run-out']);
    expect(last.notices[1]).toEqual({
      kind: 'expected-after-run-out',
      key: 'order/o1/late/a/2026-03-11',
      lineIds: ['a'],
    });
    expect(last.tasks).toMatchObject([
      { kind: 'expected-after-run-out', reason: { values: { expected: '2026-03-11', runOut: '2026-03-10' } } },
    ]);
  });

  test('the same late date told again is not mailed again', () => {
    expect(told(withRunOut, dated('2026-03-11'), dated('2026-03-11', 2)).last.notices).toEqual([]);
  });

  test('a shipment told again with another date moves the parcel’s date', () => {
    const again = eventOf('shipped', { a: 2 }, { tracking: '1', expectedOn: '2026-03-09' });
    const { order, last } = told(withRunOut, shipA, again);
    expect(order.parcels[0]?.expectedOn).toBe('2026-03-09');
    expect(order.lines[0]?.expectedOn).toBe('2026-03-09');
    expect(last).toMatchObject({ outcome: 'applied', moves: [], notices: [] });
  });

  test('what is over has no expected date any more', () => {
    const over = orderOf({ ...lineOf(1, { waiting: 0, cancelled: 1 }), runOutOn: '2026-03-10' });
    expect(told(over, eventOf('backordered', { a: 1 }, { expectedOn: '2026-03-11' })).last).toMatchObject({
      lines: [],
      notices: [],
    });
  });
});

describe('delivered', () => {
  const deliver = (quantity: number, tracking?: string) =>
    eventOf('delivered', { a: quantity }, { minutes: 60, tracking });

  test('moves the books to the shelf of the line’s device; no mail', () => {
    const { order, last } = told(two, shipA, deliver(2, '1'));
    expect(order.lines[0]?.q.delivered).toBe(2);
    expect(last).toMatchObject({
      outcome: 'applied',
      notices: [],
      moves: [{ reason: 'delivered', units: 2, to: { place: 'shelf', deviceId: 'd1' }, lineId: 'a' }],
    });
  });

  test('A18: for a device that has gone it goes on to unassigned stock', () => {
    const gone = orderOf({ ...lineOf(2), deviceGone: true });
    const { last } = told(gone, shipA, deliver(2, '1'));
    expect(last.moves.map(({ reason }) => reason)).toEqual(['delivered', 'to-unassigned']);
  });

  test('before shipped: early, and applied when tried again', () => {
    const early = told(two, deliver(2, '1')).last;
    expect(early).toMatchObject({ outcome: 'early', lines: [], retry: { type: 'delivered' } });
    const shippedNow = told(two, shipA).order;
    expect(applyFulfilment(shippedNow, early.retry!).outcome).toBe('applied');
  });

  test('of a parcel without lines: all that is in it', () => {
    const whole = { ...deliver(0, '1'), lines: [] };
    const ship = eventOf('shipped', { a: 2, b: 1 }, { tracking: '1' });
    expect(told(two, ship, whole).order.lines.map(({ q }) => q.delivered)).toEqual([2, 1]);
    expect(told(two, whole).last).toMatchObject({ outcome: 'early', retry: whole });
  });

  test('doubled: nothing', () => {
    expect(told(two, shipA, deliver(2, '1'), deliver(2, '1')).last).toMatchObject({ outcome: 'duplicate', moves: [] });
    expect(told(two, shipA, deliver(2), deliver(2)).last).toMatchObject({ outcome: 'duplicate', moves: [] });
    expect(told(two, shipA, deliver(1, '1'), deliver(1, '1')).order.lines[0]?.q.delivered).toBe(1);
  });

  test('in part, then whole', () => {
    const { order, last } = told(two, shipA, deliver(1, '1'), deliver(2, '1'));
    expect(order.lines[0]?.q.delivered).toBe(2);
    expect(last.moves).toMatchObject([{ units: 1 }]);
  });

  test('without a parcel’s name: the oldest parcels first, and what has not left yet later', () => {
    const order = orderOf(lineOf(3));
    const first = eventOf('shipped', { a: 1 }, { tracking: '1' });
    const second = eventOf('shipped', { a: 1 }, { tracking: '2', minutes: 1 });
    const one = told(order, first, second, deliver(1));
    expect(one.order.parcels.map(({ lines }) => lines[0]?.delivered)).toEqual([1, 0]);
    const three = told(order, first, second, deliver(3)).last;
    expect(three).toMatchObject({
      outcome: 'partly-applied',
      tasks: [],
      retry: { lines: [{ lineId: 'a', quantity: 1 }] },
    });
  });

  test('more than was shipped: the rest is a task', () => {
    const { order, last } = told(two, shipA, deliver(3, '1'));
    expect(order.lines[0]?.q.delivered).toBe(2);
    expect(last).toMatchObject({ outcome: 'partly-applied', tasks: [{ kind: 'fulfilment-surplus' }] });
  });

  test('under a tracking number nobody has told: that of the parcel that left without one', () => {
    const ship = eventOf('shipped', { a: 2 });
    expect(told(two, ship, deliver(2, 'late')).order.lines[0]?.q.delivered).toBe(2);
    expect(told(two, shipA, deliver(2, 'wrong')).last.outcome).toBe('early');
  });

  test('after it was presumed: confirmed, the books stay', () => {
    const presumed = orderOf(lineOf(2, { waiting: 0, shipped: 2, presumed: 2 }));
    const packed = { lineId: 'a', quantity: 2, delivered: 0, presumed: 2, lost: 0, returned: 0 };
    const parcels = [{ id: 'p', carrier: 'ups', tracking: '1', shippedAt: at(0), lines: [packed] }];
    const { order, last } = told({ ...presumed, parcels }, deliver(2, '1'));
    expect(order.lines[0]?.q).toMatchObject({ presumed: 0, delivered: 2 });
    expect(last).toMatchObject({ outcome: 'applied', moves: [] });
  });

  test('after it was lost: found again, on the shelf after all', () => {
    const { order, last } = told(two, shipA, eventOf('lost', { a: 2 }, { tracking: '1' }), deliver(2, '1'));
    expect(order.lines[0]?.q).toMatchObject({ lost: 0, delivered: 2 });
    expect(last.moves).toMatchObject([{ reason: 'found-again', units: 2 }]);
  });

  test('told again without a name, it does not bring back what was lost', () => {
    const lost = eventOf('lost', { a: 1 }, { tracking: '1' });
    const { order, last } = told(two, shipA, deliver(1), lost, deliver(1));
    expect(order.lines[0]?.q).toMatchObject({ lost: 1, delivered: 1 });
    expect(last.outcome).toBe('duplicate');
  });
});

describe('lost and returned', () => {
  const lose = (quantity: number) => eventOf('lost', { a: quantity }, { tracking: '1', minutes: 60 });
  const bring = (quantity: number, tracking?: string) =>
    eventOf('returned', { a: quantity }, { tracking, minutes: 90 });
  const arrived = eventOf('delivered', { a: 2 }, { tracking: '1', minutes: 30 });

  test('A09: lost: the line closes and as many are ordered again', () => {
    const { order, last } = told(two, shipA, lose(2));
    expect(order.lines[0]?.q.lost).toBe(2);
    expect(last).toMatchObject({
      outcome: 'applied',
      moves: [{ reason: 'lost-in-transit', units: 2 }],
      reorder: [{ lineId: 'a', quantity: 2 }],
    });
  });

  test('A09: lost in part: ordered again once the rest has arrived and the line closes', () => {
    const part = told(two, shipA, lose(1));
    expect(part.last.reorder).toEqual([]);
    expect(told(part.order, eventOf('delivered', { a: 1 }, { tracking: '1' })).last.reorder).toEqual([
      { lineId: 'a', quantity: 1 },
    ]);
  });

  test('lost told twice: ordered again once', () => {
    expect(told(two, shipA, lose(2), lose(2)).last).toMatchObject({ outcome: 'duplicate', reorder: [] });
  });

  test('lost after delivered: a task, nothing else', () => {
    expect(told(two, shipA, arrived, lose(2)).last).toMatchObject({
      outcome: 'after-end',
      lines: [],
      reorder: [],
      tasks: [{ kind: 'fulfilment-after-end', reason: { values: { state: 'delivered' } } }],
    });
  });

  test('returned from the way, and after delivery from the shelf', () => {
    expect(told(two, shipA, bring(2, '1')).last.moves).toMatchObject([{ reason: 'returned-in-transit', units: 2 }]);
    const { order, last } = told(two, shipA, arrived, bring(1, '1'));
    expect(order.lines[0]?.q).toMatchObject({ delivered: 1, returned: 1 });
    expect(last.moves).toMatchObject([
      { reason: 'returned-from-shelf', units: 1, from: { place: 'shelf', deviceId: 'd1' } },
    ]);
  });

  test('returned is not ordered again', () => {
    expect(told(two, shipA, bring(2, '1')).last.reorder).toEqual([]);
  });

  test('returned told twice takes no more from the shelf, with the parcel’s name or without', () => {
    expect(told(two, shipA, arrived, bring(1, '1'), bring(1, '1')).last.outcome).toBe('duplicate');
    expect(told(two, shipA, arrived, bring(1), bring(1)).last.outcome).toBe('duplicate');
  });

  test('delivered after returned is over', () => {
    expect(told(two, shipA, bring(2, '1'), arrived).last).toMatchObject({
      outcome: 'after-end',
      tasks: [{ kind: 'fulfilment-after-end' }],
    });
  });

  test('returned after lost came back after all', () => {
    expect(told(two, shipA, lose(2), bring(2, '1')).last.moves).toMatchObject([{ reason: 'returned-after-loss' }]);
  });
});

describe('properties', () => {
  const start = orderOf({ ...lineOf(3), runOutOn: '2026-03-15' }, b(lineOf(2)));

  test('the order given is not changed', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), anyEvent, (events, event) => {
        const { order } = events.length === 0 ? { order: start } : told(start, ...events);
        const before = structuredClone(order);
        applyFulfilment(order, event);
        expect(order).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('a message told twice in a row does nothing the second time, but what comes early may wait', () => {
    const named = anyEvent.filter(
      ({ type, parcel }) => type === 'shipped' || type === 'backordered' || parcel !== undefined,
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), named, (events, event) => {
        const first = told(start, ...events, event);
        const second = told(first.order, event).last;
        expect(second.moves).toEqual([]);
        expect(second.notices).toEqual([]);
        expect(second.outcome).not.toBe('applied');
      }),
      { numRuns: 1000 },
    );
  });

  test('A15: the books follow the lines and sum to zero', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 15 }), (events) => {
        const moves = [];
        let order = start;
        for (const event of events) {
          const result = applyFulfilment(order, event);
          moves.push(...result.moves);
          order = written(order, result);
        }
        const books = balance(moves).get('black') ?? new Map<string, number>();
        const sum = (name: 'shipped' | 'delivered' | 'presumed' | 'lost' | 'returned') =>
          order.lines.reduce((total, { q }) => total + q[name], 0);
        const at = (place: string) => books.get(place) ?? 0;
        expect([...books.values()].reduce((total, units) => total + units, 0)).toBe(0);
        expect(at('supplier') + sum('shipped')).toBe(0);
        expect(at('shelf/d1') + at('shelf/d2')).toBe(sum('delivered') + sum('presumed'));
        expect(at('lost')).toBe(sum('lost'));
        expect(at('returned')).toBe(sum('returned'));
      }),
      { numRuns: 1000 },
    );
  });

  test('one mail per parcel, whatever is told how often', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 15 }), (events) => {
        const keys: string[] = [];
        let order = start;
        for (const event of events) {
          const result = applyFulfilment(order, event);
          keys.push(...result.notices.filter(({ kind }) => kind.startsWith('shipped')).map(({ key }) => key));
          order = written(order, result);
        }
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toHaveLength(order.parcels.length);
      }),
      { numRuns: 500 },
    );
  });

  test('messages in any order, each early one tried again after every other, end the same', () => {
    const story = [
      eventOf('backordered', { a: 2 }, { minutes: 1 }),
      eventOf('shipped', { a: 1, b: 2 }, { tracking: '1', minutes: 2 }),
      eventOf('available', { a: 2 }, { minutes: 3 }),
      eventOf('delivered', { a: 1, b: 2 }, { tracking: '1', minutes: 4 }),
      eventOf('shipped', { a: 2 }, { tracking: '2', minutes: 5 }),
      eventOf('delivered', { a: 2 }, { tracking: '2', minutes: 6 }),
    ];
    const all = story.length;
    fc.assert(
      fc.property(fc.shuffledSubarray(story, { minLength: all, maxLength: all }), (events) => {
        let order = start;
        let kept: FulfilmentEvent[] = [];
        for (const event of events) {
          const waiting = [event, ...kept];
          kept = [];
          for (const each of waiting) {
            const result = applyFulfilment(order, each);
            order = written(order, result);
            if (result.retry) kept.push(result.retry);
          }
        }
        expect(kept).toEqual([]);
        expect(order.lines.map(({ q }) => [q.shipped, q.delivered])).toEqual([
          [3, 3],
          [2, 2],
        ]);
      }),
    );
  });
});
