import type { NormalLevel } from '../normal-form.ts';

/** Sentinels of prtMarkerSuppliesLevel (RFC 3805): no gauge reading, never a percentage. */
const SENTINELS: Record<number, NormalLevel> = {
  [-1]: { state: 'unrestricted' },
  [-2]: { state: 'unknown' },
  [-3]: { state: 'some' },
};

/**
 * The typed level of a supply. Printer-MIB counts what remains, of a receptacle the room that remains, so both have one
 * sense. A percentage exists only where level and capacity are both told and the capacity is more than nothing; one above
 * 100 is the printer's own and stays.
 */
export function normalLevel(level: number | null, capacity: number | null): NormalLevel {
  if (level === null) return { state: 'unknown' };
  if (level < 0) return SENTINELS[level] ?? { state: 'unknown' };
  if (capacity === null || capacity <= 0) return { state: 'unknown-capacity' };
  return { percent: Math.round((1000 * level) / capacity) / 10 };
}
