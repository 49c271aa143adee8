import type { SettingScope } from '../settings.ts';
import type { PlanningSettings } from './situation.ts';

/** Days that a delivery may take beyond its lead time (A06). */
const leadTimeMarginDays = 2;

export interface Trigger {
  /** An order is due when cover is at or below this many days. */
  days: number;
  because: 'policy' | 'product' | 'lead-time';
  from: SettingScope | 'default' | 'catalogue';
}

/** A06: the largest of the policy's trigger, the product's own, and lead time + 2; of equal ones the first named. */
export function triggerOf(s: {
  settings: Pick<PlanningSettings, 'triggerDays' | 'leadTimeDays'>;
  productTriggerDays: number | null;
}): Trigger {
  const { triggerDays, leadTimeDays } = s.settings;
  const candidates: Trigger[] = [
    { days: triggerDays.value, because: 'policy', from: triggerDays.from },
    ...(s.productTriggerDays === null
      ? []
      : [{ days: s.productTriggerDays, because: 'product', from: 'catalogue' } as const]),
    { days: leadTimeDays.value + leadTimeMarginDays, because: 'lead-time', from: leadTimeDays.from },
  ];
  return candidates.reduce((largest, next) => (next.days > largest.days ? next : largest));
}
