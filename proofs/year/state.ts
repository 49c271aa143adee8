import { type Customer, enrol } from './customer.ts';
import type { Product } from './product.ts';
import type { PostedReading } from './site/agent.ts';
import type { Days } from './site/days.ts';
import { shareOf } from './site/gauge.ts';
import type { Position, Printer } from './site/printer.ts';
import type { Warehouse } from './site/warehouse.ts';

export interface YearOptions {
  days: number;
  devices: number;
  seed: string;
}

/** A device of the site, and what is known of it outside of the product. */
export interface SimulatedDevice {
  id: string;
  slotIds: Map<string, string>;
  printer: Printer;
  /** Day of its enrolment. */
  since: number;
  /** Day from which it is gone. */
  until: number | null;
  /** The device that took over. */
  replacedBy: string | null;
  /** Days without a reading. */
  unheard: number[];
  /** What its gauges said, by slot key and day of the reading: null where they named no level. */
  shown: Map<string, Map<number, number | null>>;
}

/** Everything that a year leaves behind outside of the product's own records. */
export interface Year {
  options: YearOptions;
  days: Days;
  customer: Customer;
  devices: SimulatedDevice[];
  warehouse: Warehouse;
  /** Readings posted with an instant of their own, doubles apart. */
  readingsPosted: number;
}

/** Enrols a printer on this day, and follows it from then on. */
export async function addDevice(
  year: Year,
  product: Product,
  printer: Printer,
  since: number,
): Promise<SimulatedDevice> {
  for (const { record, swaps } of printer.positions) {
    record.clear();
    swaps.length = 0;
  }
  const { id, slots } = await enrol(product, year.customer, printer);
  const device: SimulatedDevice = {
    id,
    slotIds: new Map(slots.map((slot) => [slot.key, slot.id])),
    printer,
    since,
    until: null,
    replacedBy: null,
    unheard: [],
    shown: new Map(printer.positions.map(({ model }) => [model.key, new Map()])),
  };
  year.devices.push(device);
  return device;
}

/** Notes for the picture what the gauges said, and gives the reading back. */
export function note(device: SimulatedDevice, day: number, taken: PostedReading): PostedReading {
  for (const { key, level } of taken.levels) device.shown.get(key)?.set(day, shareOf(level));
  return taken;
}

/** Where a part labelled for a device belongs: in that device, or in the one that took over. */
export function positionOf(year: Year, serial: string, part: string): Position | undefined {
  const device = year.devices.find(({ printer }) => printer.serial === serial);
  const heir = device?.replacedBy && year.devices.find(({ id }) => id === device.replacedBy);
  if (heir) return positionOf(year, heir.printer.serial, part);
  return device?.until === null ? device.printer.positions.find(({ model }) => model.part === part) : undefined;
}
