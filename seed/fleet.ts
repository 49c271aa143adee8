import type { DevicePast, SlotPast } from './past.ts';

export interface DemoDevice extends DevicePast {
  site: 'Lyon' | 'Leeds';
  model: string;
  place: string;
  /** Spares on the shelf at enrolment. */
  stock?: Record<string, number>;
  /** Posted last, together, so that their site's order holds everything that it needs. */
  due?: true;
}

const s = (now: number, perDay: number, step = 1, more: Partial<SlotPast> = {}): SlotPast => ({
  now,
  perDay,
  step,
  ...more,
});

const aldine = (serial: string, slots: Record<string, SlotPast>) => ({
  maker: 'Aldine',
  model: 'C410',
  serial,
  days: 120,
  pagesPerDay: 150,
  slots: { '1.3': s(78, 0.7), '1.4': s(83, 0.7), '1.5': s(70, 0.4, 5), '1.6': s(64, 0.2), ...slots },
});
const caslow = (serial: string, slot: SlotPast) => ({
  maker: 'Caslow',
  model: 'M200',
  serial,
  days: 120,
  pagesPerDay: 120,
  slots: { '1.1': slot },
});

/** A dozen devices, each with something to show. */
export const fleet: DemoDevice[] = [
  // Lyon: one device is due, two others join its order; a swap too early; a gauge that lies; one silent for 8 days.
  { site: 'Lyon', place: 'Accueil', due: true, ...aldine('AL410-000101', { '1.1': s(36, 2), '1.2': s(52, 1.25) }) },
  {
    site: 'Lyon',
    place: 'Comptabilité, 2e étage',
    ...aldine('AL410-000102', { '1.1': s(88, 1.5), '1.2': s(60, 1.5) }),
  },
  { site: 'Lyon', place: 'Atelier', stock: { '1.1': 1 }, ...caslow('CM200-31001', s(50, 1.1, 10)) },
  {
    site: 'Lyon',
    place: 'Direction',
    ...aldine('AL410-000103', {
      '1.1': s(90, 0.9),
      '1.2': s(71, 0.8),
      '1.3': s(91, 1, 1, { earlySwap: { daysAgo: 9, left: 35 } }),
    }),
  },
  {
    site: 'Lyon',
    place: 'Entrepôt',
    maker: 'Elzevire',
    model: 'X9',
    serial: 'X9-770-0042',
    days: 120,
    pagesPerDay: 260,
    slots: { '1.1': s(62, 0.9, 25) },
    newest: { '1.1': { type: 'percent', percent: 0 } },
  },
  { site: 'Lyon', place: 'Salle de réunion', silentDays: 8, ...caslow('CM200-31002', s(80, 0.8, 10)) },
  // Leeds: an order over three devices, of which cyan is out of stock; silent for 15 and 31 days; one that uses too much.
  {
    site: 'Leeds',
    place: 'Front desk',
    due: true,
    ...aldine('AL410-000201', { '1.1': s(40, 2.2), '1.2': s(34, 1.1) }),
  },
  { site: 'Leeds', place: 'First floor', stock: { '1.1': 0 }, ...caslow('CM200-32001', s(50, 1.3, 10)) },
  {
    site: 'Leeds',
    place: 'Workshop',
    due: true,
    maker: 'Bodona',
    model: 'B55',
    serial: 'B55-0099817',
    days: 120,
    pagesPerDay: 40,
    slots: { '1.1': s(9, 0.9) },
    statesOnly: true,
  },
  { site: 'Leeds', place: 'Library', silentDays: 15, ...caslow('CM200-32002', s(80, 0.7, 10)) },
  {
    site: 'Leeds',
    place: 'Annexe',
    silentDays: 31,
    ...aldine('AL410-000202', { '1.1': s(85, 0.5), '1.2': s(90, 0.5) }),
  },
  {
    site: 'Leeds',
    place: 'Print room',
    ...aldine('AL410-000203', { '1.1': s(60, 42), '1.2': s(75, 0.6) }),
    // Three cartridges of 8,000 pages a week.
    pagesPerDay: 3360,
  },
];
