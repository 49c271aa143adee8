import type { SettingScope } from '../settings.ts';
import { coverDays, coverEndsWithin, tidy } from './cover.ts';
import type { SlotSituation } from './situation.ts';

/** Days that a delivery may take beyond its lead time (A06). */
const leadTimeMarginDays = 2;

/** The rules look again with the next reading: a day later. */
export const nextLookDays = 1;

export interface Trigger {
  /** An order is due when cover is at or below this many days. */
  days: number;
  because: 'policy' | 'product' | 'lead-time' | 'risk';
  from: SettingScope | 'default' | 'catalogue';
}

/**
 * A06: the largest of the policy's trigger, the product's own, and lead time + 2; of equal ones the first named. Where a risk is
 * accepted, what has to be left so that it is not exceeded, too: so it is never due later than by the others.
 */
export function triggerOf(s: SlotSituation): Trigger {
  const { triggerDays, leadTimeDays } = s.settings;
  const candidates: Trigger[] = [
    { days: triggerDays.value, because: 'policy', from: triggerDays.from },
    ...(s.productTriggerDays === null
      ? []
      : [{ days: s.productTriggerDays, because: 'product', from: 'catalogue' } as const]),
    { days: leadTimeDays.value + leadTimeMarginDays, because: 'lead-time', from: leadTimeDays.from },
    ...riskTrigger(s),
  ];
  return candidates.reduce((largest, next) => (next.days > largest.days ? next : largest));
}

/**
 * The slot may be dry before a parcel that is ordered at the next look could arrive, more often than is accepted: as cover, lead time
 * and a day, and by how much cover is longer than what it ends within with the accepted probability.
 */
function riskTrigger(s: SlotSituation): Trigger[] {
  const { riskPercent, leadTimeDays } = s.settings;
  if (!riskPercent || riskPercent.value === 0) return [];
  const cover = coverDays(s);
  const early = coverEndsWithin(s, riskPercent.value / 100);
  if (cover === null || early === null) return [];
  const days = tidy(leadTimeDays.value + nextLookDays + Math.max(0, cover - early));
  return [{ days, because: 'risk', from: riskPercent.from }];
}
