import {
  type Box,
  type Expected,
  inTransit,
  isOpen,
  type Line,
  type Order,
  type Packed,
  quantities,
  type Word,
} from './expected.ts';

/**
 * What the warehouse's and the carrier's words must do to an order (A09, A11), written anew and for quantities only: the product's own
 * rules stand in domain/order/.
 */

type Fate = 'delivered' | 'lost' | 'returned';
type Origin = 'transit' | 'presumed' | 'delivered' | 'lost';

/** To whom each fate can come, first things first. */
const origins: Record<Fate, readonly Origin[]> = {
  delivered: ['transit', 'presumed', 'lost'],
  lost: ['transit', 'presumed'],
  returned: ['transit', 'presumed', 'delivered', 'lost'],
};

interface Said {
  /** Cartridges that it could be applied to. */
  applied: number;
  /** Cannot be yet: as many are tried again. */
  early?: number;
}

const nothing: Said = { applied: 0 };

/** A word is taken in, with everything that had come too early and may have its turn now. */
export function hear(expected: Expected, order: Order, word: Word): void {
  order.early.push(word);
  tryAgain(expected, order);
}

/** What came too early is tried until nothing changes any more. */
export function tryAgain(expected: Expected, order: Order): void {
  for (let progress = true; progress; ) {
    progress = false;
    const waiting = order.early;
    order.early = [];
    for (const word of waiting) {
      const { applied, rest } = applyWord(expected, order, word);
      if (rest) order.early.push(rest);
      progress ||= applied;
    }
  }
}

function applyWord(expected: Expected, order: Order, word: Word): { applied: boolean; rest: Word | null } {
  const box = word.tracking === null ? undefined : order.boxes.find(({ tracking }) => tracking === word.tracking);
  if (word.lines.length === 0 && !box) return { applied: false, rest: word };
  if (box && word.expectedOn !== null) box.expectedOn = word.expectedOn;
  const stated =
    word.lines.length > 0 ? word.lines : [...box!.lines].map(([lineId, { quantity }]) => ({ lineId, quantity }));
  const early: Word['lines'] = [];
  const applied: string[] = [];
  for (const { lineId, quantity } of stated) {
    const line = order.lines.find(({ id }) => id === lineId)!;
    const said = sayOfLine(expected, order, line, word, quantity, box);
    if (said.early) early.push({ lineId, quantity: said.early });
    if (said.applied > 0) applied.push(lineId);
  }
  if (word.type === 'backordered' && applied.length > 0)
    order.mails.backordered.add(`${word.at}/${applied.toSorted().join('+')}`);
  return { applied: applied.length > 0, rest: early.length > 0 ? { ...word, lines: early } : null };
}

function sayOfLine(
  expected: Expected,
  order: Order,
  line: Line,
  word: Word,
  quantity: number,
  box: Box | undefined,
): Said {
  if (word.type === 'shipped') return ship(order, line, word, quantity);
  if (word.type === 'backordered' || word.type === 'available') return sayStock(line, word, quantity);
  return befall(expected, order, line, word, quantity, box);
}

/** The quantity is the whole of what is in the parcel. */
function ship(order: Order, line: Line, word: Word, quantity: number): Said {
  let box = order.boxes.find(({ tracking }) => tracking === word.tracking);
  const packed = box?.lines.get(line.id);
  const applied = Math.min(quantity - (packed?.quantity ?? 0), line.released + line.backordered);
  if (applied <= 0)
    return line.waiting > 0 && quantity > (packed?.quantity ?? 0) ? { applied: 0, early: quantity } : nothing;
  if (!box) {
    box = { tracking: word.tracking!, shippedAt: word.at, expectedOn: word.expectedOn, lines: new Map() };
    order.boxes.push(box);
    order.boxes.sort((a, b) => a.shippedAt - b.shippedAt);
  }
  const fromReleased = Math.min(applied, line.released);
  line.released -= fromReleased;
  line.backordered -= applied - fromReleased;
  if (packed) packed.quantity += applied;
  else box.lines.set(line.id, { quantity: applied, delivered: 0, presumed: 0, lost: 0, returned: 0 });
  return { applied };
}

/** How many are out of stock, or in stock again; an older word than the newest heard says nothing. */
function sayStock(line: Line, { type, at }: Word, quantity: number): Said {
  const before = line.stockSaid;
  if (before && (at < before.at || (at === before.at && type === before.type))) return nothing;
  if (line.released + line.backordered === 0) return line.waiting > 0 ? { applied: 0, early: quantity } : nothing;
  line.stockSaid = { type, at };
  const moved =
    type === 'backordered'
      ? Math.max(0, Math.min(quantity - line.backordered, line.released))
      : -Math.min(quantity, line.backordered);
  line.released -= moved;
  line.backordered += moved;
  return { applied: Math.abs(moved) };
}

/** Of a parcel that is named, the quantity is the whole of what this befell in it; without a name it is so many more. */
function befall(
  expected: Expected,
  order: Order,
  line: Line,
  word: Word,
  quantity: number,
  box: Box | undefined,
): Said {
  const fate = word.type as Fate;
  const named = word.tracking !== null;
  const boxes = box ? [box] : named ? [] : order.boxes.filter(({ lines }) => lines.has(line.id));
  const packed = boxes.flatMap(({ lines }) => lines.get(line.id) ?? []);
  const known = packed.reduce((sum, each) => sum + each[fate], 0);
  const wanted = named ? quantity - known : quantity;
  if (wanted <= 0) return nothing;
  const repeats = !named && known >= quantity;
  const applied = spread(expected, line, fate, packed, wanted, repeats);
  const rest = wanted - applied;
  if (rest === 0 || (!named && rest <= known)) return { applied };
  const q = quantities(order, line);
  if (!box && q.waiting + q.released + q.backordered > 0) return { applied, early: named ? quantity : rest };
  if (named && !box && isOpen(q)) return { applied, early: quantity };
  return { applied };
}

/** The same cartridge comes to one end: each fate takes from those it can come to, oldest parcels first. */
function spread(
  expected: Expected,
  line: Line,
  fate: Fate | 'presumed',
  packed: readonly Packed[],
  wanted: number,
  unsettledOnly: boolean,
): number {
  let left = wanted;
  for (const origin of fate === 'presumed' ? (['transit'] as const) : origins[fate]) {
    if (unsettledOnly && origin !== 'transit' && origin !== 'presumed') continue;
    for (const each of packed) {
      const units = Math.min(left, origin === 'transit' ? inTransit(each) : each[origin]);
      if (units <= 0) continue;
      if (origin !== 'transit') each[origin] -= units;
      each[fate] += units;
      const was = origin === 'presumed' || origin === 'delivered';
      const is = fate === 'presumed' || fate === 'delivered';
      if (was !== is) expected.arrive(line, is ? units : -units);
      left -= units;
    }
  }
  return wanted - left;
}

/** Cartridges in transit of a parcel must have arrived (A09): its time has passed, or they were seen installed. */
export const presume = (expected: Expected, line: Line, packed: Packed, units: number): number =>
  spread(expected, line, 'presumed', [packed], units, false);

/** What was presumed never came (A09). */
export function refute(expected: Expected, line: Line, packed: Packed, units: number): void {
  packed.presumed -= units;
  packed.lost += units;
  expected.arrive(line, -units);
}

/** By one click the customer says that a parcel has arrived. */
export function confirm(expected: Expected, order: Order, box: Box): void {
  for (const line of order.lines) {
    const packed = box.lines.get(line.id);
    if (packed) spread(expected, line, 'delivered', [packed], inTransit(packed) + packed.presumed, true);
  }
}
