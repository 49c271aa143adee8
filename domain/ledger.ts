/** Where units of a supply can be (A15). */
export const places = [
  'supplier',
  'transit',
  'shelf',
  'installed',
  'used',
  'returned',
  'lost',
  'adjustment',
  'unassigned',
] as const;
export type Place = (typeof places)[number];

/** Places that each device has its own of; the others are one per account and supply. */
export const devicePlaces = ['shelf', 'installed'] as const satisfies readonly Place[];

export type PlaceRef =
  | { place: (typeof devicePlaces)[number]; deviceId: string }
  | { place: Exclude<Place, (typeof devicePlaces)[number]>; deviceId?: undefined };

/** Why units move, and between which kinds of places: one row a fact. The books know no other move. */
export const moveReasons = {
  'starting-stock': { from: 'adjustment', to: 'shelf' },
  'starting-cartridge': { from: 'adjustment', to: 'installed' },
  shipped: { from: 'supplier', to: 'transit' },
  delivered: { from: 'transit', to: 'shelf' },
  /** A09: no word of the carrier, but it must have arrived. */
  'presumed-delivered': { from: 'transit', to: 'shelf' },
  installed: { from: 'shelf', to: 'installed' },
  used: { from: 'installed', to: 'used' },
  'lost-in-transit': { from: 'transit', to: 'lost' },
  /** A09: it was presumed delivered, and was not. */
  'presumption-refuted': { from: 'shelf', to: 'lost' },
  /** It was given up and has turned up. */
  'found-again': { from: 'lost', to: 'shelf' },
  'returned-in-transit': { from: 'transit', to: 'returned' },
  'returned-from-shelf': { from: 'shelf', to: 'returned' },
  'returned-after-loss': { from: 'lost', to: 'returned' },
  /** C, "move before ship"; A18, replaced: from the shelf of one device to that of another. */
  transfer: { from: 'shelf', to: 'shelf' },
  'to-unassigned': { from: 'shelf', to: 'unassigned' },
  'from-unassigned': { from: 'unassigned', to: 'shelf' },
  /** A15: posted by a person, or by a rule with a reason. */
  'adjusted-up': { from: 'adjustment', to: 'shelf' },
  'adjusted-down': { from: 'shelf', to: 'adjustment' },
} as const satisfies Record<string, { from: Place; to: Place }>;

export type MoveReason = keyof typeof moveReasons;

/** One entry of the books: whole units of one supply from a place to a place. Plain JSON. */
export interface LedgerMove {
  supplyId: string;
  /** From 1. */
  units: number;
  from: PlaceRef;
  to: PlaceRef;
  reason: MoveReason;
  /** The line of an order that the units belong to, where they do. */
  lineId?: string;
}

/** The move that a fact makes. `deviceId`: whose shelf or slot; of a transfer, whose shelf they leave for that of `toDeviceId`. */
export function ledgerMove(
  reason: MoveReason,
  units: { supplyId: string; units: number; deviceId: string; toDeviceId?: string; lineId?: string },
): LedgerMove {
  if (!Number.isInteger(units.units) || units.units < 1) {
    throw new RangeError(`The books move whole units from 1, not ${units.units}: leave out a move of none.`);
  }
  if (reason === 'transfer' && (units.toDeviceId ?? units.deviceId) === units.deviceId) {
    throw new RangeError('A transfer needs a second device to go to.');
  }
  const { from, to } = moveReasons[reason];
  return {
    supplyId: units.supplyId,
    units: units.units,
    from: placeRef(from, units.deviceId),
    to: placeRef(to, units.toDeviceId ?? units.deviceId),
    reason,
    ...(units.lineId !== undefined && { lineId: units.lineId }),
  };
}

function placeRef(place: Place, deviceId: string): PlaceRef {
  return place === 'shelf' || place === 'installed' ? { place, deviceId } : { place };
}

/** A15: a person's or a rule's correction of a shelf by `difference` units, up or down; none for 0. */
export function adjustmentMoves(shelf: { supplyId: string; deviceId: string; difference: number }): LedgerMove[] {
  const { supplyId, deviceId, difference } = shelf;
  if (difference === 0) return [];
  const reason = difference > 0 ? 'adjusted-up' : 'adjusted-down';
  return [ledgerMove(reason, { supplyId, deviceId, units: Math.abs(difference) })];
}

/** A cartridge was replaced by one from the shelf. The shelf may fall below zero: then a case is open (A15). */
export function swapMoves(slot: { supplyId: string; deviceId: string }): LedgerMove[] {
  return [ledgerMove('used', { ...slot, units: 1 }), ledgerMove('installed', { ...slot, units: 1 })];
}

/** Name of a place as the key of a balance, e.g. `shelf/d1`. */
export function placeKey(ref: PlaceRef): string {
  return ref.deviceId === undefined ? ref.place : `${ref.place}/${ref.deviceId}`;
}

/** Units at each place, by supply and place; of every supply they sum to zero (A15). */
export function balance(moves: readonly LedgerMove[]): Map<string, Map<string, number>> {
  const books = new Map<string, Map<string, number>>();
  for (const { supplyId, units, from, to } of moves) {
    const supply = books.get(supplyId) ?? new Map<string, number>();
    books.set(supplyId, supply);
    supply.set(placeKey(from), (supply.get(placeKey(from)) ?? 0) - units);
    supply.set(placeKey(to), (supply.get(placeKey(to)) ?? 0) + units);
  }
  return books;
}
