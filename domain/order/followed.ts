import type { LedgerMove } from '../ledger.ts';
import type { NoticeFact } from '../notices.ts';
import type { PlannedTask } from '../tasks.ts';
import type { FulfilmentEvent, FulfilmentEventType, LineQuantities } from './types.ts';

/** A line of an order that is being followed. */
export interface FollowedLine {
  id: string;
  supplyId: string;
  deviceId: string;
  /** The device has gone (A18): what arrives for it is unassigned stock. */
  deviceGone?: boolean;
  q: LineQuantities;
  /** Local date, `YYYY-MM-DD`, on which what has not arrived is expected, where anybody said. */
  expectedOn?: string;
  /** Local date on which the slot is going to run dry, with all that is on its way but this line; no warning without it (A11). */
  runOutOn?: string;
  /** Some of it was out of stock once: it is mailed as shipped "once available again". */
  everBackordered?: boolean;
  /** The newest word on whether it is in stock: an older one that comes later changes nothing. */
  stockSaid?: { type: Extract<FulfilmentEventType, 'backordered' | 'available'>; at: Date };
}

export interface ParcelLine {
  lineId: string;
  quantity: number;
  /** Parts of `quantity`; the rest is in transit. */
  delivered: number;
  presumed: number;
  lost: number;
  returned: number;
}

export interface Parcel {
  /** null: not stored yet. */
  id: string | null;
  carrier: string;
  tracking: string;
  shippedAt: Date;
  expectedOn?: string;
  lines: ParcelLine[];
}

/** An order as the warehouse's and carrier's news find it. */
export interface FollowedOrder {
  id: string;
  lines: readonly FollowedLine[];
  /** Oldest first. */
  parcels: readonly Parcel[];
  /** Units that are nobody's, by supply (A18); of lines whose device has gone. */
  unassigned?: Readonly<Record<string, number>>;
}

/** What is to be written when an order changes: only what is new. */
export interface OrderChange {
  lines: FollowedLine[];
  parcels: Parcel[];
  moves: LedgerMove[];
  /** Lines that this closed with cartridges lost: order as many again at once (A09). */
  reorder: { lineId: string; quantity: number }[];
}

export const fulfilmentOutcomes = [
  'applied',
  /** Some lines or quantities; the rest is a task or kept for later. */
  'partly-applied',
  /** Said before. */
  'duplicate',
  'unknown-line',
  /** Cannot be yet: kept, and tried again after the next event. */
  'early',
  /** Cannot be any more: the line, or this parcel of it, is over. */
  'after-end',
  'no-effect',
] as const;
export type FulfilmentOutcome = (typeof fulfilmentOutcomes)[number];

export interface FulfilmentResult extends OrderChange {
  outcome: FulfilmentOutcome;
  notices: NoticeFact[];
  tasks: PlannedTask[];
  /** What came too early, to be tried again after the next event; null: nothing. */
  retry: FulfilmentEvent | null;
}

/** The carrier's name of a parcel that the warehouse did not name; its tracking is the instant it left. */
export const unnamedCarrier = 'unnamed';

/** How a parcel is named in keys. */
export function parcelName(parcel: { carrier: string; tracking: string }): string {
  return `${encodeURIComponent(parcel.carrier)}/${encodeURIComponent(parcel.tracking)}`;
}
