import { dayMs, minuteMs } from '../../domain/time.ts';
import type { SlotKey } from './customer.ts';
import { type Expected, gone } from './expected.ts';
import type { Product } from './product.ts';
import { Step } from './step.ts';

/** A01: a device reports, after so many points of use of each slot. */
export const read = (deviceIndex: number, use: Record<SlotKey, number>): Step =>
  new Step(`read(${deviceIndex}, ${JSON.stringify(use)})`, reports(deviceIndex), async (expected, product) => {
    const { levels } = expected.devices[deviceIndex]!;
    await report(expected, product, deviceIndex, {
      K: Math.max(0, levels.K - use.K),
      W: Math.max(0, levels.W - use.W),
    });
    return undefined;
  });

/** A16: what it had said so many hours ago is found late. */
export const readLate = (deviceIndex: number, hoursAgo: number): Step =>
  new Step(`readLate(${deviceIndex}, ${hoursAgo})`, reports(deviceIndex), async (expected, product) => {
    const device = expected.devices[deviceIndex]!;
    const takenAt = new Date(product.now.getTime() - hoursAgo * 60 * minuteMs);
    const { levels } = device.past.findLast(({ at }) => at <= takenAt)!;
    await product.read(deviceIndex, levels, takenAt);
    if (!device.newestAt || takenAt > device.newestAt) device.newestAt = takenAt;
    return undefined;
  });

/** A15: somebody changes a cartridge, and the device reports a full one. */
export const swap = (deviceIndex: number, key: SlotKey): Step =>
  new Step(
    `swap(${deviceIndex}, '${key}')`,
    (expected) => reports(deviceIndex)(expected) && expected.slot(deviceIndex, key) !== undefined,
    async (expected, product) => {
      const device = expected.devices[deviceIndex]!;
      device.swaps[key] += 1;
      await report(expected, product, deviceIndex, { ...device.levels, [key]: 100 });
      return undefined;
    },
  );

const reports = (deviceIndex: number) => (expected: Expected) => !gone(expected.devices[deviceIndex]!.state);

async function report(
  expected: Expected,
  product: Product,
  deviceIndex: number,
  levels: Record<SlotKey, number>,
): Promise<void> {
  const device = expected.devices[deviceIndex]!;
  const takenAt = new Date(product.now.getTime() + 1);
  device.levels = levels;
  device.past.push({ at: takenAt, levels });
  device.newestAt = takenAt;
  await product.read(deviceIndex, levels, takenAt);
}

/** Time passes; nobody reports meanwhile. */
export const wait = (hours: number): Step =>
  new Step(
    `wait(${hours})`,
    () => true,
    async (_expected, product) => {
      await product.wait(hours * 60);
      return undefined;
    },
  );

/** A16: so many days of silence. */
export const silence = (days: number): Step =>
  new Step(
    `silence(${days})`,
    () => true,
    async (_expected, product) => {
      await product.wait((days * dayMs) / minuteMs);
      return undefined;
    },
  );
