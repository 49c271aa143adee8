import { type LedgerMove, ledgerMove, type MoveReason, moveReasons } from '../ledger.ts';
import type { FollowedLine, FollowedOrder, OrderChange, Parcel, ParcelLine } from './followed.ts';
import { checkQuantities, isOpen } from './lines.ts';
import type { LineQuantities } from './types.ts';

/** What can become of a cartridge that has left the warehouse. */
export type Fate = 'delivered' | 'presumed' | 'lost' | 'returned';
type Origin = 'transit' | Fate;

/**
 * For each fate: which cartridges it can befall, in the order they are taken, and the entry it makes in the books (null: they stand
 * where they are). What is missing here cannot happen: what was delivered is not lost afterwards, what was returned is over.
 */
const fates = {
  delivered: [
    { from: 'transit', move: 'delivered' },
    { from: 'presumed', move: null },
    { from: 'lost', move: 'found-again' },
  ],
  presumed: [{ from: 'transit', move: 'presumed-delivered' }],
  lost: [
    { from: 'transit', move: 'lost-in-transit' },
    { from: 'presumed', move: 'presumption-refuted' },
  ],
  returned: [
    { from: 'transit', move: 'returned-in-transit' },
    { from: 'presumed', move: 'returned-from-shelf' },
    { from: 'delivered', move: 'returned-from-shelf' },
    { from: 'lost', move: 'returned-after-loss' },
  ],
} as const satisfies Record<Fate, readonly { from: Origin; move: MoveReason | null }[]>;

function onTheWay(line: ParcelLine): number {
  return line.quantity - line.delivered - line.presumed - line.lost - line.returned;
}

/** A working copy of an order: changes gather here until `change()` says what is new. The order itself stays as it was. */
export class OrderDraft {
  readonly order: FollowedOrder;
  readonly #lines: Map<string, FollowedLine>;
  readonly #parcels: Parcel[];
  readonly #touchedLines = new Set<string>();
  readonly #touchedParcels = new Set<Parcel>();
  readonly #moves: LedgerMove[] = [];
  readonly #unassigned: Map<string, number>;

  constructor(order: FollowedOrder) {
    this.order = order;
    this.#lines = new Map(order.lines.map((line) => [line.id, structuredClone(line)]));
    this.#parcels = structuredClone([...order.parcels]);
    this.#unassigned = new Map(Object.entries(order.unassigned ?? {}));
  }

  line(id: string): FollowedLine | undefined {
    return this.#lines.get(id);
  }

  parcel(name: { carrier: string; tracking: string }): Parcel | undefined {
    return this.#parcels.find(({ carrier, tracking }) => carrier === name.carrier && tracking === name.tracking);
  }

  parcelsOf(lineId: string): Parcel[] {
    return this.#parcels.filter(({ lines }) => lines.some((line) => line.lineId === lineId));
  }

  addParcel(parcel: Parcel): Parcel {
    this.#parcels.push(parcel);
    return parcel;
  }

  /** Puts `quantity` more of a line into a parcel. */
  pack(parcel: Parcel, lineId: string, quantity: number): void {
    const packed = parcel.lines.find((line) => line.lineId === lineId);
    if (packed) packed.quantity += quantity;
    else parcel.lines.push({ lineId, quantity, delivered: 0, presumed: 0, lost: 0, returned: 0 });
    this.touchParcel(parcel);
  }

  touchParcel(parcel: Parcel): void {
    this.#touchedParcels.add(parcel);
  }

  touchLine(
    line: FollowedLine,
    change: Partial<Omit<FollowedLine, 'id' | 'q'>> & { q?: Partial<LineQuantities> },
  ): void {
    const { q, ...rest } = change;
    Object.assign(line, rest);
    line.q = checkQuantities({ ...line.q, ...q });
    this.#touchedLines.add(line.id);
  }

  /**
   * An entry in the books for units of a line. What arrives for a device that has gone goes on to unassigned stock (A18), and what leaves
   * again is taken from there, as far as there is any: the rest never left its shelf by the books.
   */
  book(line: FollowedLine, reason: MoveReason, units: number): void {
    const { supplyId, deviceId, id: lineId } = line;
    const entry = (each: MoveReason, some: number) =>
      this.#moves.push(ledgerMove(each, { supplyId, deviceId, lineId, units: some }));
    const unassigned = this.#unassigned.get(supplyId) ?? 0;
    const taken = line.deviceGone && moveReasons[reason].from === 'shelf' ? Math.min(units, unassigned) : 0;
    const given = line.deviceGone && moveReasons[reason].to === 'shelf' ? units : 0;
    if (taken > 0) entry('from-unassigned', taken);
    entry(reason, units);
    if (given > 0) entry('to-unassigned', given);
    this.#unassigned.set(supplyId, unassigned - taken + given);
  }

  /** Cartridges of a line in these parcels that this has befallen. */
  within(parcels: readonly Parcel[], lineId: string, fate: Fate): number {
    const packed = parcels.flatMap(({ lines }) => lines.filter((line) => line.lineId === lineId));
    return packed.reduce((sum, line) => sum + line[fate], 0);
  }

  /** Lets a fate befall up to `quantity` cartridges of a line in these parcels, oldest first. Gives how many it could. */
  befall(
    fate: Fate,
    line: FollowedLine,
    parcels: readonly Parcel[],
    quantity: number,
    origins?: readonly Origin[],
  ): number {
    let left = quantity;
    for (const { from, move } of fates[fate]) {
      if (origins && !origins.includes(from)) continue;
      for (const parcel of parcels) {
        const packed = parcel.lines.find(({ lineId }) => lineId === line.id);
        const units = packed ? Math.min(left, from === 'transit' ? onTheWay(packed) : packed[from]) : 0;
        if (!packed || units <= 0) continue;
        packed[fate] += units;
        if (from !== 'transit') packed[from] -= units;
        const q = { [fate]: line.q[fate] + units, ...(from !== 'transit' && { [from]: line.q[from] - units }) };
        this.touchLine(line, { q });
        this.touchParcel(parcel);
        if (move) this.book(line, move, units);
        left -= units;
      }
    }
    return quantity - left;
  }

  /** What is new since the order was taken up. */
  change(): OrderChange {
    const lines = [...this.#lines.values()].filter(({ id }) => this.#touchedLines.has(id));
    return {
      lines,
      parcels: this.#parcels.filter((parcel) => this.#touchedParcels.has(parcel)),
      moves: this.#moves,
      reorder: lines.flatMap((line) => this.#reorderOf(line)),
    };
  }

  /** A09: a line that closes with lost cartridges has them ordered again; one closed before, those lost since. */
  #reorderOf({ id, q }: FollowedLine): { lineId: string; quantity: number }[] {
    const before = this.order.lines.find((line) => line.id === id)!.q;
    if (isOpen(q)) return [];
    const quantity = isOpen(before) ? q.lost : q.lost - before.lost;
    return quantity > 0 ? [{ lineId: id, quantity }] : [];
  }
}
