/** A printer that does not exist: what it is, and how full its supplies are. Values only; nothing here touches the network. */
export interface PrinterState {
  maker: string;
  model: string;
  serial: string;
  /** Lifetime counter, impressions. */
  pages: number;
  /** A printer that is off does not answer. */
  on: boolean;
  slots: Slot[];
}

export interface Slot {
  /** What it is called in commands: K, C, M, Y, W, D. */
  letter: string;
  /** prtMarkerSuppliesIndex. */
  index: number;
  gauge: Gauge;
  /** Cartridges that have been in it: part of the present one's serial number. */
  cartridges: number;
}

/** `percent`: what remains, of the waste container the room that remains; or one of Printer-MIB's sentinels. */
export type Gauge = { percent: number } | { sentinel: Sentinel };
export type Sentinel = -1 | -2 | -3;

export interface SlotModel {
  name: string;
  partNumber: string;
  /** prtMarkerSuppliesType. */
  type: number;
  /** prtMarkerSuppliesClass: 3 consumed, 4 receptacle. */
  class: number;
  colour: string | null;
  /** Impressions that one lasts, or fills. */
  yieldPages: number;
  /** prtAlertCode when nearly and when quite used up. */
  alerts: { almost: number; over: number };
}

const TONER = { type: 3, class: 3, alerts: { almost: 1104, over: 1101 } };

/** By letter, in the order of their indexes. */
export const slotModels: Readonly<Record<string, SlotModel>> = {
  K: { ...TONER, name: 'Black Toner', partNumber: 'AL-410K', colour: 'black', yieldPages: 9000 },
  C: { ...TONER, name: 'Cyan Toner', partNumber: 'AL-410C', colour: 'cyan', yieldPages: 6000 },
  M: { ...TONER, name: 'Magenta Toner', partNumber: 'AL-410M', colour: 'magenta', yieldPages: 6000 },
  Y: { ...TONER, name: 'Yellow Toner', partNumber: 'AL-410Y', colour: 'yellow', yieldPages: 6000 },
  W: {
    name: 'Waste Toner Container',
    partNumber: 'AL-410W',
    type: 4,
    class: 4,
    colour: null,
    yieldPages: 25_000,
    alerts: { almost: 1107, over: 1109 },
  },
  D: {
    name: 'Drum Unit',
    partNumber: 'AL-410D',
    type: 9,
    class: 3,
    colour: null,
    yieldPages: 60_000,
    alerts: { almost: 1111, over: 1112 },
  },
};

/** At and below this share a supply is “almost” used up. */
export const ALMOST_PERCENT = 10;

const NEW_PRINTER_PERCENT: Readonly<Record<string, number>> = { K: 64, C: 71, M: 58, Y: 80, W: 55, D: 90 };

export function newPrinter(identity: { maker: string; model: string; serial: string }): PrinterState {
  const slots = Object.keys(slotModels).map((letter, position) => ({
    letter,
    index: position + 1,
    gauge: { percent: NEW_PRINTER_PERCENT[letter]! },
    cartridges: 1,
  }));
  return { ...identity, pages: 12_840, on: true, slots };
}

export function withGauge(state: PrinterState, letter: string, gauge: Gauge): PrinterState {
  return changeSlot(state, letter, (slot) => ({ ...slot, gauge }));
}

/** A new cartridge, full; of the waste container: an empty one. */
export function withNewCartridge(state: PrinterState, letter: string): PrinterState {
  return changeSlot(state, letter, (slot) => ({ ...slot, gauge: { percent: 100 }, cartridges: slot.cartridges + 1 }));
}

/** Prints in colour: every supply is used by its share of the yield. What has no percentage keeps its sentinel. */
export function printPages(state: PrinterState, pages: number): PrinterState {
  const slots = state.slots.map((slot) => {
    if ('sentinel' in slot.gauge) return slot;
    const used = (100 * pages) / slotModels[slot.letter]!.yieldPages;
    return { ...slot, gauge: { percent: Math.max(0, slot.gauge.percent - used) } };
  });
  return { ...state, pages: (state.pages + pages) % 2 ** 32, slots };
}

/** Level in the unit of the capacity, which is the yield; or the sentinel. */
export function mibLevel({ letter, gauge }: Slot): number {
  if ('sentinel' in gauge) return gauge.sentinel;
  return Math.round((gauge.percent * slotModels[letter]!.yieldPages) / 100);
}

export function cartridgeSerial({ index, cartridges }: Slot): string {
  return `AL${index}${String(cartridges).padStart(5, '0')}`;
}

function changeSlot(state: PrinterState, letter: string, change: (slot: Slot) => Slot): PrinterState {
  return { ...state, slots: state.slots.map((slot) => (slot.letter === letter ? change(slot) : slot)) };
}
