import { describe, expect, test } from 'vitest';
import { asB, at, eventOf, lineOf, newLine, orderOf, shipA, told, two } from './order.testkit.ts';

const ship = (quantities: Record<string, number>, tracking: string, more: { expectedOn?: string } = {}) =>
  eventOf('shipped', quantities, { tracking, ...more });

describe('what is in which parcel', () => {
  test('two carriers may use the same tracking number', () => {
    const other = { ...ship({ a: 1 }, '1'), parcel: { carrier: 'dhl', tracking: '1' } };
    const { order, last } = told(two, ship({ a: 1 }, '1'), other);
    expect(order.parcels.map(({ carrier, lines }) => [carrier, lines[0]?.quantity])).toEqual([
      ['ups', 1],
      ['dhl', 1],
    ]);
    expect(last.notices).toMatchObject([{ key: 'order/o1/shipped/dhl/1' }]);
  });

  test('more of a line in the same parcel is one entry with the sum', () => {
    const { order, last } = told(two, ship({ a: 1, b: 1 }, '1'), ship({ a: 2 }, '1'));
    expect(order.parcels[0]?.lines).toEqual([
      { lineId: 'a', quantity: 2, delivered: 0, presumed: 0, lost: 0, returned: 0 },
      { lineId: 'b', quantity: 1, delivered: 0, presumed: 0, lost: 0, returned: 0 },
    ]);
    expect(last.moves).toMatchObject([{ lineId: 'a', units: 1 }]);
  });

  test('a message that says of one line what is known, and of another what is new, is applied as a whole', () => {
    const { last } = told(two, shipA, ship({ a: 2, b: 1 }, '1'));
    expect(last).toMatchObject({ outcome: 'applied', lines: [{ id: 'b' }], tasks: [] });
  });

  test('a delivery changes the quantities that it is about, and no others', () => {
    const { order } = told(two, shipA, eventOf('delivered', { a: 1 }, { tracking: '1' }));
    expect(order.lines[0]?.q).toEqual({ ...newLine(2), waiting: 0, shipped: 2, delivered: 1 });
    expect(order.parcels[0]?.lines).toEqual([
      { lineId: 'a', quantity: 2, delivered: 1, presumed: 0, lost: 0, returned: 0 },
    ]);
  });

  test('a tracking number nobody has told is not that of another line’s parcel without one', () => {
    const { last } = told(two, eventOf('shipped', { a: 2 }), ship({ b: 1 }, '2'), {
      ...eventOf('delivered', { b: 1 }, { tracking: 'wrong' }),
    });
    expect(last).toMatchObject({ outcome: 'early', tasks: [] });
  });
});

describe('messages that name no line', () => {
  test('a shipment of nothing has no effect, though its parcel be known', () => {
    expect(told(two, shipA, { ...shipA, lines: [] }).last).toMatchObject({ outcome: 'no-effect', tasks: [] });
  });

  test('nor has a delivery of nothing in no parcel', () => {
    const nothing = { ...eventOf('delivered', {}), lines: [] };
    expect(told(two, shipA, nothing).last).toMatchObject({ outcome: 'no-effect', tasks: [], retry: null });
  });

  test('what a named parcel of which nothing is known has brought is kept as it was said', () => {
    const wrong = eventOf('delivered', { a: 2 }, { tracking: 'wrong' });
    expect(told(two, shipA, wrong).last).toMatchObject({ outcome: 'early', retry: wrong, tasks: [] });
  });

  test('of a parcel that nobody knows yet it is kept, and nothing is told of it', () => {
    const whole = { ...eventOf('delivered', {}, { tracking: '9' }), lines: [] };
    expect(told(two, whole).last).toEqual({
      outcome: 'early',
      lines: [],
      parcels: [],
      moves: [],
      reorder: [],
      notices: [],
      tasks: [],
      retry: whole,
    });
  });
});

describe('what a person is asked to look at', () => {
  test('once for each message about a line, with what was said', () => {
    const [surplus] = told(two, ship({ a: 5 }, '1')).last.tasks;
    expect(surplus).toEqual({
      kind: 'fulfilment-surplus',
      key: `fulfilment-surplus/a/shipped/${at(0).toISOString()}`,
      about: { orderId: 'o1', lineId: 'a', deviceId: 'd1' },
      reason: {
        code: 'task-fulfilment-surplus',
        values: { event: 'shipped', stated: 5, applied: 2, state: 'in-transit' },
      },
    });
  });

  test('once for each line that nobody knows', () => {
    expect(told(two, ship({ z: 1 }, '1')).last.tasks).toEqual([
      {
        kind: 'fulfilment-unknown-line',
        key: 'fulfilment-unknown-line/o1/z',
        about: { orderId: 'o1' },
        reason: { code: 'task-fulfilment-unknown-line', values: { event: 'shipped', line: 'z' } },
      },
    ]);
  });
});

describe('A11: the expected date of a parcel', () => {
  const dated = ship({ a: 2 }, '1', { expectedOn: '2026-03-05' });

  test('stays when the parcel is spoken of without one', () => {
    const { order, last } = told(two, dated, eventOf('delivered', { a: 1 }, { tracking: '1' }));
    expect(order.parcels[0]?.expectedOn).toBe('2026-03-05');
    expect(order.lines[0]?.expectedOn).toBe('2026-03-05');
    expect(last.parcels).toHaveLength(1);
  });

  test('told again changes nothing', () => {
    expect(told(two, dated, { ...dated, occurredAt: at(5) }).last).toMatchObject({
      outcome: 'duplicate',
      lines: [],
      parcels: [],
    });
  });

  test('is believed with a word on stock that changes nothing else', () => {
    const { order } = told(two, eventOf('available', { a: 1 }, { expectedOn: '2026-03-09' }));
    expect(order.lines[0]?.expectedOn).toBe('2026-03-09');
  });

  test('two dates after the run-out in one message are two mails, each of its own lines', () => {
    const line = { ...lineOf(1), runOutOn: '2026-03-10' };
    const event = {
      ...eventOf('backordered', {}),
      lines: [
        { lineId: 'a', quantity: 1, expectedOn: '2026-03-11' },
        { lineId: 'b', quantity: 1, expectedOn: '2026-03-12' },
      ],
    };
    const { notices } = told(orderOf(line, asB(line)), event).last;
    expect(notices.map(({ key, lineIds }) => [key, lineIds]).slice(1)).toEqual([
      ['order/o1/late/a/2026-03-11', ['a']],
      ['order/o1/late/b/2026-03-12', ['b']],
    ]);
  });
});

describe('A11: the newest word on stock counts', () => {
  const word = (type: 'backordered' | 'available', quantity: number, minutes: number) =>
    eventOf(type, { a: quantity }, { minutes });

  test('also where it said nothing new: what is older comes too late', () => {
    const { order, last } = told(two, word('backordered', 2, 1), word('backordered', 2, 9), word('available', 2, 5));
    expect(last.outcome).toBe('no-effect');
    expect(order.lines[0]?.q).toMatchObject({ released: 0, backordered: 2 });
  });

  test('the other word of the same instant is no repetition', () => {
    const { order, last } = told(two, word('backordered', 2, 1), word('available', 2, 1));
    expect(last.outcome).toBe('applied');
    expect(order.lines[0]?.q.backordered).toBe(0);
  });

  test('"all out of stock" of a line of which a part has left, after the rest was out of stock: nothing new, but no repetition', () => {
    const { last } = told(two, ship({ a: 1 }, '1'), word('backordered', 1, 1), word('backordered', 2, 2));
    expect(last).toMatchObject({ outcome: 'no-effect', tasks: [] });
  });
});

describe('A09: what is lost is ordered again', () => {
  test('by each line, whatever another has lost before', () => {
    const lost = (id: string) => eventOf('lost', { [id]: 1 }, { tracking: '1' });
    const one = orderOf(lineOf(1), asB(lineOf(1)));
    const { last } = told(one, ship({ a: 1, b: 1 }, '1'), lost('a'), lost('b'));
    expect(last.reorder).toEqual([{ lineId: 'b', quantity: 1 }]);
  });
});

describe('A18: what comes back from a device that has gone', () => {
  const sent = orderOf({ ...lineOf(2), deviceGone: true }, { ...asB(lineOf(1)), deviceGone: true });
  const arrived = eventOf('delivered', { a: 2, b: 1 }, { tracking: '1' });
  const back = eventOf('returned', { a: 2 }, { tracking: '1', minutes: 9 });
  const moves = (unassigned: number, event = back, order = sent) =>
    told({ ...order, unassigned: { black: unassigned } }, ship({ a: 2, b: 1 }, '1'), arrived, event).last.moves.map(
      ({ reason, units, lineId }) => [lineId, reason, units],
    );

  test('is taken from unassigned stock, as far as there is any', () => {
    expect(moves(3)).toEqual([
      ['a', 'from-unassigned', 2],
      ['a', 'returned-from-shelf', 2],
    ]);
    expect(moves(1)).toEqual([
      ['a', 'from-unassigned', 1],
      ['a', 'returned-from-shelf', 2],
    ]);
    expect(moves(0)).toEqual([['a', 'returned-from-shelf', 2]]);
  });

  test('each unit once, whichever line takes it', () => {
    const both = eventOf('returned', { a: 2, b: 1 }, { tracking: '1', minutes: 9 });
    expect(moves(2, both)).toEqual([
      ['a', 'from-unassigned', 2],
      ['a', 'returned-from-shelf', 2],
      ['b', 'returned-from-shelf', 1],
    ]);
  });

  test('while the device is there, from its shelf alone; and what never arrived is on none', () => {
    expect(moves(3, back, two)).toEqual([['a', 'returned-from-shelf', 2]]);
    const order = { ...sent, unassigned: { black: 3 } };
    expect(told(order, ship({ a: 2 }, '1'), back).last.moves).toMatchObject([{ reason: 'returned-in-transit' }]);
  });
});
