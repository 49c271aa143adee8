import type { ReadingBody } from './to-reading.ts';

/** No printer prints so many pages while a round lasts. */
const PAGES_IN_A_ROUND = 1000;
/** Points by which a gauge may move meanwhile, or show in two roundings. */
const TOLERANCE_POINTS = 10;

/**
 * Whether two readings of one round that tell the same maker and serial number, taken in the same way at two addresses, are of two
 * printers: their counters, a gauge or a cartridge differ by more than a round can bring about. A printer with two addresses says the
 * same at both.
 */
export function areTwoPrinters(one: ReadingBody, other: ReadingBody): boolean {
  const sameUnit = one.pages && other.pages && one.pages.unit === other.pages.unit;
  if (sameUnit && Math.abs(one.pages!.count - other.pages!.count) > PAGES_IN_A_ROUND) return true;
  return one.levels.some((slot) => {
    const same = other.levels.find(({ key }) => key === slot.key);
    if (!same) return false;
    if (slot.supplySerial && same.supplySerial && slot.supplySerial !== same.supplySerial) return true;
    return (
      slot.level.type === 'percent' &&
      same.level.type === 'percent' &&
      Math.abs(slot.level.percent - same.level.percent) > TOLERANCE_POINTS
    );
  });
}
