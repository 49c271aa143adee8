import type { DeviceAssessment, DeviceFacts } from './assessment.ts';
import type { Swap } from './forecast/types.ts';
import { isCovered } from './supply-kinds.ts';
import { daysBetween } from './time.ts';

export interface EarlySwap {
  at: Date;
  /** Share (0…1) left in the cartridge that was taken out. */
  leftShare: number;
}

/** C: cartridges replaced although `earlySwapPercent` or more was left. Where the gauge cannot tell what was left, nothing is said. */
export function earlySwaps(swaps: readonly Swap[], earlySwapPercent: number): EarlySwap[] {
  return swaps.flatMap(({ at, leftShare }) =>
    leftShare !== undefined && leftShare * 100 >= earlySwapPercent - 1e-9 ? [{ at, leftShare }] : [],
  );
}

export interface EarlySwapToTell extends EarlySwap {
  label: string;
  supplyId: string | null;
  /** What was left would have lasted so many days; null where no rate is known. */
  daysLeft: number | null;
}

/** Advice to put a cartridge back is of use while the old one is still at hand. */
const tellWithinDays = 3;

/** C: of the swaps seen for the first time, those that were early and have just happened, of what is supplied to an enrolled device. */
export function earlySwapsToTell(
  { state, enrolledAt }: Pick<DeviceFacts, 'state' | 'enrolledAt'>,
  { slots }: Pick<DeviceAssessment, 'slots'>,
  now: Date,
): EarlySwapToTell[] {
  if (state !== 'enrolled') return [];
  return slots.flatMap(({ slot, forecast, newSwaps }) =>
    newSwaps.flatMap(({ at, leftShare, early }) => {
      const recent = at > enrolledAt && daysBetween(at, now) <= tellWithinDays;
      if (early !== 'yes' || leftShare === undefined || !recent || !isCovered(slot.kind)) return [];
      const { label, supplyId } = slot;
      const perDay = forecast.known ? forecast.rate.perDay : 0;
      return [{ label, supplyId, at, leftShare, daysLeft: perDay > 0 ? Math.floor(leftShare / perDay) : null }];
    }),
  );
}
