import type { PlanningSettings } from './situation.ts';

export interface OrderQuantity {
  /** Cartridges to order, in whole packs. */
  quantity: number;
  /** What the coverage asks for in whole packs, were there no maximum. */
  wanted: number;
  /** More is wanted than the maximum: a person looks at it. */
  capped: boolean;
  /** Less than the coverage asks for: the device will not use more before its announced end. */
  untilEnd?: true;
}

/** What a cartridge may lack of the coverage before another one is added (A07). */
const tolerance = 0.05;

/**
 * A07: max(1, ceil(coverage × rate − 0.05)) cartridges, rounded up to the pack, at most the maximum: the largest number of whole
 * packs within it, but never less than one pack. Not reduced by stock, save that nothing is bought for the time after an announced end
 * (A18).
 */
export function orderQuantity(input: {
  /** Cartridges per day, from 0. */
  ratePerDay: number;
  /** Cartridges per pack, from 1. */
  packSize: number;
  settings: Pick<PlanningSettings, 'coverageDays' | 'maxCartridges'>;
  /** Cartridges that will still be used beside those that are there; null: no end is announced. */
  untilEnd?: number | null;
}): OrderQuantity {
  const { ratePerDay, packSize, settings } = input;
  const packed = (cartridges: number) => {
    // Rounded so that 30 × 0.035 − 0.05 is 1 and not a hair above it.
    const needed = Math.round((cartridges - tolerance) * 1e9) / 1e9;
    return Math.ceil(Math.max(1, Math.ceil(needed)) / packSize) * packSize;
  };
  const usual = packed(settings.coverageDays.value * ratePerDay);
  const wanted = Math.min(usual, packed(input.untilEnd ?? Infinity));
  const maximum = settings.maxCartridges.value;
  const capped = wanted > maximum;
  return {
    quantity: capped ? Math.max(1, Math.floor(maximum / packSize)) * packSize : wanted,
    wanted,
    capped,
    ...(wanted < usual && { untilEnd: true as const }),
  };
}
