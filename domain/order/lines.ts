import type { LineQuantities, LineState, OrderState } from './types.ts';

/** Cartridges that have left and of which nothing more is known. */
export function inTransit(q: LineQuantities): number {
  return q.shipped - q.delivered - q.presumed - q.lost - q.returned;
}

/** Cartridges that have not left. */
export function unshipped(q: LineQuantities): number {
  return q.waiting + q.released + q.backordered;
}

/** Cartridges that are still to arrive: ordered − cancelled − delivered − presumed − lost − returned. */
export function outstanding(q: LineQuantities): number {
  return unshipped(q) + inTransit(q);
}

/** A09: a line is open from made until all of it is delivered (or presumed so), cancelled, lost or returned. */
export function isOpen(q: LineQuantities): boolean {
  return outstanding(q) > 0;
}

/** Gives the quantities back, or says which rule they break. */
export function checkQuantities(q: LineQuantities): LineQuantities {
  for (const [name, value] of Object.entries(q)) {
    if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} is ${value}: a whole number from 0.`);
  }
  if (q.ordered < 1) throw new RangeError('A line orders at least one.');
  const parts = unshipped(q) + q.shipped + q.cancelled;
  if (parts !== q.ordered) {
    throw new RangeError(
      `ordered is ${q.ordered}, but waiting + released + backordered + shipped + cancelled is ${parts}.`,
    );
  }
  if (inTransit(q) < 0) {
    throw new RangeError(`Only ${q.shipped} shipped, but more delivered, presumed, lost and returned.`);
  }
  return q;
}

/** The first row whose condition holds is the state: what is still to come before what is over. */
const stateRows: readonly { state: LineState; when: (q: LineQuantities) => boolean }[] = [
  { state: 'partly-shipped', when: (q) => unshipped(q) > 0 && q.shipped > 0 },
  { state: 'backordered', when: (q) => q.backordered > 0 },
  { state: 'released', when: (q) => q.released > 0 },
  { state: 'waiting', when: (q) => q.waiting > 0 },
  { state: 'in-transit', when: (q) => inTransit(q) > 0 },
  { state: 'presumed-delivered', when: (q) => q.presumed > 0 },
  { state: 'delivered', when: (q) => q.delivered > 0 },
  { state: 'returned', when: (q) => q.returned > 0 },
  { state: 'lost', when: (q) => q.lost > 0 },
  { state: 'cancelled', when: () => true },
];

/** The state of a line, derived from its quantities. */
export function lineState(q: LineQuantities): LineState {
  // The last row holds always.
  return stateRows.find(({ when }) => when(q))!.state;
}

/** From each state of a line, what one event can lead to. */
export const lineTransitions = {
  waiting: ['released', 'cancelled'],
  released: ['backordered', 'partly-shipped', 'in-transit', 'cancelled'],
  backordered: ['released', 'partly-shipped', 'in-transit', 'cancelled'],
  // Cancelling the rest leaves what has been shipped in whichever state that is.
  'partly-shipped': ['in-transit', 'presumed-delivered', 'delivered', 'lost', 'returned'],
  'in-transit': ['presumed-delivered', 'delivered', 'lost', 'returned'],
  'presumed-delivered': ['delivered', 'lost', 'returned'],
  delivered: ['returned'],
  // What was given up turns up, or comes back.
  lost: ['delivered', 'returned'],
  returned: ['delivered'],
  cancelled: [],
} as const satisfies Record<LineState, readonly LineState[]>;

/** The state of an order, derived from its lines; `approved`: no brake holds it (A19). */
export function orderState(order: {
  lines: readonly LineQuantities[];
  approved: boolean;
  shadow: boolean;
}): OrderState {
  if (order.shadow) return 'shadow';
  if (order.lines.every((q) => q.cancelled === q.ordered)) return 'cancelled';
  if (!order.lines.some(isOpen)) return 'closed';
  if (!order.lines.some((q) => q.waiting > 0)) return 'released';
  return order.approved ? 'held' : 'awaiting-approval';
}

/** From each state of an order, what may follow. An order in shadow (A03) is only shown; a parcel refuted after the end opens nothing. */
export const orderTransitions = {
  'awaiting-approval': ['held', 'released', 'cancelled'],
  held: ['released', 'cancelled'],
  released: ['closed', 'cancelled'],
  cancelled: [],
  closed: [],
  shadow: [],
} as const satisfies Record<OrderState, readonly OrderState[]>;
