import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { again, newestOrder, orderedFor, recordJob, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** Ordered at 58 days of cover, so that a rise of use has room to show. */
const earlyTrigger = { settings: { triggerDays: 60 } };
const early = { days: 14, perDay: { K: 1 }, now: { K: 58 } } as const;

/** Use rises from one to six points a day: a week brings cover, with the cartridge on order, to the trigger. */
async function riseOf(device: Device): Promise<void> {
  for (let day = 1; day <= 7; day++) {
    await world.sleep('1 day');
    await device.report({ K: 58 - 6 * day });
  }
}

describe('A09 no repeated orders', () => {
  test('A09 no second order while a line is open, though the cartridge runs dry', async () => {
    const customer = await createScenario(world);
    // 4 points a day: two cartridges ordered at 20 days of cover, which are 50 more.
    const device = await customer.enrol({ past: { days: 20, perDay: { K: 4 }, now: { K: 80 } } });
    expect((await newestOrder(customer)).lines).toMatchObject([{ key: 'K', ordered: 2 }]);
    for (const level of [60, 40, 20, 0]) {
      await world.sleep('5 days');
      await device.report({ K: level });
    }
    expect(await customer.orders()).toHaveLength(1);
    expect((await device.slot('K')).state).toBe('on-order');
  });

  test('A09 a rise of use allows one surge line, and no further one', async () => {
    const customer = await createScenario(world, earlyTrigger);
    const { device, order } = await releasedFor(customer, { past: early });
    await riseOf(device);
    const [first, surge, ...more] = await customer.orders();
    expect(first!.id).toBe(order.id);
    expect(surge!.lines).toMatchObject([{ key: 'K', kind: 'surge', reason: 'surge' }]);
    const { found, known } = surge!.lines[0]!.decision!;
    expect(found.coverDays).toBeLessThanOrEqual(60);
    expect(known.forecast.known && known.forecast.rate.low).toBeGreaterThan(1.25 * first!.lines[0]!.ratePerDay!);
    await world.sleep('1 day');
    await device.report({ K: 0 });
    await world.sleep('1 day');
    expect(more).toEqual([]);
    expect(await customer.orders()).toHaveLength(2);
  });

  test('A09 a backorder is no reason for a surge but for a task; once it is in stock again the surge is ordered', async () => {
    const customer = await createScenario(world, earlyTrigger);
    const { device, order } = await releasedFor(customer, { past: early });
    await say(customer, 'backordered', order);
    await riseOf(device);
    expect(await customer.orders()).toHaveLength(1);
    expect(await customer.tasks()).toEqual(['backorder-instead-of-surge']);
    await say(customer, 'available', order);
    const surge = await newestOrder(customer);
    expect(surge.lines).toMatchObject([{ kind: 'surge' }]);
  });

  test('A09 lost: the line is closed and ordered again at once', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    const { tracking } = await say(customer, 'shipped', order);
    await say(customer, 'lost', order, { tracking });
    expect((await again(customer, order)).state).toBe('closed');
    const next = await newestOrder(customer);
    expect(next.lines).toMatchObject([
      { reason: 'lost', ordered: 1, replaces: order.lines[0]!.id, deviceId: device.id },
    ]);
    // Nothing but the goods that are on their way counts, so what was lost once is ordered once.
    await device.report({ K: 19 });
    expect(await customer.orders()).toHaveLength(2);
  });

  test('A09 A14 what was ordered for a job and is lost is ordered for the job again, beside an open regular line', async () => {
    const customer = await createScenario(world);
    const { device, order: regular } = await orderedFor(customer);
    const job = await recordJob(customer, device, 'K', 3, 20);
    await world.sleep('25 hours');
    const { tracking } = await say(customer, 'shipped', job);
    await say(customer, 'lost', job, { tracking });
    const next = await newestOrder(customer);
    expect(next.id).not.toBe(job.id);
    expect(next).toMatchObject({ exceptional: true, jobWindowDays: 20 });
    expect(next.lines).toMatchObject([{ kind: 'exceptional', reason: 'lost', ordered: 3, replaces: job.lines[0]!.id }]);
    expect((await again(customer, regular)).state).toBe('released');
  });

  test('A09 a surge line that is lost is ordered again as one, beside the open regular line', async () => {
    const customer = await createScenario(world, earlyTrigger);
    const { device } = await releasedFor(customer, { past: early });
    await riseOf(device);
    await world.sleep('25 hours');
    const surge = await newestOrder(customer);
    const { tracking } = await say(customer, 'shipped', surge);
    await say(customer, 'lost', surge, { tracking });
    const next = await newestOrder(customer);
    expect(next.lines).toMatchObject([{ kind: 'surge', reason: 'lost', replaces: surge.lines[0]!.id }]);
  });
});
