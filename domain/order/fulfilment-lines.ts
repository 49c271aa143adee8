import type { TaskKind } from '../tasks.ts';
import type { Fate, OrderDraft } from './draft.ts';
import { type FollowedLine, type FulfilmentOutcome, type Parcel, unnamedCarrier } from './followed.ts';
import { isOpen, unshipped } from './lines.ts';
import type { FulfilmentEvent, FulfilmentEventType } from './types.ts';

/** What an event did to one line. */
export interface LineResult {
  outcome: Exclude<FulfilmentOutcome, 'partly-applied'>;
  /** Cartridges it could be applied to; the rest is a task, if it says so, or comes too early. */
  applied: number;
  surplus?: number;
  early?: number;
  task?: TaskKind;
  /** Overtaken by what is known: nothing else it says counts either. */
  overtaken?: true;
}

export interface Told {
  draft: OrderDraft;
  event: FulfilmentEvent;
  /** Of a shipment: the parcel, new or known; else the one named, where it is known. */
  parcel: Parcel | undefined;
}

type ApplyToLine = (told: Told, line: FollowedLine, quantity: number) => LineResult;

/** Cartridges whose end is not known for certain. */
const onlyUnsettled = ['transit', 'presumed'] as const;

const nothing = (outcome: LineResult['outcome'], more: Partial<LineResult> = {}): LineResult => ({
  outcome,
  applied: 0,
  ...more,
});

/** The cartridges that a line can ever have: more than that is a mistake, not a matter of order. */
const wanted = ({ q }: FollowedLine) => q.ordered - q.cancelled;

/**
 * Shipped: from what is released, then from what was out of stock (it is there, whether "available" was heard or not). Per parcel and
 * line the quantity is the whole of what is in it, so the same parcel told twice counts once.
 */
function shipped({ draft, parcel }: Told, line: FollowedLine, quantity: number): LineResult {
  if (!parcel) throw new TypeError('A shipment has a parcel.');
  const packed = parcel.lines.find(({ lineId }) => lineId === line.id)?.quantity ?? 0;
  const more = quantity - packed;
  if (more <= 0) return nothing('duplicate');
  const { released, backordered, waiting, shipped } = line.q;
  const applied = Math.min(more, released + backordered);
  if (applied === 0) {
    if (waiting > 0) return nothing('early', { early: quantity });
    return isOpen(line.q)
      ? nothing('no-effect', { surplus: more, task: 'fulfilment-surplus', overtaken: true })
      : nothing('after-end', { task: 'fulfilment-after-end' });
  }
  const fromReleased = Math.min(applied, released);
  const fromBackordered = applied - fromReleased;
  draft.touchLine(line, {
    q: {
      released: released - fromReleased,
      backordered: backordered - fromBackordered,
      shipped: shipped + applied,
    },
  });
  draft.pack(parcel, line.id, applied);
  draft.book(line, 'shipped', applied);
  const surplus = more - applied;
  return { outcome: 'applied', applied, ...(surplus > 0 && { surplus, task: 'fulfilment-surplus' as const }) };
}

/** An older word on stock than the newest one heard is late; the same word again is a duplicate. */
function staleStockWord({ event }: Told, line: FollowedLine): 'duplicate' | 'no-effect' | null {
  if (!line.stockSaid) return null;
  const { type, at } = line.stockSaid;
  if (event.occurredAt < at) return 'no-effect';
  return event.occurredAt.getTime() === at.getTime() && event.type === type ? 'duplicate' : null;
}

/** Where stock was spoken of before the order was handed over, or after nothing is left to ship. */
function nothingInStock(line: FollowedLine, quantity: number): LineResult {
  if (line.q.waiting > 0) return nothing('early', { early: quantity });
  return nothing(isOpen(line.q) ? 'no-effect' : 'after-end');
}

/** More than the line has is a mistake worth a person; more than is left of it came late. */
function beyond(line: FollowedLine, quantity: number): Partial<LineResult> {
  const surplus = quantity - wanted(line);
  return surplus > 0 ? { surplus, task: 'fulfilment-surplus' } : {};
}

/** Out of stock: the quantity is how many of the line are, so the same message again changes nothing. */
function backordered(told: Told, line: FollowedLine, quantity: number): LineResult {
  const stale = staleStockWord(told, line);
  if (stale) return nothing(stale, { overtaken: true });
  const { released, backordered } = line.q;
  if (released + backordered === 0) return nothingInStock(line, quantity);
  const stockSaid = { type: 'backordered', at: told.event.occurredAt } as const;
  const applied = Math.min(quantity - backordered, released);
  if (applied <= 0) {
    told.draft.touchLine(line, { stockSaid });
    return nothing(quantity <= backordered ? 'duplicate' : 'no-effect', beyond(line, quantity));
  }
  told.draft.touchLine(line, {
    q: { released: released - applied, backordered: backordered + applied },
    everBackordered: true,
    stockSaid,
  });
  return { outcome: 'applied', applied, ...beyond(line, quantity) };
}

/** In stock again: as many as the quantity says are no longer waited for. */
function available(told: Told, line: FollowedLine, quantity: number): LineResult {
  const stale = staleStockWord(told, line);
  if (stale) return nothing(stale, { overtaken: true });
  const { released, backordered } = line.q;
  if (released + backordered === 0) return nothingInStock(line, quantity);
  const applied = Math.min(quantity, backordered);
  told.draft.touchLine(line, {
    q: { released: released + applied, backordered: backordered - applied },
    stockSaid: { type: 'available', at: told.event.occurredAt },
  });
  return { outcome: applied > 0 ? 'applied' : 'no-effect', applied, ...beyond(line, quantity) };
}

/** The parcels that a carrier's word can be about: the one it names, or without a name any that carry the line. */
function parcelsMeant({ draft, event, parcel }: Told, line: FollowedLine): Parcel[] {
  if (parcel) return [parcel];
  const carrying = draft.parcelsOf(line.id);
  // A tracking number nobody has told us can only be that of a parcel that left without one.
  return event.parcel ? carrying.filter(({ carrier }) => carrier === unnamedCarrier) : carrying;
}

/**
 * Delivered, lost, returned. Of a parcel that is named, the quantity is the whole of what this befell in it, so the same message again
 * changes nothing; without a name it is so many more. What has not left yet is early; what is over stays over.
 */
function befallen(fate: Fate): ApplyToLine {
  return (told, line, quantity) => {
    const { draft, event, parcel } = told;
    const named = event.parcel !== undefined;
    const parcels = parcelsMeant(told, line);
    const known = draft.within(parcels, line.id, fate);
    const more = named ? quantity - known : quantity;
    if (more <= 0) return nothing('duplicate');
    // Without a parcel's name, no more than is known already may be the same word again: it must not undo what is settled.
    const origins = !named && known >= quantity ? onlyUnsettled : undefined;
    const applied = draft.befall(fate, line, parcels, more, origins);
    const rest = more - applied;
    if (rest === 0) return { outcome: 'applied', applied };
    if (!named && rest <= known) return applied > 0 ? { outcome: 'applied', applied } : nothing('duplicate');
    const early = named ? quantity : rest;
    if (!parcel && unshipped(line.q) > 0) return { outcome: applied > 0 ? 'applied' : 'early', applied, early };
    if (named && parcels.length === 0 && isOpen(line.q)) return nothing('early', { early });
    return applied > 0
      ? { outcome: 'applied', applied, surplus: rest, task: 'fulfilment-surplus' }
      : nothing('after-end', { task: 'fulfilment-after-end' });
  };
}

/** How each kind of news changes a line. */
export const applyToLine: Record<FulfilmentEventType, ApplyToLine> = {
  shipped,
  backordered,
  available,
  delivered: befallen('delivered'),
  lost: befallen('lost'),
  returned: befallen('returned'),
};
