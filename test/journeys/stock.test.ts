import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ledger } from '../../db/schema/index.ts';
import { orderedFor, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

async function stockOf(device: Device): Promise<{ estimate: number; books: number }> {
  const { body } = await world.request('GET', `/devices/${device.id}/stock`);
  const { estimate, books } = body.slots.find(({ key }: { key: string }) => key === 'K');
  return { estimate, books };
}

const entries = async (customer: Scenario, supplyId?: string) =>
  (await world.system.db.select().from(ledger).where(eq(ledger.accountId, customer.accountId)))
    .filter((entry) => supplyId === undefined || entry.supplyId === supplyId)
    .sort((a, b) => +a.at - +b.at || (a.id < b.id ? -1 : 1))
    .map(({ reason }) => reason);

const count = async (device: Device, units: number) =>
  world.request('POST', `/devices/${device.id}/stock-counts`, {
    counts: [{ slotId: (await device.slot('K')).id, units }],
  });

/** The black cartridge is replaced: nearly empty today, full tomorrow. */
async function swap(device: Device, left = 4): Promise<void> {
  await device.report({ K: left });
  await world.sleep('1 day');
  await device.report({ K: 100 });
}

describe('A15 stock belongs to a device', () => {
  test('A15 shipped, delivered, installed, used: each fact is booked, and a swap takes one from the shelf', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer, {
      stock: { K: 0 },
      past: { days: 50, perDay: { K: 1 }, now: { K: 10 } },
    });
    const { tracking } = await say(customer, 'shipped', order);
    await say(customer, 'delivered', order, { tracking });
    expect(await stockOf(device)).toEqual({ estimate: 1, books: 1 });
    await swap(device);
    expect(await stockOf(device)).toEqual({ estimate: 0, books: 0 });
    expect(await entries(customer, order.lines[0]!.supplyId)).toEqual([
      'starting-cartridge',
      'shipped',
      'delivered',
      'used',
      'installed',
    ]);
    // Told again, nothing moves again.
    await device.report({ K: 99 });
    await say(customer, 'delivered', order, { tracking });
    expect(await stockOf(device)).toEqual({ estimate: 0, books: 0 });
    expect(await customer.tasks()).toEqual([]);
  });

  test('A15 a cartridge installed with no delivery behind it is a case', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 0 }, past: { days: 50, perDay: { K: 1 }, now: { K: 30 } } });
    await device.report({ K: 30 });
    await world.sleep('1 day');
    await swap(device, 29);
    expect(await customer.tasks()).toEqual(['installed-without-delivery']);
  });

  test('A15 it may come from a neighbour’s shelf, which is believed to have one less from then on', async () => {
    const customer = await createScenario(world);
    const past = { days: 50, perDay: { K: 1 }, now: { K: 30 } };
    const neighbour = await customer.enrol({ stock: { K: 2 }, past });
    const device = await customer.enrol({ stock: { K: 0 }, past });
    await neighbour.report({ K: 30 });
    await device.report({ K: 30 });
    await world.sleep('1 day');
    await swap(device, 29);
    expect(await stockOf(neighbour)).toEqual({ estimate: 1, books: 2 });
    expect((await neighbour.slot('K')).coverDays).toBeLessThan(150);
    // Seen again, it is no second one.
    await world.sleep('1 day');
    await device.report({ K: 99 });
    await neighbour.report({ K: 29 });
    expect(await stockOf(neighbour)).toEqual({ estimate: 1, books: 2 });
  });

  test('A15 a neighbour that gets a spare after the swap has lent none', async () => {
    const customer = await createScenario(world);
    const past = { days: 50, perDay: { K: 1 }, now: { K: 30 } };
    const neighbour = await customer.enrol({ stock: { K: 0 }, past });
    const device = await customer.enrol({ stock: { K: 0 }, past });
    await neighbour.report({ K: 30 });
    await world.sleep('1 day');
    await swap(device, 29);
    await count(neighbour, 1);
    await world.sleep('1 day');
    await device.report({ K: 99 });
    expect(await stockOf(neighbour)).toEqual({ estimate: 1, books: 1 });
  });

  test('A15 where nobody knew the stock at the beginning, it is none', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 30 } } });
    await device.report({ K: 30 });
    await world.sleep('1 day');
    await swap(device, 29);
    expect(await customer.tasks()).toEqual([]);
  });

  test('A15 a difference of one for 14 days opens a case; a count settles it', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 0 }, past: { days: 50, perDay: { K: 1 }, now: { K: 60 } } });
    await device.report({ K: 60 });
    await world.sleep('1 day');
    // The books go below zero, the estimate does not.
    await swap(device, 59);
    expect(await stockOf(device)).toEqual({ estimate: 0, books: -1 });
    for (let level = 95; level >= 83; level -= 6) {
      await world.sleep('6 days');
      await device.report({ K: level });
      const days = 100 - level;
      expect((await customer.tasks()).includes('stock-difference')).toBe(days > 14);
    }
    await count(device, 2);
    expect(await stockOf(device)).toEqual({ estimate: 2, books: 2 });
    expect((await device.slot('K')).coverDays).toBeGreaterThan(250);
  });

  test('A15 a count that finds nothing has the slot ordered for at once', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 1 }, past: { days: 50, perDay: { K: 1 }, now: { K: 15 } } });
    await device.report({ K: 15 });
    expect(await customer.orders()).toEqual([]);
    await count(device, 0);
    expect(await customer.orders()).toMatchObject([{ lines: [{ key: 'K', reason: 'trigger' }] }]);
  });

  test('A15 an adjustment has a reason and moves estimate and books alike; never below what is there', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 2 } });
    const { id: slotId } = await device.slot('K');
    const adjust = (difference: number) =>
      world.request('POST', `/devices/${device.id}/stock-adjustments`, { slotId, difference, reason: 'water damage' });
    expect((await adjust(-1)).status).toBe(200);
    expect(await stockOf(device)).toEqual({ estimate: 1, books: 1 });
    expect((await adjust(-2)).status).toBe(409);
    expect(await stockOf(device)).toEqual({ estimate: 1, books: 1 });
  });

  test('A15 a transfer hands a spare to another device, whose order it makes needless', async () => {
    const customer = await createScenario(world);
    const rich = await customer.enrol({ stock: { K: 1 } });
    const poor = await customer.enrol({ stock: { K: 0 }, past: { days: 50, perDay: { K: 1 }, now: { K: 23 } } });
    await poor.report({ K: 23 });
    const answer = await world.request('POST', '/stock-transfers', {
      fromSlotId: (await rich.slot('K')).id,
      toSlotId: (await poor.slot('K')).id,
      units: 1,
      reason: 'the other is nearly empty',
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect([await stockOf(rich), await stockOf(poor)]).toEqual([
      { estimate: 0, books: 0 },
      { estimate: 1, books: 1 },
    ]);
    await world.sleep('4 days');
    await poor.report({ K: 19 });
    expect(await customer.orders()).toEqual([]);
  });

  test('A15 the serial number of the device stands in the mail about its parcel', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer);
    await world.sleep('24 hours');
    await say(customer, 'shipped', order);
    expect(customer.mails().at(-1)!.text).toContain(device.serial);
  });
});
