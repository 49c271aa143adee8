import type { DeviceAssessment, DeviceFacts } from './assessment.ts';
import type { Forecast, Swap } from './forecast/types.ts';
import { isCovered } from './supply-kinds.ts';
import { daysBetween } from './time.ts';

export interface EarlySwap {
  at: Date;
  /** Share (0…1) left in the cartridge that was taken out. */
  leftShare: number;
}

/**
 * C: whether a cartridge was replaced although `earlySwapPercent` or more was left. What it gave since the reading before is not seen:
 * the more may have been used meanwhile, the less is certain. `unknown` where the gauge cannot tell what was left, or where a busy day
 * may have used so much of it that less than half the percentage remained.
 */
export function earlySwap(
  { after, at, leftShare }: Pick<Swap, 'after' | 'at' | 'leftShare'>,
  earlySwapPercent: number,
  forecast: Forecast,
): 'yes' | 'no' | 'unknown' {
  if (leftShare === undefined) return 'unknown';
  if (leftShare * 100 < earlySwapPercent - 1e-9) return 'no';
  if (!forecast.known) return 'unknown';
  const days = daysBetween(after, at);
  const unseenUse = forecast.rate.perDay * days + (forecast.atReading?.weekSd ?? 0) * Math.sqrt(days / 7);
  return leftShare - unseenUse >= earlySwapPercent / 200 ? 'yes' : 'unknown';
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
