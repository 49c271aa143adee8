import fc from 'fast-check';
import {
  type FollowedLine,
  type FollowedOrder,
  type FulfilmentResult,
  type OrderChange,
  type Parcel,
  parcelName,
} from './followed.ts';
import { applyFulfilment } from './fulfilment.ts';
import { checkQuantities } from './lines.ts';
import { type FulfilmentEvent, type FulfilmentEventType, fulfilmentEventTypes, type LineQuantities } from './types.ts';

export const made = new Date('2026-03-02T08:00:00Z');

/** `minutes` after the order was made. */
export const at = (minutes: number) => new Date(made.getTime() + minutes * 60_000);

/** A line as it was made. */
export function newLine(ordered: number): LineQuantities {
  return checkQuantities({
    ordered,
    waiting: ordered,
    released: 0,
    backordered: 0,
    shipped: 0,
    cancelled: 0,
    delivered: 0,
    presumed: 0,
    lost: 0,
    returned: 0,
  });
}

export function lineOf(ordered: number, q: Partial<LineQuantities> = { waiting: 0, released: ordered }): FollowedLine {
  return { id: 'a', supplyId: 'black', deviceId: 'd1', q: { ...newLine(ordered), ...q } };
}

export function orderOf(...lines: FollowedLine[]): FollowedOrder {
  return { id: 'o1', lines, parcels: [] };
}

/** The order as it stands once a change is written. */
export function written(order: FollowedOrder, change: OrderChange): FollowedOrder {
  const lines = new Map(change.lines.map((line) => [line.id, line]));
  const parcels = new Map(change.parcels.map((parcel) => [parcelName(parcel), parcel]));
  const kept = order.parcels.map((parcel) => {
    const changed = parcels.get(parcelName(parcel)) ?? parcel;
    parcels.delete(parcelName(parcel));
    return changed;
  });
  const stored: Parcel[] = [...parcels.values()].map((parcel, n) => ({ ...parcel, id: `p${kept.length + n}` }));
  return { ...order, lines: order.lines.map((line) => lines.get(line.id) ?? line), parcels: [...kept, ...stored] };
}

export function eventOf(
  type: FulfilmentEventType,
  quantities: Record<string, number>,
  more: { tracking?: string; expectedOn?: string; minutes?: number } = {},
): FulfilmentEvent {
  const { tracking, expectedOn, minutes = 0 } = more;
  return {
    type,
    occurredAt: at(minutes),
    lines: Object.entries(quantities).map(([lineId, quantity]) => ({
      lineId,
      quantity,
      ...(tracking === undefined && expectedOn !== undefined && { expectedOn }),
    })),
    ...(tracking !== undefined && {
      parcel: { carrier: 'ups', tracking, ...(expectedOn !== undefined && { expectedOn }) },
    }),
  };
}

/** Any message about an order with the lines a and b; line c it does not have. */
export const anyEvent: fc.Arbitrary<FulfilmentEvent> = fc
  .record({
    type: fc.constantFrom(...fulfilmentEventTypes),
    minutes: fc.nat(20),
    lines: fc.array(
      fc.record({
        lineId: fc.constantFrom('a', 'a', 'b', 'b', 'c'),
        quantity: fc.integer({ min: 1, max: 4 }),
        expectedOn: fc.constantFrom(undefined, undefined, '2026-03-10', '2026-03-20'),
      }),
      { maxLength: 3 },
    ),
    tracking: fc.constantFrom(undefined, '1', '1', '2'),
  })
  .map(({ type, minutes, lines, tracking }) => ({
    type,
    occurredAt: at(minutes),
    lines,
    ...(tracking !== undefined && { parcel: { carrier: 'ups', tracking } }),
  }));

/** Applies the events one after the other and gives the order and the last result. */
export function told(
  order: FollowedOrder,
  ...events: FulfilmentEvent[]
): { order: FollowedOrder; last: FulfilmentResult } {
  let last: FulfilmentResult | undefined;
  let now = order;
  for (const event of events) {
    last = applyFulfilment(now, event);
    now = written(now, last);
  }
  return { order: now, last: last! };
}

/** The line again as that of another device. */
export const asB = (line: FollowedLine): FollowedLine => ({ ...line, id: 'b', deviceId: 'd2' });

/** A released order: two for one device, one for another. */
export const two = orderOf(lineOf(2), asB(lineOf(1)));

/** All of the first line in the parcel 1. */
export const shipA = eventOf('shipped', { a: 2 }, { tracking: '1' });
