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
  if (!forecast.known || !(forecast.rate.high > 0)) return undefined;
  return plusDays(now, forecast.daysLow + Math.max(0, shelf) / forecast.rate.high);
}

/** C: until when a device is safe: the first of its covered slots that may run dry. null: none can tell. */
export function deviceProtectedUntil({ slots }: Pick<DeviceAssessment, 'slots'>, now: Date): Date | null {
  return earliest(
    slots
      .filter(({ slot }) => isCovered(slot.kind))
      .map(({ forecast, stock }) => protectedUntil(forecast, stock.shelf, now) ?? null),
  );
}
