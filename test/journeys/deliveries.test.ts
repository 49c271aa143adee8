import { DateTime } from 'luxon';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { again, dayIn, lineStates, newestOrder, press, releasedFor, say, sleepUntil } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type OrderFacts, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** The tenth day, Monday to Friday, after a local date: counted one by one. */
function tenBusinessDaysAfter(date: string, holidays: string[] = []): DateTime {
  let day = DateTime.fromISO(date, { zone: 'Europe/Paris' });
  for (let counted = 0; counted < 10; ) {
    day = day.plus({ days: 1 });
    if (day.weekday <= 5 && !holidays.includes(day.toISODate()!)) counted += 1;
  }
  return day;
}

/** Shipped, with no further word, until it is presumed delivered. */
async function presumed(customer: Scenario) {
  const { device, order } = await releasedFor(customer);
  const expectedOn = dayIn(await world.now(), 2);
  await say(customer, 'shipped', order, { expectedOn });
  const at = tenBusinessDaysAfter(expectedOn);
  return { device, order, at: at.toJSDate() };
}

const linesNow = async (customer: Scenario, order: OrderFacts) => (await again(customer, order)).lines;

describe('A09 by one click', () => {
  test('A09 confirmed by the customer: delivered, and a second click changes nothing', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    await say(customer, 'shipped', order);
    const mail = customer.mails().at(-1)!;
    expect((await press(world, mail, { answer: 'yes' })).status).toBe(200);
    expect(await lineStates(world, order)).toEqual(['delivered']);
    await press(world, mail, { answer: 'no' });
    expect(await lineStates(world, order)).toEqual(['delivered']);
    expect(await customer.orders()).toHaveLength(1);
  });

  test('A09 denied by the customer once presumed: lost and ordered again; before, nothing changes yet', async () => {
    const customer = await createScenario(world);
    const { device, order, at } = await presumed(customer);
    const mail = customer.mails().at(-1)!;
    await press(world, mail, { answer: 'no' });
    expect(await lineStates(world, order)).toEqual(['in-transit']);
    await sleepUntil(world, new Date(+at + 60_000));
    await device.report({ K: 5 });
    await press(world, mail, { answer: 'no' });
    expect(await lineStates(world, order)).toEqual(['lost']);
    expect((await newestOrder(customer)).lines).toMatchObject([{ reason: 'lost', ordered: 1 }]);
  });

  test('A09 a click speaks of its parcel, not of the others of the line', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer, { past: { days: 20, perDay: { K: 4 }, now: { K: 80 } } });
    await say(customer, 'shipped', order, { quantities: [1] });
    const first = customer.mails().at(-1)!;
    await say(customer, 'shipped', order, { quantities: [1] });
    const second = customer.mails().at(-1)!;
    await press(world, first, { answer: 'yes' });
    expect(await linesNow(customer, order)).toMatchObject([{ shipped: 2, delivered: 1, closedAt: null }]);
    await world.sleep('40 days');
    expect(await linesNow(customer, order)).toMatchObject([{ delivered: 1, presumed: 1 }]);
    await press(world, second, { answer: 'no' });
    expect(await linesNow(customer, order)).toMatchObject([{ delivered: 1, lost: 1 }]);
  });
});

describe('A09 presumed delivery', () => {
  test('A09 ten business days after the expected date, at the start of that day at the site', async () => {
    const customer = await createScenario(world);
    const { device, order, at } = await presumed(customer);
    await sleepUntil(world, new Date(+at - 60_000));
    expect(await lineStates(world, order)).toEqual(['in-transit']);
    await world.sleep('2 minutes');
    expect(await lineStates(world, order)).toEqual(['presumed-delivered']);
    expect((await again(customer, order)).state).toBe('closed');
    expect((await device.slot('K')).shelf).toBe(1);
  });

  test('A09 not on a holiday of the site, and counted anew when the expected date moves', async () => {
    const customer = await createScenario(world);
    const { order, at } = await presumed(customer);
    const moved = dayIn(await world.now(), 4);
    // A weekday soon after it is none of business.
    const holiday = [3, 4, 5]
      .map((days) => DateTime.fromISO(moved, { zone: 'Europe/Paris' }).plus({ days }))
      .find(({ weekday }) => weekday <= 5)!
      .toISODate()!;
    await world.request('PATCH', `/sites/${customer.siteId}`, { holidays: [holiday] });
    const [parcel] = (await world.request('GET', `/orders/${order.id}`)).body.parcels;
    await say(customer, 'shipped', order, { tracking: parcel.tracking, expectedOn: moved });
    const later = tenBusinessDaysAfter(moved, [holiday]).toJSDate();
    expect(+later).toBeGreaterThan(+at);
    await sleepUntil(world, new Date(+later - 60_000));
    expect(await lineStates(world, order)).toEqual(['in-transit']);
    await world.sleep('2 minutes');
    expect(await lineStates(world, order)).toEqual(['presumed-delivered']);
  });

  test('A09 earlier, when its cartridge is seen installed', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    await device.report({ K: 19 });
    await say(customer, 'shipped', order);
    await world.sleep('3 days');
    await device.report({ K: 16 });
    await world.sleep('1 day');
    await device.report({ K: 100 });
    expect(await lineStates(world, order)).toEqual(['presumed-delivered']);
    expect((await again(customer, order)).state).toBe('closed');
    expect((await device.slot('K')).shelf).toBe(0);
    expect(await customer.tasks()).toEqual([]);
    // The carrier's word comes later and changes nothing but the certainty.
    await say(customer, 'delivered', order);
    expect(await lineStates(world, order)).toEqual(['delivered']);
    expect((await device.slot('K')).shelf).toBe(0);
  });

  test('A09 refuted when the gauge runs dry and stays so: lost, and ordered again at once', async () => {
    const customer = await createScenario(world);
    const { device, order, at } = await presumed(customer);
    for (let level = 17; ; level -= 3) {
      if (+(await world.now()) >= +at) break;
      await device.report({ K: Math.max(1, level) });
      await world.sleep('3 days');
    }
    expect(await lineStates(world, order)).toEqual(['presumed-delivered']);
    await device.report({ K: 0 });
    expect(await customer.orders()).toHaveLength(1);
    // Two business days, wherever the weekend falls.
    for (let day = 0; day < 5; day++) {
      await world.sleep('1 day');
      await device.report({ K: 0 });
    }
    expect(await lineStates(world, order)).toEqual(['lost']);
    const next = await newestOrder(customer);
    expect(next.lines).toMatchObject([{ reason: 'lost', ordered: 1, replaces: order.lines[0]!.id }]);
    expect(next).toMatchObject({ urgent: true, state: 'released' });
    expect((await device.slot('K')).shelf).toBe(0);
  });

  test('A09 the carrier’s word decides it before its time', async () => {
    const customer = await createScenario(world);
    const { order, at } = await presumed(customer);
    await say(customer, 'delivered', order);
    await sleepUntil(world, new Date(+at + 60_000));
    expect(await linesNow(customer, order)).toMatchObject([{ delivered: 1, presumed: 0 }]);
  });
});
