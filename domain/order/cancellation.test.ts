import { describe, expect, test } from 'vitest';
import { cancelConsented, cancelLines, releaseOrder } from './cancellation.ts';
import { lineOf, orderOf, written } from './order.testkit.ts';

const held = orderOf(lineOf(2, {}), { ...lineOf(1, {}), id: 'b' });
const mixed = orderOf(lineOf(4, { waiting: 0, released: 1, backordered: 2, shipped: 1 }));

describe('A11: cancelling', () => {
  test('the order: all its lines', () => {
    const found = cancelLines(held, 'all');
    expect(found).toMatchObject({
      cancelled: [
        { lineId: 'a', quantity: 2 },
        { lineId: 'b', quantity: 1 },
      ],
      askWarehouse: [],
      nothingLeft: [],
      moves: [],
      reorder: [],
    });
    expect(written(held, found).lines.map(({ q }) => [q.waiting, q.cancelled])).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  test('a line: only that', () => {
    const found = cancelLines(held, ['b']);
    expect(found.lines.map(({ id }) => id)).toEqual(['b']);
  });

  test('the same line named twice is cancelled once', () => {
    expect(cancelLines(held, ['b', 'b']).cancelled).toEqual([{ lineId: 'b', quantity: 1 }]);
  });

  test('what the warehouse has is asked for, what has left is not', () => {
    expect(cancelLines(mixed, 'all')).toMatchObject({
      lines: [],
      cancelled: [],
      askWarehouse: [{ lineId: 'a', quantity: 3 }],
      nothingLeft: [],
    });
  });

  test('a single one that the warehouse has, in stock or not', () => {
    for (const q of [{ released: 1 }, { backordered: 1 }, { released: 1, backordered: 1, cancelled: 0 }]) {
      const ordered = Object.values(q).reduce((sum, units) => sum + units, 0);
      expect(cancelLines(orderOf(lineOf(ordered, { waiting: 0, ...q })), 'all')).toMatchObject({
        askWarehouse: [{ lineId: 'a', quantity: ordered }],
        nothingLeft: [],
      });
    }
  });

  test('nothing left: cancelled before, all gone, or not of this order', () => {
    const done = orderOf(lineOf(1, { waiting: 0, cancelled: 1 }), {
      ...lineOf(1, { waiting: 0, shipped: 1 }),
      id: 'b',
    });
    expect(cancelLines(done, ['a', 'b', 'z']).nothingLeft).toEqual(['a', 'b', 'z']);
  });
});

describe('A11: with the warehouse’s consent', () => {
  test('what is out of stock goes first', () => {
    const found = cancelConsented(mixed, [{ lineId: 'a', quantity: 2 }]);
    expect(found).toMatchObject({ cancelled: [{ lineId: 'a', quantity: 2 }], refused: [] });
    expect(written(mixed, found).lines[0]?.q).toMatchObject({ released: 1, backordered: 0, shipped: 1, cancelled: 2 });
  });

  test('what has left meanwhile is refused', () => {
    expect(cancelConsented(mixed, [{ lineId: 'a', quantity: 4 }])).toMatchObject({
      cancelled: [{ lineId: 'a', quantity: 3 }],
      refused: [{ lineId: 'a', quantity: 1 }],
    });
    const gone = orderOf(lineOf(1, { waiting: 0, shipped: 1 }));
    expect(cancelConsented(gone, [{ lineId: 'a', quantity: 1 }])).toMatchObject({ lines: [], cancelled: [] });
    expect(cancelConsented(mixed, [{ lineId: 'z', quantity: 1 }])).toMatchObject({
      cancelled: [],
      refused: [{ lineId: 'z' }],
    });
  });
});

describe('A11: release at the end of the hold', () => {
  test('everything that waits goes to the warehouse, what was cancelled does not', () => {
    const order = written(held, cancelLines(held, ['b']));
    const released = written(order, releaseOrder(order));
    expect(released.lines.map(({ q }) => [q.waiting, q.released, q.cancelled])).toEqual([
      [0, 2, 0],
      [0, 0, 1],
    ]);
  });

  test('a single one too', () => {
    expect(written(held, releaseOrder(held)).lines.map(({ q }) => q.released)).toEqual([2, 1]);
  });

  test('released twice changes nothing', () => {
    const released = written(held, releaseOrder(held));
    expect(releaseOrder(released).lines).toEqual([]);
  });
});
