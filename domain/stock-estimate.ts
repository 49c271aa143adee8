import { addBusinessDays, type SiteCalendar } from './calendar.ts';
import type { DrySpell, Swap } from './forecast/types.ts';
import { daysBetween } from './time.ts';

/** What is on record of a slot's spares, in cartridges. */
export interface StockFacts {
  /** Spares at enrolment; null: not known. */
  start: { units: number | null; at: Date };
  /** `shippedAt`: when the parcel left; `expectedAt`: when it was to arrive. */
  deliveries: readonly {
    at: Date;
    units: number;
    certainty: 'confirmed' | 'presumed';
    lineId: string;
    shippedAt: Date;
    expectedAt?: Date;
  }[];
  inTransit: readonly { lineId: string; units: number; shippedAt: Date; expectedAt?: Date }[];
  counts: readonly { at: Date; units: number }[];
  /** `units` signed. */
  adjustments: readonly { at: Date; units: number }[];
}

export interface StockInput extends StockFacts {
  swaps: readonly Swap[];
  /** While the gauge reads empty, where it does. */
  dry?: DrySpell;
  /** Share (0…1) that the gauge may hide when it reads empty, before the slot has shown it. */
  hiddenShare?: number;
  calendar: SiteCalendar;
  now: Date;
}

export interface StockContradiction {
  /**
   * A cartridge was installed that nobody delivered; a gauge stayed dry although a spare was believed on the shelf; a parcel
   * must have arrived without a word of it.
   */
  kind: 'installed-without-delivery' | 'dry-with-spare' | 'delivered-unreported';
  at: Date;
  /** The line that it speaks of: of `dry-with-spare` one whose delivery was only presumed, which this refutes (A09). */
  lineId?: string;
}

export interface StockEstimate {
  /** Cartridges believed on the device's shelf, whole and never negative. */
  shelf: number;
  /** Why `shelf` may be too low: spares that are doubted count as none; a starting stock that nobody knew counts as none. */
  doubt?: 'dry-with-spare' | 'start-unknown';
  /** Since the last count, oldest first. */
  contradictions: StockContradiction[];
  /** Lines in transit whose parcel must have arrived, because its cartridge was seen installed (A09). */
  arrived: string[];
}

/** What a gauge hides differs from cartridge to cartridge by so much. */
const leastHiddenMargin = 0.01;

/** Less use than this says nothing: nobody has needed the printer. */
const leastUse = 0.005;

/** More is not hidden: the printer stood dry. */
const largestHiddenShare = 0.1;

/** So many times a gauge must have read empty before a swap to be known by it. */
const tellingSpells = 2;

/** Nobody leaves a printer dry for so many business days with a spare at hand: then the spare is not there. */
const doubtAfterBusinessDays = 2;

/** Whoever confirms a delivery says when it was, give or take so many days. */
const toldLateDays = 2;

interface Parcel {
  lineId: string;
  units: number;
  shippedAt: Date;
  expectedAt?: Date;
  deliveredAt?: Date;
  /** Only for a delivery. */
  certainty?: 'confirmed' | 'presumed';
}

interface Shelf {
  units: number;
  /** Units that were believed on the shelf until the gauge stayed dry. */
  doubted: number;
  /** When somebody last knew the stock; undefined: never. */
  knownAt?: Date;
  /** Not seen to have arrived yet. */
  parcels: Parcel[];
  /** Units of a line that a swap has shown to be there before their delivery was told. */
  early: Map<string, number>;
  presumedLine?: string;
  deliveredAt?: Date;
  /** Cartridges used after the gauge read empty, before a spare that was there was installed. */
  hid: number[];
  contradictions: StockContradiction[];
  arrived: string[];
}

interface Happening {
  at: number;
  happen: () => void;
}

/**
 * A15: the stock of one slot as its gauge, its swaps and its parcels confirm or contradict it; orders rest on this, not on
 * the ledger. A spare that is believed in but is not there costs a stock-out, one that is there unknown to us a few weeks of
 * shelf: in doubt the estimate is the lower.
 */
export function estimateStock(input: StockInput): StockEstimate {
  const { start, now } = input;
  const shelf: Shelf = {
    units: wholeUnits(start.units ?? 0),
    doubted: 0,
    knownAt: start.units === null ? undefined : start.at,
    parcels: parcelsOf(input),
    early: new Map(),
    hid: [],
    contradictions: [],
    arrived: [],
  };
  const happenings: Happening[] = [];
  const note = (at: Date, happen: Happening['happen']) => {
    if (at.getTime() > start.at.getTime() && at.getTime() <= now.getTime()) {
      happenings.push({ at: at.getTime(), happen });
    }
  };
  // In this order where they happened at one instant: sorting keeps it.
  for (const delivery of input.deliveries) note(delivery.at, () => deliver(shelf, delivery));
  for (const { at, units } of input.adjustments) note(at, () => adjust(shelf, units));
  for (const count of input.counts) note(count.at, () => recount(shelf, count));
  for (const spell of spellsOf(input)) {
    for (const used of spell.used) note(used.at, () => readDry(shelf, spell, used, input));
  }
  for (const swap of input.swaps) note(swap.at, () => takeOne(shelf, swap));
  happenings.sort((a, b) => a.at - b.at);
  for (const { happen } of happenings) happen();
  return {
    shelf: shelf.units,
    doubt: shelf.doubted > 0 ? 'dry-with-spare' : shelf.knownAt === undefined ? 'start-unknown' : undefined,
    contradictions: shelf.contradictions,
    arrived: shelf.arrived,
  };
}

/** What was delivered before the start is part of the starting stock, or gone: a device may be enrolled anew (A18). */
function parcelsOf({ start, deliveries, inTransit }: StockFacts): Parcel[] {
  const delivered = deliveries
    .filter(({ at }) => at > start.at)
    .map(({ at: deliveredAt, ...parcel }) => ({ ...parcel, deliveredAt }));
  return [...delivered, ...inTransit].sort((a, b) => a.shippedAt.getTime() - b.shippedAt.getTime());
}

function wholeUnits(units: number): number {
  return Math.max(0, Math.round(units));
}

function deliver(shelf: Shelf, delivery: StockFacts['deliveries'][number]): void {
  const { lineId, at, shippedAt, certainty } = delivery;
  shelf.parcels = shelf.parcels.filter(
    (parcel) => parcel.lineId !== lineId || parcel.deliveredAt?.getTime() !== at.getTime(),
  );
  const early = Math.min(shelf.early.get(lineId) ?? 0, delivery.units);
  shelf.early.set(lineId, (shelf.early.get(lineId) ?? 0) - early);
  // A delivery that is only presumed would have been there when the shelf was counted after its expected date.
  const expectedAt = delivery.expectedAt ?? shippedAt;
  if (certainty === 'presumed' && shelf.knownAt && expectedAt < shelf.knownAt) return;
  shelf.units += wholeUnits(delivery.units - early);
  shelf.deliveredAt = at;
  shelf.presumedLine = certainty === 'presumed' ? lineId : undefined;
}

function adjust(shelf: Shelf, units: number): void {
  shelf.units = wholeUnits(shelf.units + units);
}

/** A person has looked: what was contradictory before is settled. */
function recount(shelf: Shelf, { at, units }: { at: Date; units: number }): void {
  shelf.units = wholeUnits(units);
  shelf.doubted = 0;
  shelf.knownAt = at;
  shelf.presumedLine = undefined;
  shelf.contradictions = [];
}

function spellsOf({ swaps, dry }: StockInput): DrySpell[] {
  return [...swaps.flatMap((swap) => swap.dry ?? []), ...(dry ? [dry] : [])];
}

/** Each reading of a gauge that reads empty may show that the spares are not there. */
function readDry(shelf: Shelf, spell: DrySpell, used: DrySpell['used'][number], input: StockInput): void {
  if (shelf.units === 0) return;
  const hidden = hiddenBy(shelf, input.hiddenShare ?? 0);
  if (wouldBeInstalled(spell, { ...used, hidden }, shelf, input.calendar)) doubt(shelf, used.at);
}

/**
 * A spare that has been there since the gauge read empty, or since the last delivery, would have been installed by now: what an
 * empty gauge may hide has been used, and somebody has been there. A delivery that somebody confirmed is there: if it is not installed,
 * the gauge hides more than was thought, and only what no gauge hides speaks against it.
 */
function wouldBeInstalled(
  spell: DrySpell,
  { at, cartridges, hidden }: { at: Date; cartridges: number; hidden: number },
  { deliveredAt, presumedLine, knownAt }: Shelf,
  calendar: SiteCalendar,
): boolean {
  const usedUntil = (instant: Date) => spell.used.findLast((each) => each.at <= instant)?.cartridges ?? 0;
  // Whoever has looked meanwhile knows better than the gauge, of what was used until then.
  const lookedAt = knownAt && knownAt > spell.since ? knownAt : spell.since;
  const since = deliveredAt && deliveredAt > lookedAt ? deliveredAt : lookedAt;
  const confirmed = since === deliveredAt && presumedLine === undefined;
  if (cartridges < usedUntil(lookedAt) + hidden) return false;
  if (cartridges < usedUntil(since) + (confirmed ? largestHiddenShare : leastUse)) return false;
  return at >= addBusinessDays(calendar, since, doubtAfterBusinessDays);
}

/** What a gauge has hidden of former cartridges, it may hide of this one; once it has shown that twice, no more than that. */
function hiddenBy({ hid }: Shelf, hiddenShare: number): number {
  const largest = Math.max(0, ...hid);
  return hid.length >= tellingSpells ? largest + leastHiddenMargin : Math.max(hiddenShare, largest + leastHiddenMargin);
}

function doubt(shelf: Shelf, at: Date): void {
  shelf.doubted += shelf.units;
  shelf.units = 0;
  shelf.contradictions.push({ kind: 'dry-with-spare', at, lineId: shelf.presumedLine });
}

/** A swap takes one from the shelf; where there is none, it shows where the cartridge must have come from. */
function takeOne(shelf: Shelf, swap: Swap): void {
  // A part-used cartridge comes from a drawer or another printer.
  if (swap.partUsed) return;
  const parcel = shelf.parcels.find((each) => mayHaveArrived(each, swap.at));
  // A parcel that is not expected yet is less likely than the spare that was doubted.
  const early = parcel !== undefined && (parcel.expectedAt ?? parcel.shippedAt) > swap.at;
  const hid = swap.dry?.used.at(-1)?.cartridges ?? 0;
  // A parcel of these days would explain the wait as well as a gauge that hides something.
  const spareWasThere = swap.dry && !(shelf.deliveredAt && shelf.deliveredAt >= swap.dry.since);
  const fromDoubted = shelf.doubted > 0 && (parcel === undefined || early);
  if ((shelf.units > 0 || fromDoubted) && spareWasThere && hid <= largestHiddenShare) shelf.hid.push(hid);
  if (shelf.units > 0) shelf.units -= 1;
  else if (fromDoubted) takeDoubted(shelf);
  else if (parcel) takeFrom(shelf, parcel, swap.at);
  // Whoever told the stock between the two readings may have told it after the swap.
  else if (shelf.knownAt && shelf.knownAt <= swap.after) {
    shelf.contradictions.push({ kind: 'installed-without-delivery', at: swap.at });
  }
}

/** What had left by then, unless somebody has confirmed that it was delivered later. */
function mayHaveArrived({ shippedAt, deliveredAt, certainty }: Parcel, at: Date): boolean {
  if (shippedAt > at) return false;
  return deliveredAt === undefined || certainty === 'presumed' || daysBetween(at, deliveredAt) <= toldLateDays;
}

/** The doubted spare was there after all. */
function takeDoubted(shelf: Shelf): void {
  shelf.units = shelf.doubted - 1;
  shelf.doubted = 0;
  shelf.contradictions = shelf.contradictions.filter(({ kind }) => kind !== 'dry-with-spare');
}

/** The parcel has arrived: its delivery was told later, or not at all. */
function takeFrom(shelf: Shelf, parcel: Parcel, at: Date): void {
  const { lineId, units, deliveredAt } = parcel;
  shelf.parcels = shelf.parcels.filter((other) => other !== parcel);
  shelf.units = wholeUnits(units) - 1;
  if (deliveredAt) {
    shelf.early.set(lineId, (shelf.early.get(lineId) ?? 0) + units);
    return;
  }
  shelf.arrived.push(lineId);
  shelf.contradictions.push({ kind: 'delivered-unreported', at, lineId });
}
