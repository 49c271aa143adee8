import { describe, expect, test } from 'vitest';
import { releaseOrder } from './cancellation.ts';
import type { FulfilmentResult } from './followed.ts';
import { applyFulfilment } from './fulfilment.ts';
import { asB, at, eventOf, lineOf, orderOf, shipA, told, two, written } from './order.testkit.ts';

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
    expect(told(two, eventOf('shipped', { a: 3 }, { tracking: '1' })).last.tasks).toHaveLength(1);
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
    expect(told(orderOf(lineOf(1, {})), eventOf('shipped', { a: 1 }, { tracking: '1' })).last.outcome).toBe('early');
    const held = orderOf(lineOf(2, {}));
    const { last } = told(held, shipA);
    expect(last).toMatchObject({ outcome: 'early', parcels: [], tasks: [], retry: shipA });
    const released = written(held, releaseOrder(held));
    expect(applyFulfilment(released, last.retry!).outcome).toBe('applied');
  });

  test('all has left in other parcels: a task, and no date of a parcel that cannot be', () => {
    const { order, last } = told(two, shipA, eventOf('shipped', { a: 1 }, { tracking: '2', expectedOn: '2026-03-09' }));
    expect(last).toMatchObject({ outcome: 'no-effect', parcels: [], tasks: [{ kind: 'fulfilment-surplus' }] });
    expect(order.lines[0]?.expectedOn).toBeUndefined();
  });

  test('before available is heard: taken from what is out of stock, and mailed as shipped once available again', () => {
    const { order, last } = told(two, eventOf('backordered', { a: 2 }), { ...shipA, occurredAt: at(5) });
    expect(order.lines[0]?.q).toMatchObject({ backordered: 0, shipped: 2 });
    expect(last.notices).toMatchObject([{ kind: 'shipped-after-backorder', key: 'order/o1/shipped/ups/1' }]);
  });

  test('a parcel in which anything was out of stock is mailed as shipped once available again', () => {
    const both = eventOf('shipped', { a: 2, b: 1 }, { tracking: '1', minutes: 5 });
    const { last } = told(two, eventOf('backordered', { b: 1 }), both);
    expect(last.notices).toMatchObject([{ kind: 'shipped-after-backorder', lineIds: ['a', 'b'] }]);
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

  test('a message about nothing has no effect', () => {
    expect(told(two, { ...shipA, lines: [] }).last).toMatchObject({ outcome: 'no-effect', parcels: [], notices: [] });
  });

  test('of lines that could not be, the outcome says what matters most', () => {
    const order = orderOf(lineOf(1, {}), asB(lineOf(1, { waiting: 0, cancelled: 1 })));
    expect(told(order, eventOf('shipped', { a: 1, b: 1, z: 1 }, { tracking: '1' })).last.outcome).toBe('early');
    expect(told(order, eventOf('shipped', { b: 1, z: 1 }, { tracking: '1' })).last.outcome).toBe('unknown-line');
    expect(told(order, eventOf('backordered', { b: 1 })).last.outcome).toBe('after-end');
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
      { kind: 'backordered', key: `order/o1/backordered/${at(1).toISOString()}/a+b`, lineIds: ['a', 'b'] },
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

  test('some are and some are not: the rest follows', () => {
    const part = eventOf('backordered', { a: 1 }, { minutes: 1 });
    const { order, last } = told(two, part, eventOf('backordered', { a: 2 }, { minutes: 2 }));
    expect(last.outcome).toBe('applied');
    const back = told(order, eventOf('available', { a: 1 }, { minutes: 3 }));
    expect(back.last.outcome).toBe('applied');
    expect(back.order.lines[0]?.q).toMatchObject({ released: 1, backordered: 1 });
    expect(told(back.order, eventOf('available', { a: 1 }, { minutes: 4 })).order.lines[0]?.q.released).toBe(2);
  });

  test('available without having been out of stock: no effect, but remembered', () => {
    const { order, last } = told(two, eventOf('available', { a: 1 }, { minutes: 3 }));
    expect(last.outcome).toBe('no-effect');
    expect(order.lines[0]?.stockSaid).toEqual({ type: 'available', at: at(3) });
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
    expect(told(orderOf(lineOf(1, {})), eventOf('backordered', { a: 1 })).last.outcome).toBe('early');
    const over = orderOf(lineOf(1, { waiting: 0, shipped: 1, delivered: 1 }));
    expect(told(over, eventOf('backordered', { a: 1 })).last.outcome).toBe('after-end');
    expect(told(over, eventOf('available', { a: 1 })).last.outcome).toBe('after-end');
  });

  test('more than the line ever had is a task; more than is left of it is not', () => {
    expect(told(two, eventOf('backordered', { a: 3 })).last.tasks).toMatchObject([{ kind: 'fulfilment-surplus' }]);
    const less = orderOf(lineOf(3, { waiting: 0, released: 1, cancelled: 2 }));
    expect(told(less, eventOf('backordered', { a: 2 })).last.tasks).toMatchObject([{ kind: 'fulfilment-surplus' }]);
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

  test('lines that one message moves to the same late date share a mail; each has its task', () => {
    const late = { expectedOn: '2026-03-05', runOutOn: '2026-03-10' };
    const line = (id: string, ordered: number) => ({ ...lineOf(ordered), id, ...late });
    const three = orderOf(line('a', 2), line('b', 1), line('c', 1));
    const { last } = told(three, eventOf('backordered', { a: 2, b: 1, c: 1 }, { expectedOn: '2026-03-11' }));
    expect(last.notices.map(({ kind, lineIds }) => [kind, lineIds])).toEqual([
      ['backordered', ['a', 'b', 'c']],
      ['expected-after-run-out', ['a', 'b', 'c']],
    ]);
    expect(last.tasks.map(({ about }) => about.lineId)).toEqual(['a', 'b', 'c']);
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

  test('one that comes too early is kept with the word, not believed yet', () => {
    const held = orderOf(lineOf(1, {}));
    const { order, last } = told(held, eventOf('backordered', { a: 1 }, { expectedOn: '2026-03-09' }));
    expect(order.lines[0]?.expectedOn).toBeUndefined();
    expect(last.retry?.lines).toEqual([{ lineId: 'a', quantity: 1, expectedOn: '2026-03-09' }]);
    expect(told(held, eventOf('backordered', { a: 1 })).last.retry?.lines).toEqual([{ lineId: 'a', quantity: 1 }]);
  });

  test('one that comes with a late word is late too', () => {
    const { order } = told(withRunOut, dated('2026-03-06', 5), dated('2026-03-11', 1));
    expect(order.lines[0]?.expectedOn).toBe('2026-03-06');
    const back = eventOf('available', { a: 1 }, { minutes: 1, expectedOn: '2026-03-12' });
    expect(told(order, back).order.lines[0]?.expectedOn).toBe('2026-03-06');
  });

  test('what is over has no expected date any more', () => {
    const over = orderOf({ ...lineOf(1, { waiting: 0, cancelled: 1 }), runOutOn: '2026-03-10' });
    expect(told(over, eventOf('backordered', { a: 1 }, { expectedOn: '2026-03-11' })).last).toMatchObject({
      lines: [],
      notices: [],
    });
  });
});
