import type { ModelName } from './models.ts';

/** One device of the simulated site, by its nature. */
export interface DevicePlan {
  model: ModelName;
  /** Mean of an ordinary business day. */
  pagesPerDay: number;
  /** Its past is imported when it is enrolled. */
  history: boolean;
  /** Whoever enrols it has looked at the shelf. */
  stockKnown: boolean;
  place: string;
}

const plan = (model: ModelName, pagesPerDay: number, place: string, rest: Partial<DevicePlan> = {}): DevicePlan => ({
  model,
  pagesPerDay,
  place,
  history: true,
  stockKnown: true,
  ...rest,
});

/** From slow to fast; what befalls each in the year stands in happenings.ts, by its number. */
const plans: readonly DevicePlan[] = [
  plan('floor', 600, 'Print room'),
  plan('office', 150, 'Sales'),
  plan('desk', 60, 'Campaigns', { stockKnown: false }),
  plan('office', 220, 'Design office'),
  plan('office', 90, 'Accounts', { history: false }),
  plan('desk', 35, 'Reception'),
  plan('floor', 350, 'First floor', { stockKnown: false }),
  plan('floor', 180, 'Second floor'),
  plan('bars', 30, 'Workshop'),
  plan('bars', 12, 'Gatehouse', { history: false }),
  plan('plain', 70, 'Stores'),
  plan('ink', 45, 'Management'),
  plan('ink', 25, 'Personnel', { stockKnown: false }),
  plan('office', 130, 'Purchasing'),
  plan('desk', 80, 'Laboratory'),
  plan('bars', 45, 'Goods in', { stockKnown: false }),
  plan('floor', 260, 'Third floor'),
  plan('plain', 25, 'Canteen', { history: false }),
  plan('office', 40, 'Meeting rooms'),
  plan('office', 60, 'Legal', { history: false, stockKnown: false }),
];

/** A site of so many devices: the plans above, over again where there are more. */
export function fleetOf(devices: number): DevicePlan[] {
  return Array.from({ length: devices }, (_, i) => plans[i % plans.length]!);
}
