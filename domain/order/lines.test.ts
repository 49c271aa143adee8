import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cancelConsented, cancelLines, releaseOrder } from './cancellation.ts';
import type { FollowedOrder, OrderChange } from './followed.ts';
import { applyFulfilment } from './fulfilment.ts';
import {
  checkQuantities,
  inTransit,
  isOpen,
  lineState,
  lineTransitions,
  orderState,
  orderTransitions,
  outstanding,
} from './lines.ts';
import { anyEvent, eventOf, lineOf, newLine, orderOf, written } from './order.testkit.ts';
import { confirmDelivery, presumeInstalled, refutePresumption } from './presumed.ts';
import { type LineQuantities, type LineState, lineStates, type OrderState, orderStates } from './types.ts';

const q = (ordered: number, rest: Partial<LineQuantities>) => lineOf(ordered, { waiting: 0, ...rest }).q;

describe('A09: the state of a line follows from its quantities', () => {
  test.each<[LineState, boolean, LineQuantities]>([
    ['waiting', true, newLine(2)],
    ['waiting', true, newLine(1)],
    ['released', true, q(2, { released: 2 })],
    ['backordered', true, q(2, { released: 1, backordered: 1 })],
    ['partly-shipped', true, q(2, { backordered: 1, shipped: 1 })],
    ['partly-shipped', true, q(2, { released: 1, shipped: 1, delivered: 1 })],
    ['in-transit', true, q(2, { shipped: 2 })],
    ['in-transit', true, q(2, { shipped: 2, delivered: 1 })],
    ['in-transit', true, q(2, { shipped: 1, cancelled: 1 })],
    ['presumed-delivered', false, q(2, { shipped: 2, presumed: 1, delivered: 1 })],
    ['delivered', false, q(2, { shipped: 2, delivered: 2 })],
    ['delivered', false, q(2, { shipped: 2, delivered: 1, lost: 1 })],
    ['delivered', false, q(2, { shipped: 1, delivered: 1, cancelled: 1 })],
    ['returned', false, q(2, { shipped: 2, returned: 1, lost: 1 })],
    ['lost', false, q(2, { shipped: 2, lost: 2 })],
    ['lost', false, q(2, { shipped: 1, lost: 1, cancelled: 1 })],
    ['cancelled', false, q(2, { cancelled: 2 })],
  ])('%s, open: %s', (state, open, quantities) => {
    checkQuantities(quantities);
    expect(lineState(quantities)).toBe(state);
    expect(isOpen(quantities)).toBe(open);
  });

  test('what is still to arrive, and what of it is in transit', () => {
    const quantities = q(7, { released: 1, backordered: 1, shipped: 4, cancelled: 1, delivered: 1, presumed: 1 });
    expect([inTransit(quantities), outstanding(quantities)]).toEqual([2, 4]);
  });

  test('quantities that cannot be are refused by name', () => {
    expect(() => checkQuantities(q(2, { released: 1 }))).toThrow(/ordered is 2, but .* is 1/);
    expect(() => checkQuantities(q(2, { released: 3, cancelled: -1 }))).toThrow(/cancelled is -1/);
    expect(() => checkQuantities(q(1, { released: 0.5, cancelled: 0.5 }))).toThrow(/released is 0.5/);
    expect(() => checkQuantities(q(2, { shipped: 2, delivered: 2, lost: 1 }))).toThrow(/Only 2 shipped/);
    expect(() => newLine(0)).toThrow(/at least one/);
  });
});

/** States that can be reached from one, over any number of transitions. */
function reachable<S extends string>(from: S, transitions: Record<S, readonly S[]>): Set<S> {
  const seen = new Set<S>([from]);
  for (const state of seen) for (const next of transitions[state]) seen.add(next);
  return seen;
}

describe('transitions as data', () => {
  test('every state of a line is reached from waiting', () => {
    expect([...reachable<LineState>('waiting', lineTransitions)].toSorted()).toEqual(lineStates.toSorted());
  });

  test('every state of an order is reached from one it can be made in', () => {
    const found = (['awaiting-approval', 'held', 'shadow'] as const).map((state) =>
      reachable<OrderState>(state, orderTransitions),
    );
    expect([...new Set(found.flatMap((some) => [...some]))].toSorted()).toEqual(orderStates.toSorted());
  });

  // Of a line of two: release; B, V: out of stock, available; S, D, L, T: shipped, delivered, lost, returned; P, X: presumed, refuted;
  // C: cancelled by the customer; K: cancelled with the warehouse's consent.
  const stories = [
    ['waiting > released', 'R'],
    ['waiting > cancelled', 'C'],
    ['released > backordered', 'R B2'],
    ['released > partly-shipped', 'R S1'],
    ['released > in-transit', 'R S2'],
    ['released > cancelled', 'R K2'],
    ['backordered > released', 'R B2 V2'],
    ['backordered > partly-shipped', 'R B2 S1'],
    ['backordered > in-transit', 'R B2 S2'],
    ['backordered > cancelled', 'R B2 K2'],
    ['partly-shipped > in-transit', 'R S1 S1'],
    ['partly-shipped > presumed-delivered', 'R S1 P1 K1'],
    ['partly-shipped > delivered', 'R S1 D1 K1'],
    ['partly-shipped > lost', 'R S1 L1 K1'],
    ['partly-shipped > returned', 'R S1 T1 K1'],
    ['in-transit > presumed-delivered', 'R S2 P2'],
    ['in-transit > delivered', 'R S2 D2'],
    ['in-transit > lost', 'R S2 L2'],
    ['in-transit > returned', 'R S2 T2'],
    ['presumed-delivered > delivered', 'R S2 P2 D2'],
    ['presumed-delivered > lost', 'R S2 P2 X2'],
    ['presumed-delivered > returned', 'R S2 P2 T2'],
    ['delivered > returned', 'R S2 D2 T2'],
    ['lost > delivered', 'R S2 L2 D2'],
    ['lost > returned', 'R S2 L2 T2'],
    ['returned > delivered', 'R S2 T1 L1 D1'],
  ] as const;

  const steps: Record<string, (units: number, n: number) => (order: FollowedOrder) => OrderChange> = {
    R: () => releaseOrder,
    C: () => (order) => cancelLines(order, 'all'),
    K: (quantity) => (order) => cancelConsented(order, [{ lineId: 'a', quantity }]),
    P: (units) => (order) => presumeInstalled(order, 'a', units),
    X: () => (order) => refutePresumption(order, 'a'),
    S: (a, n) => (order) => applyFulfilment(order, eventOf('shipped', { a }, { tracking: `${n}` })),
    B: (a) => (order) => applyFulfilment(order, eventOf('backordered', { a })),
    V: (a) => (order) => applyFulfilment(order, eventOf('available', { a })),
    D: (a) => (order) => applyFulfilment(order, eventOf('delivered', { a })),
    L: (a) => (order) => applyFulfilment(order, eventOf('lost', { a })),
    T: (a) => (order) => applyFulfilment(order, eventOf('returned', { a })),
  };

  test.each(stories)('%s happens: %s', (transition, story) => {
    let order = orderOf(lineOf(2, {}));
    let before: LineState = 'waiting';
    for (const [n, [letter = '', units]] of story.split(' ').entries()) {
      before = lineState(order.lines[0]!.q);
      order = written(order, steps[letter]!(Number(units), n)(order));
    }
    expect(`${before} > ${lineState(order.lines[0]!.q)}`).toBe(transition);
  });

  test('and these are all rows of the table', () => {
    const rows = lineStates.flatMap((from) => lineTransitions[from].map((to) => `${from} > ${to}`));
    expect(stories.map(([transition]) => transition).toSorted()).toEqual(rows.toSorted());
  });

  test('property: whatever happens to an order, its lines only move as the table says, and its sums hold', () => {
    type Act = (order: FollowedOrder) => OrderChange;
    const acts: fc.Arbitrary<Act> = fc.oneof(
      {
        weight: 6,
        arbitrary: anyEvent.map(
          (event): Act =>
            (order) =>
              applyFulfilment(order, event),
        ),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(
            fc.constantFrom<(lineId: string) => Act>(
              () => releaseOrder,
              (lineId) => (order) => cancelLines(order, [lineId]),
              (lineId) => (order) => cancelConsented(order, [{ lineId, quantity: 2 }]),
              (lineId) => (order) => presumeInstalled(order, lineId, 1),
              (lineId) => (order) => refutePresumption(order, lineId),
              (lineId) => (order) =>
                confirmDelivery(order, lineId, order.parcels[0] ?? { carrier: 'x', tracking: 'y' }),
            ),
            fc.constantFrom('a', 'b'),
          )
          .map(([act, lineId]) => act(lineId)),
      },
    );
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 25 }), fc.nat(9), (steps, dice) => {
        let order = orderOf(lineOf(3, {}), { ...lineOf(2, {}), id: 'b', deviceId: 'd2' });
        if (dice > 0) order = written(order, releaseOrder(order));
        for (const act of steps) {
          const before = order;
          const change = act(order);
          order = written(order, change);
          for (const [n, line] of order.lines.entries()) {
            checkQuantities(line.q);
            const [from, to] = [lineState(before.lines[n]!.q), lineState(line.q)];
            if (from !== to) expect(lineTransitions[from]).toContain(to);
            // What the parcels say and what the line says are the same.
            for (const fate of ['delivered', 'presumed', 'lost', 'returned'] as const) {
              const packed = order.parcels.flatMap(({ lines }) => lines.filter(({ lineId }) => lineId === line.id));
              expect(packed.reduce((sum, each) => sum + each[fate], 0)).toBe(line.q[fate]);
              expect(packed.reduce((sum, each) => sum + each.quantity, 0)).toBe(line.q.shipped);
            }
          }
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('the state of an order follows from its lines', () => {
  const state = (lines: LineQuantities[], more = {}) => orderState({ lines, approved: true, shadow: false, ...more });

  test.each<[OrderState, OrderState]>([
    [state([newLine(1), newLine(2)]), 'held'],
    [state([newLine(1)], { approved: false }), 'awaiting-approval'],
    [state([newLine(1)], { shadow: true }), 'shadow'],
    [state([newLine(1), q(1, { cancelled: 1 })]), 'held'],
    [state([q(1, { released: 1 }), q(1, { cancelled: 1 })]), 'released'],
    [state([q(1, { shipped: 1 }), q(1, { shipped: 1, delivered: 1 })]), 'released'],
    [state([q(1, { cancelled: 1 }), q(2, { cancelled: 2 })]), 'cancelled'],
    [state([q(1, { cancelled: 1 }), q(1, { shipped: 1, delivered: 1 })]), 'closed'],
    [state([q(1, { shipped: 1, presumed: 1 })]), 'closed'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected);
  });
});
