import type { DeviceAssessment } from './assessment.ts';
import type { Forecast } from './forecast/types.ts';
import { isCovered } from './supply-kinds.ts';
import { earliest, plusDays } from './time.ts';

/**
 * C: until when a device that has fallen silent is safe: the early end (10 %) of the estimate of its installed cartridge,
 * and after it `shelf` cartridges at the upper bound of the rate. The longer the silence, the less the early end leaves.
 * Undefined where nothing is known, or where there is no use to be safe from.
 */
export function protectedUntil(forecast: Forecast, shelf: number, now: Date): Date | undefined {
  return forecast.known
    ? safeUntil({ daysLow: forecast.daysLow, rateHigh: forecast.rate.high }, shelf, now)
    : undefined;
}

/** Whatever lasts longer is of no use to be safe from, and beyond any calendar. */
const longestDays = 36_500;

/** The same from figures that were written down at `at`. `rateHigh`: cartridges per day. */
export function safeUntil(figures: { daysLow: number; rateHigh: number }, shelf: number, at: Date): Date | undefined {
  const { daysLow, rateHigh } = figures;
  const days = daysLow + Math.max(0, shelf) / rateHigh;
  return rateHigh > 0 && days <= longestDays ? plusDays(at, days) : undefined;
}

/** C: until when a device is safe: the first of its covered slots that may run dry. null: none can tell. */
export function deviceProtectedUntil({ slots }: Pick<DeviceAssessment, 'slots'>, now: Date): Date | null {
  return earliest(
    slots
      .filter(({ slot }) => isCovered(slot.kind))
      .map(({ forecast, stock }) => protectedUntil(forecast, stock.shelf, now) ?? null),
  );
}
