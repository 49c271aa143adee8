import type { FulfilmentEventType, LineKind, LineQuantities } from '../../domain/order/types.ts';
import { type Customer, type SlotKey, slotKeys } from './customer.ts';

/** What has become of cartridges that left the warehouse; the rest is in transit. */
export interface Packed {
  quantity: number;
  delivered: number;
  presumed: number;
  lost: number;
  returned: number;
}

/** A parcel. */
export interface Box {
  tracking: string;
  shippedAt: number;
  expectedOn: string | null;
  lines: Map<string, Packed>;
}

export interface Line {
  id: string;
  /** Place of its device in the customer's list. */
  device: number;
  key: SlotKey;
  kind: LineKind;
  ordered: number;
  waiting: number;
  released: number;
  backordered: number;
  cancelled: number;
  stockSaid: { type: FulfilmentEventType; at: number } | null;
}

/** Something said of an order, as it was said or as far as it could not be yet. */
export interface Word {
  type: FulfilmentEventType;
  at: number;
  lines: { lineId: string; quantity: number }[];
  tracking: string | null;
  expectedOn: string | null;
}

export interface Order {
  id: string;
  site: number;
  exceptional: boolean;
  urgent: boolean;
  /** null: it awaits approval. */
  holdUntil: Date | null;
  released: boolean;
  lines: Line[];
  /** In the order in which they left. */
  boxes: Box[];
  early: Word[];
  /** Mails that must be on record: of its making, of its lines' cancelling, of what is out of stock. */
  mails: { made: number; cancelled: number; backordered: Set<string> };
}

export type LifeState = 'enrolled' | 'paused' | 'unenrolled' | 'retired' | 'replaced';
export const gone = (state: LifeState): boolean => state !== 'enrolled' && state !== 'paused';

export interface Device {
  state: LifeState;
  site: number;
  levels: Record<SlotKey, number>;
  /** What it would have reported since when. */
  past: { at: Date; levels: Record<SlotKey, number> }[];
  /** Times that somebody changed its cartridge. */
  swaps: Record<SlotKey, number>;
  newestAt: Date | null;
  /** Since when it has been in this state. */
  since: Date;
}

/** What the product must hold, worked out without it: quantities of every line, units at every place, mails of every order. */
export class Expected {
  readonly customer: Customer;
  readonly orders: Order[] = [];
  readonly devices: Device[];
  readonly #units = new Map<string, number>();
  /** Counts what was said, so that each event has a name. */
  words = 0;
  lastWord: { order: Order; eventId: string; word: Word } | null = null;
  /** Cover at which a slot's line was cancelled (A11), until its next order. */
  readonly cancelledAt = new Map<string, number>();

  constructor(customer: Customer, begins: Date) {
    this.customer = customer;
    this.devices = customer.devices.map(({ siteIndex }) => ({
      state: 'enrolled',
      site: siteIndex,
      levels: { K: 80, W: 90 },
      past: [{ at: new Date(0), levels: { K: 80, W: 90 } }],
      swaps: { K: 0, W: 0 },
      newestAt: null,
      since: begins,
    }));
  }

  units(place: string): number {
    return this.#units.get(place) ?? 0;
  }

  /** Every place with units, and how many. */
  places(): [string, number][] {
    return [...this.#units].filter(([, units]) => units !== 0);
  }

  add(place: string, units: number): void {
    this.#units.set(place, this.units(place) + units);
  }

  /** The device's slot of that key, where it has one. */
  slot(device: number, key: SlotKey): string | undefined {
    return this.customer.devices[device]!.slotIds[key];
  }

  shelf(device: number, key: SlotKey): string {
    return `shelf/${device}/${key}`;
  }

  /** Units arrive for a line's device, or leave it again (negative): its shelf's, or nobody's when it has gone (A18). */
  arrive({ device, key }: Line, units: number): void {
    const nobodys = `unassigned/${key}`;
    const share = gone(this.devices[device]!.state) ? Math.max(units, -this.units(nobodys)) : 0;
    this.add(nobodys, share);
    this.add(this.shelf(device, key), units - share);
  }

  /** The shelf of a device becomes another's, or nobody's. */
  clearShelf(device: number, heir: number | null): void {
    for (const key of slotKeys) {
      const units = this.units(this.shelf(device, key));
      if (units <= 0) continue;
      this.add(this.shelf(device, key), -units);
      const fits = heir !== null && this.slot(heir, key) !== undefined;
      this.add(fits ? this.shelf(heir, key) : `unassigned/${key}`, units);
    }
  }

  openLines(device: number): { order: Order; line: Line }[] {
    return this.orders.flatMap((order) =>
      order.lines
        .filter((line) => line.device === device && isOpen(quantities(order, line)))
        .map((line) => ({ order, line })),
    );
  }

  /** Cancels what is still held of a line; the customer hears of it if he knew of the order. */
  cancelWaiting(order: Order, lines: readonly Line[], tell: boolean): void {
    const waiting = lines.filter((line) => line.waiting > 0);
    if (waiting.length === 0) return;
    for (const line of waiting) {
      line.cancelled += line.waiting;
      line.waiting = 0;
    }
    if (tell && order.holdUntil !== null) order.mails.cancelled += 1;
  }
}

/** All quantities of a line: what its parcels say is summed. */
export function quantities(order: Order, line: Line): LineQuantities {
  const sum = { shipped: 0, delivered: 0, presumed: 0, lost: 0, returned: 0 };
  for (const { lines } of order.boxes) {
    const packed = lines.get(line.id);
    if (!packed) continue;
    sum.shipped += packed.quantity;
    for (const fate of ['delivered', 'presumed', 'lost', 'returned'] as const) sum[fate] += packed[fate];
  }
  const { ordered, waiting, released, backordered, cancelled } = line;
  return { ordered, waiting, released, backordered, cancelled, ...sum };
}

export const inTransit = (packed: Packed): number =>
  packed.quantity - packed.delivered - packed.presumed - packed.lost - packed.returned;

export const isOpen = (q: LineQuantities): boolean =>
  q.ordered - q.cancelled - q.delivered - q.presumed - q.lost - q.returned > 0;
