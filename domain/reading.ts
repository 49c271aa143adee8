/** What a gauge says. A coarse or silent gauge has no percentage: unknown is never zero (A05). */
export type Level =
  /** `percent` 0…100 of what remains; of a receptacle (waste): of the room that remains. `resolution`: the gauge's step in points. */
  | { type: 'percent'; percent: number; resolution?: number }
  | { type: 'state'; state: 'ok' | 'low' | 'empty' }
  /** Some is left, the gauge cannot say how much (Printer-MIB −3). */
  | { type: 'some' }
  | { type: 'unknown' };

/** One supply position in a reading, keyed by the printer's own index (never by order, colour or description). */
export interface SlotReading {
  key: string;
  kind?: string;
  colour?: string;
  partNumber?: string;
  supplySerial?: string;
  level: Level;
}

export interface Alert {
  /** prtAlertCode as a number, e.g. 1101 marker toner empty. */
  code: number;
  key?: string;
  description?: string;
}

/** All gauges and counters of one device at one instant. */
export interface Reading {
  /** The instant the reading counts for: the device's own, or that of receipt where its clock is implausible (A16). */
  at: Date;
  pages?: number;
  levels: SlotReading[];
  alerts?: Alert[];
}

/** What the forecast of one slot sees of a reading. */
export interface Observation {
  at: Date;
  level: Level;
  /** Lifetime page counter, where the device tells it. */
  pages?: number;
  supplySerial?: string;
  /** The device's own alert about this slot, which may confirm an odd gauge. */
  alert?: 'low' | 'empty';
}
