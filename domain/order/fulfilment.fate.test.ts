import { describe, expect, test } from 'vitest';
import { applyFulfilment } from './fulfilment.ts';
import { at, eventOf, lineOf, orderOf, shipA, told, two } from './order.testkit.ts';

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

  test('more than was shipped, without a name or with some still to leave: a task as well', () => {
    expect(told(two, shipA, deliver(3)).last).toMatchObject({
      outcome: 'partly-applied',
      retry: null,
      tasks: [{ kind: 'fulfilment-surplus' }],
    });
    expect(told(orderOf(lineOf(3)), shipA, deliver(3, '1')).last).toMatchObject({
      outcome: 'partly-applied',
      retry: null,
      tasks: [{ kind: 'fulfilment-surplus' }],
    });
  });

  test('without a name, one at a time while more leave', () => {
    const order = orderOf(lineOf(3));
    const ship = (tracking: string) => eventOf('shipped', { a: 1 }, { tracking });
    expect(told(order, ship('1'), deliver(3)).last).toMatchObject({
      outcome: 'partly-applied',
      retry: { lines: [{ lineId: 'a', quantity: 2 }] },
    });
    // Two of which one is known already.
    const { order: now, last } = told(order, ship('1'), deliver(1), ship('2'), deliver(2));
    expect(last).toMatchObject({ outcome: 'applied', tasks: [] });
    expect(now.lines[0]?.q.delivered).toBe(2);
  });

  test('more than was shipped of a single one: a task as well', () => {
    const one = orderOf(lineOf(1));
    const { last } = told(one, eventOf('shipped', { a: 1 }, { tracking: '1' }), deliver(3, '1'));
    expect(last).toMatchObject({ outcome: 'partly-applied', tasks: [{ kind: 'fulfilment-surplus' }] });
  });

  test('under a tracking number nobody has told: that of the parcel that left without one', () => {
    const ship = eventOf('shipped', { a: 2 });
    expect(told(two, ship, deliver(2, 'late')).order.lines[0]?.q.delivered).toBe(2);
    expect(told(two, shipA, deliver(2, 'wrong')).last.outcome).toBe('early');
    expect(told(two, shipA, deliver(2, '1'), deliver(2, 'wrong')).last.outcome).toBe('after-end');
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
