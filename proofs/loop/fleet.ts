import { openDatabase } from '../../db/database.ts';
import { settings } from '../../db/schema/index.ts';
import { type Customer, enrol, MAKER, makeCatalogue, makeCustomer } from '../prodlike/customer.ts';
import type { Shape } from '../prodlike/shape.ts';
import type { Dice } from '../year/random.ts';

export interface Fleet {
  customers: Customer[];
  devices: Device[];
  /** The instant that the devices' plans speak of as today. */
  today: Date;
}

/** A device whose gauge falls evenly; the past that it has told of ends more than a week ago, so nothing is ordered for it yet. */
export interface Device {
  id: string;
  serial: string;
  customer: Customer;
  /** Points of its gauge that it uses in a day, and what would be left today. */
  perDay: number;
  leftToday: number;
  /** Days ago of the newest reading that has been told. */
  toldDaysAgo: number;
}

export interface FleetOptions {
  devices: number;
  /** Devices of a customer share orders, so several customers make many. */
  customers: number;
  holdSeconds: number;
  /** Of the device that comes last: so many readings, a day apart, until its newest is young enough to order on. */
  mostDaysToTell: number;
  dice: Dice;
}

const dayMs = 86_400_000;
const historyDays = 20;
/** A16: on an older reading nothing is ordered. */
const tooOldDays = 7;
const pagesPerPoint = 80;
const pagesToday = 300_000;
/** Nobody is reminded of what is silent only because its past is told slowly. */
const noReminders = { silenceFirstDays: 90, silenceSecondDays: 120, silenceThirdDays: 180 };

/** Customers and devices with a past, through the API. Every device is short of supplies as of today, and comes due as its readings get younger. */
export async function makeFleet(shape: Shape, options: FleetOptions): Promise<Fleet> {
  const { dice } = options;
  const customers: Customer[] = [];
  for (let i = 1; i <= options.customers; i++) customers.push(await makeCustomer(shape, `Loop${i}`, noReminders));
  const { call } = customers[0]!;
  await call('PUT', '/settings/global/global/fleetHourMinimum', { value: 100_000 });
  await holdFor(shape, options.holdSeconds);
  await makeCatalogue(customers[0]!);
  const plans = Array.from({ length: options.devices }, (_, i) => ({
    serial: `LOOP-${1000 + i}`,
    customer: customers[i % customers.length]!,
    perDay: dice.whole(55, 80) / 10,
    leftToday: dice.whole(5, 95),
    toldDaysAgo: tooOldDays + dice.whole(1, options.mostDaysToTell),
  }));
  const today = new Date();
  const devices: Device[] = [];
  for (const plan of plans) {
    const device = { ...plan, id: (await enrol(plan.customer, plan.serial)).id };
    const past = Array.from({ length: historyDays }, (_, i) => device.toldDaysAgo + historyDays - 1 - i);
    const readings = past.map((daysAgo) => readingOf(device, daysBefore(today, daysAgo), today));
    await call('POST', '/readings/batch', readings);
    devices.push(device);
  }
  return { customers, devices, today };
}

export const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * dayMs);

/** What the device's gauge and counter show at an instant. A cartridge that is empty is changed. */
export function readingOf({ serial, perDay, leftToday }: Device, takenAt: Date, today: Date) {
  const used = ((today.getTime() - takenAt.getTime()) / dayMs) * perDay;
  const percent = 100 - ((((100 - leftToday - used) % 100) + 100) % 100);
  return {
    device: { maker: MAKER, serial },
    takenAt: takenAt.toISOString(),
    pages: { count: Math.round(pagesToday - used * pagesPerPoint), unit: 'impressions' },
    levels: [{ key: '1.1', level: { type: 'percent', percent: Math.ceil(percent) } }],
    source: 'import',
  };
}

/** The API counts holds in whole minutes; rows of the database can say less. */
async function holdFor({ config }: Shape, seconds: number): Promise<void> {
  const database = openDatabase(config.database.ownerUrl, { poolSize: 1, name: 'replenish proof' });
  try {
    await database.db.insert(settings).values({
      scope: 'global',
      scopeId: 'global',
      name: 'holdMinutes',
      value: seconds / 60,
      accountId: null,
      changedAt: new Date(),
    });
  } finally {
    await database.close();
  }
}
