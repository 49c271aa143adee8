import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { later } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const steady = (now: number) => ({ days: 50, perDay: { K: 1 }, now: { K: now } }) as const;
const ago = async (days: number) => later(await world.now(), -days);

describe('A05 late and out-of-order readings', () => {
  test('A05 one that comes late confirms a drop: what it says counts for when it was taken', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(60) });
    await device.report({ K: 10 });
    expect((await device.slot('K')).state).toBe('waiting-confirmation');
    // An hour apart it would confirm nothing.
    await device.report({ K: 11 }, { at: await ago(1 / 24) });
    expect(await customer.orders()).toEqual([]);
    await device.report({ K: 11 }, { at: await ago(9 / 24) });
    expect(await customer.orders()).toMatchObject([{ lines: [{ key: 'K', reason: 'trigger' }] }]);
  });

  test('A05 one that comes late takes a drop back: it was an old reading’s, not a trend', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(60) });
    const odd = await ago(0.4);
    await device.report({ K: 59.8 });
    await device.report({ K: 10 }, { at: odd });
    expect((await device.slot('K')).state).toBe('ok');
    await world.sleep('1 day');
    await device.report({ K: 59 });
    expect(await customer.orders()).toEqual([]);
    expect((await device.slot('K')).daysOfUse.value).toBeGreaterThan(50);
  });

  test('A05 a backlog that shows a slower use puts the order off', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(24) });
    await device.report({ K: 24 });
    await world.sleep('2 days');
    // The machine was not used: told in one go, the newest first.
    for (const days of [0, 0.5, 1, 1.5]) await device.report({ K: 24 }, { at: await ago(days) });
    await world.sleep('36 hours');
    expect(await customer.orders()).toEqual([]);
    await world.sleep('3 days');
    expect(await customer.orders()).toHaveLength(1);
  });

  test('A05 a backlog whose end is low has it ordered at once, from readings older than a day', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(30) });
    await device.report({ K: 30 });
    await world.sleep('4 days');
    expect(await customer.orders()).toEqual([]);
    for (const [days, level] of [
      [2, 22.5],
      [3, 25],
      [1.5, 21],
    ] as const) {
      await device.report({ K: level }, { at: await ago(days) });
    }
    expect(await customer.orders()).toMatchObject([{ lines: [{ reason: 'trigger' }] }]);
  });

  test('A05 an old low level that comes after the new cartridge was seen orders nothing', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 1 }, past: steady(40) });
    await device.report({ K: 100 });
    await world.sleep('1 day');
    await device.report({ K: 99 });
    await device.report({ K: 5 }, { at: await ago(1.2) });
    expect(await customer.orders()).toEqual([]);
    expect((await device.slot('K')).daysOfUse.value).toBeGreaterThan(80);
  });
});
