import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** 1 point a day for 50 days (no cartridge changed), so a level of 21 is 21 days of use. */
const steady = (now: number) => ({ days: 50, perDay: { K: 1 }, now: { K: now } }) as const;

describe('A06 the trigger', () => {
  test('A06 an order is made when cover falls to 21 days, and not at 22', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(22.5) });
    await device.report({ K: 22.5 });
    expect(await customer.orders()).toEqual([]);
    await world.sleep('1 day');
    await device.report({ K: 21.5 });
    expect(await customer.orders()).toEqual([]);
    // No further reading: the device's own timer wakes it when its forecast crosses 21 days.
    await world.sleep('13 hours');
    const [order] = await customer.orders();
    expect(order!.lines).toMatchObject([{ key: 'K', kind: 'regular', reason: 'trigger', ordered: 1 }]);
    expect(order!.lines[0]!.coverDays).toBeCloseTo(21, 1);
  });

  test('A06 earlier by the product’s own trigger, and by lead time + 2', async () => {
    const customer = await createScenario(world, { settings: { leadTimeDays: 28 } });
    const device = await customer.enrol({ past: steady(30.4) });
    await device.report({ K: 30.4 });
    expect(await customer.orders()).toEqual([]);
    await world.sleep('12 hours');
    const [order] = await customer.orders();
    expect(order!.lines[0]!.decision!.found.trigger).toMatchObject({ days: 30, because: 'lead-time' });
  });
});

describe('A06 an accepted risk', () => {
  test('A06 orders above the trigger what may run dry too soon, and says so wherever it speaks of the line', async () => {
    const settings = { riskPercent: 2, leadTimeDays: 16 };
    const customer = await createScenario(world, { settings });
    const usual = await createScenario(world, { settings: { ...settings, riskPercent: 0 } });
    for (const each of [customer, usual]) await each.enrol({ past: steady(26) });
    expect(await usual.orders()).toEqual([]);
    const [order] = await customer.orders();
    const [line] = order!.lines;
    expect(line!.coverDays).toBeGreaterThan(25);
    expect(line!.decision!.found.trigger).toMatchObject({ because: 'risk', from: 'account' });
    expect(line!.decision!.known.settings.riskPercent).toEqual({ value: 2, from: 'account' });
    const words =
      /yet 2 times out of 100 it ends within .* \(lead time: 16\u00a0days\)\. No greater risk is accepted\./;
    const { body } = await world.request('GET', `/orders/${order!.id}/explain`);
    expect(body.lines[0]).toMatchObject({ rules: ['A06', 'A07'], replay: { same: true } });
    expect(body.lines[0].words[0].text).toMatch(words);
    expect(
      customer
        .mails()
        .at(-1)!
        .text.replaceAll(/[ \n]+/g, ' '),
    ).toMatch(words);
  });
});

describe('A08 consolidation', () => {
  test('A08 a slot at 45 days of cover joins, one at 46 does not', async () => {
    const customer = await createScenario(world);
    const near = await customer.enrol({ past: steady(45) });
    await near.report({ K: 45 });
    const far = await customer.enrol({ past: steady(46) });
    await far.report({ K: 46 });
    const due = await customer.enrol({ past: steady(20) });
    const orders = await customer.orders();
    expect(orders).toHaveLength(1);
    expect(orders[0]!.lines.map(({ deviceId, reason }) => [deviceId, reason])).toEqual([
      [due.id, 'trigger'],
      [near.id, 'consolidation'],
    ]);
  });
});

describe('A11 one mail per fact', () => {
  test('A11 the order is held, then released, and its contact told once', async () => {
    const customer = await createScenario(world);
    await customer.enrol({ past: steady(20) });
    const [order] = await customer.orders();
    expect(order!.state).toBe('held');
    await world.sleep('23 hours');
    expect((await customer.orders())[0]!.state).toBe('held');
    await world.sleep('1 hour');
    expect((await customer.orders())[0]!.state).toBe('released');
    expect(await customer.told()).toEqual(['enrolled', 'order-made']);
  });
});
