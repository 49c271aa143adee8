import { DateTime } from 'luxon';
import { openDatabase } from '../../db/database.ts';
import { ensureReadingPartitions } from '../../db/partitions.ts';
import type { World } from '../../test/harness/world.ts';
import { makeCatalogue, makeCustomer } from './customer.ts';
import { People } from './people.ts';
import { Product } from './product.ts';
import { Dice } from './random.ts';
import { Agent, collectsAt, type PostedReading, reading } from './site/agent.ts';
import { type Day, Days, timeZone } from './site/days.ts';
import { fleetOf } from './site/fleet.ts';
import { Happenings } from './site/happenings.ts';
import { Printer } from './site/printer.ts';
import { Warehouse } from './site/warehouse.ts';
import { addDevice, note, type Year, type YearOptions } from './state.ts';

export type Report = (day: Day, done: number) => Promise<void> | void;

/** Days of printing before the year: levels are anywhere by then, and what is imported of them is history. */
const pastDays = 75;
const warehouseHour = 11;

/** The year begins on the next 1 January, so that the same seed meets the same weekdays for as long as possible. */
export async function simulateYear(world: World, options: YearOptions, report: Report): Promise<Year> {
  const startYear = DateTime.fromJSDate(await world.now(), { zone: timeZone }).year + 1;
  const days = new Days(`${startYear}-01-01`);
  const dice = new Dice(options.seed);
  await skipTo(world, days.day(0).at(0, 30));
  await makePartitions(world, days);
  const product = new Product(world);
  const customer = await makeCustomer(product, days);
  await makeCatalogue(product);
  const year: Year = {
    options,
    days,
    customer,
    devices: [],
    warehouse: new Warehouse(days, dice.of('warehouse')),
    readingsPosted: 0,
  };
  await enrolFleet(year, product, dice);
  const happenings = new Happenings(days, dice.of('happenings'));
  const agent = new Agent(dice.of('agent'));
  const liar = dice.of('liar');
  const people = new People(year, product, dice.of('people'));
  for (let number = 0; number < options.days; number++) {
    const day = days.day(number);
    await skipTo(world, day.at(collectsAt.hour, collectsAt.minute));
    const fortunes = year.devices.map((_, index) => happenings.fortune(index, number));
    const heard = year.devices.flatMap((device, index) => {
      if (device.until !== null) return [];
      const { heard, lies } = fortunes[index]!;
      if (heard) return [note(device, number, reading(device.printer, day, 'agent', lies ? liar : undefined))];
      device.unheard.push(number);
      return [];
    });
    year.readingsPosted += heard.length;
    for (const batch of agent.batches(heard, happenings.agentWorks(number)))
      await product.post('/readings/batch', batch);
    if (day.business) {
      await skipTo(world, day.at(warehouseHour));
      await people.work(day, happenings.actionsOn(number));
    }
    for (const [index, device] of year.devices.entries()) {
      const { prints, factor } = fortunes[index] ?? { prints: true, factor: 1 };
      if (prints && device.until === null) device.printer.work(day, factor, false);
    }
    await report(day, number + 1);
  }
  // What is still under way has its day: the last readings were at 06:30.
  await skipTo(world, days.day(options.days).at(0));
  return year;
}

async function skipTo(world: World, at: Date): Promise<void> {
  const ms = at.getTime() - (await world.now()).getTime();
  if (ms > 0) await world.sleep(ms);
}

async function enrolFleet(year: Year, product: Product, dice: Dice): Promise<void> {
  for (const [index, plan] of fleetOf(year.options.devices).entries()) {
    const serial = `SIM-${String(index + 1).padStart(3, '0')}`;
    const printer = new Printer(serial, plan, dice.of(serial));
    const past: PostedReading[] = [];
    for (let number = -pastDays; number < 0; number++) {
      past.push(reading(printer, year.days.day(number), 'import'));
      printer.work(year.days.day(number), 1, true);
    }
    const device = await addDevice(year, product, printer, 0);
    if (!plan.history) continue;
    for (const [i, each] of past.entries()) note(device, i - pastDays, each);
    await product.post('/readings/batch', past);
    year.readingsPosted += past.length;
  }
}

/** Readings of the months to come have their partitions, as a database that is looked after has. */
async function makePartitions(world: World, days: Days): Promise<void> {
  const owner = openDatabase(world.database.ownerUrl, { name: 'year' });
  try {
    for (const day of [0, 90, 180, 270, 360]) await ensureReadingPartitions(owner.db, days.day(day).at(12));
  } finally {
    await owner.close();
  }
}
