/** A09: per slot at most one open line of each of these kinds. */
export const lineKinds = ['regular', 'surge', 'exceptional'] as const;
export type LineKind = (typeof lineKinds)[number];

/** Why a line was made; the words for each stand in domain/reasons.ts. */
export const lineReasons = ['trigger', 'consolidation', 'surge', 'lost', 'exceptional', 'blind', 'moved'] as const;
export type LineReason = (typeof lineReasons)[number];

/**
 * Quantities of a line, in cartridges. `ordered = waiting + released + backordered + shipped + cancelled` always; of what was
 * shipped, `delivered + presumed + lost + returned <= shipped` (the rest is in transit). A line's state is derived from these.
 */
export interface LineQuantities {
  ordered: number;
  /** Held, or waiting for a person (brakes). */
  waiting: number;
  /** Handed to the warehouse. */
  released: number;
  backordered: number;
  shipped: number;
  cancelled: number;
  /** Parts of `shipped`. */
  delivered: number;
  presumed: number;
  lost: number;
  returned: number;
}

export const lineStates = [
  'waiting',
  'released',
  'backordered',
  'partly-shipped',
  'in-transit',
  'presumed-delivered',
  'delivered',
  'cancelled',
  'lost',
  'returned',
] as const;
export type LineState = (typeof lineStates)[number];

export const orderStates = ['awaiting-approval', 'held', 'released', 'cancelled', 'closed', 'shadow'] as const;
export type OrderState = (typeof orderStates)[number];

export const fulfilmentEventTypes = ['shipped', 'backordered', 'available', 'delivered', 'lost', 'returned'] as const;
export type FulfilmentEventType = (typeof fulfilmentEventTypes)[number];

/** What a warehouse, an ERP or a carrier says of an order, per line and quantity. */
export interface FulfilmentEvent {
  type: FulfilmentEventType;
  occurredAt: Date;
  lines: { lineId: string; quantity: number; serials?: string[]; expectedOn?: string }[];
  /** Of `shipped`, `delivered`, `lost`, `returned`: the parcel it speaks of, where it names one. */
  parcel?: { carrier: string; tracking: string; expectedOn?: string };
}
