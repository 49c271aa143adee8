import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { again, newestOrder, orderedFor, recordJob, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const steady = (now: number) => ({ days: 50, perDay: { K: 1 }, now: { K: now } }) as const;

/** A job's cartridges have arrived; its window runs from now. */
async function arrivedJob(customer: Scenario, device: Device, quantity: number, days?: number) {
  const job = await recordJob(customer, device, 'K', quantity, days);
  await world.sleep('24 hours');
  const { tracking } = await say(customer, 'shipped', job);
  await say(customer, 'delivered', job, { tracking });
  expect((await again(customer, job)).state).toBe('closed');
  return job;
}

describe('A14 exceptional orders', () => {
  test('A14 it leaves cover and trigger untouched, is mailed and can be cancelled like any order', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(40) });
    await device.report({ K: 40 });
    const before = await device.slot('K');
    const job = await recordJob(customer, device, 'K', 3);
    expect(job).toMatchObject({ exceptional: true, jobWindowDays: 30, state: 'held' });
    expect(job.lines).toMatchObject([{ kind: 'exceptional', ordered: 3 }]);
    const after = await device.slot('K');
    expect(after.coverDays).toBeCloseTo(before.coverDays, 1);
    expect(after.triggerDays).toBe(before.triggerDays);
    expect(after.state).toBe('ok');
    expect(await customer.told()).toEqual(['enrolled', 'order-made']);
  });

  test('A14 it neither blocks a regular order nor is blocked by one, and consolidates nothing', async () => {
    const customer = await createScenario(world);
    const near = await customer.enrol({ past: steady(30) });
    await near.report({ K: 30 });
    const { device, order } = await orderedFor(await createScenario(world));
    const job = await recordJob(customer, near, 'K', 2);
    expect(job.lines).toHaveLength(1);
    await world.sleep('8 days');
    await near.report({ K: 20 });
    expect(await newestOrder(customer)).toMatchObject({ exceptional: false, lines: [{ kind: 'regular' }] });
    // And beside an open regular line.
    expect(order.lines).toHaveLength(1);
    expect((await device.slot('K')).onItsWay).toHaveLength(1);
  });

  test('A14 the job’s own cartridges are not cover while its window runs; the rest is regular stock at its end', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 0 }, past: steady(40) });
    await device.report({ K: 40 });
    await arrivedJob(customer, device, 3, 10);
    await device.report({ K: 39 });
    expect((await device.slot('K')).coverDays).toBeCloseTo(39, 0);
    await world.sleep('5 days');
    await device.report({ K: 34 });
    await world.sleep('6 days');
    await device.report({ K: 28 });
    const slot = await device.slot('K');
    expect(slot.shelf).toBe(3);
    expect(slot.coverDays).toBeCloseTo(328, -1);
    expect(await customer.orders()).toHaveLength(1);
  });

  test('A14 without any printing of the job, the slot is ordered for at its trigger within the window', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 0 }, past: steady(25) });
    await device.report({ K: 25 });
    await arrivedJob(customer, device, 2);
    await world.sleep('3 days');
    await device.report({ K: 20.5 });
    expect(await newestOrder(customer)).toMatchObject({ exceptional: false, lines: [{ reason: 'trigger' }] });
  });

  test('A14 what the job prints teaches the rate nothing', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 0 }, past: steady(60) });
    await device.report({ K: 60 });
    const before = (await device.slot('K')).ratePerDay.value;
    await arrivedJob(customer, device, 2, 10);
    await device.report({ K: 59 });
    await world.sleep('1 day');
    // Two cartridges of the job in eight days, beside the usual point a day: 59 → 0, 100 → 0 → …
    let use = 0;
    for (let day = 1; day <= 8; day++) {
      use += 26;
      const left = 59 - use;
      await device.report({ K: left >= 0 ? left : left >= -100 ? left + 100 : left + 200 });
      await world.sleep('1 day');
    }
    const slot = await device.slot('K');
    expect(slot.ratePerDay.value).toBeCloseTo(before, 3);
    expect((await customer.orders()).filter(({ exceptional }) => !exceptional)).toEqual([]);
  });
});
