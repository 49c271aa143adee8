import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const steady = (now: number) => ({ days: 40, perDay: { K: 1 }, now: { K: now } }) as const;

describe('A05 no order rests on one odd reading', () => {
  test('A05 a sudden drop waits for confirmation; a second reading 6 hours later confirms it', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(60) });
    await device.report({ K: 10 });
    expect(await customer.orders()).toEqual([]);
    expect((await device.slot('K')).state).toBe('waiting-confirmation');
    await world.sleep('5 hours');
    await device.report({ K: 10 });
    expect(await customer.orders()).toEqual([]);
    await world.sleep('2 hours');
    await device.report({ K: 10 });
    expect(await customer.orders()).toHaveLength(1);
  });

  test('A05 an odd reading that the next one takes back orders nothing', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(60) });
    await device.report({ K: 2 });
    await world.sleep('1 day');
    await device.report({ K: 59 });
    await world.sleep('1 day');
    expect(await customer.orders()).toEqual([]);
  });

  test('A05 an empty needs no confirmation when cover was already below 7 days', async () => {
    const customer = await createScenario(world, { settings: { leadTimeDays: 0 } });
    // A trigger so late that a cover of 6 days orders nothing by itself.
    await customer.set('global', 'global', 'triggerDays', 2);
    const device = await customer.enrol({ past: steady(6) });
    await device.report({ K: 6 });
    expect(await customer.orders()).toEqual([]);
    await world.sleep('2 hours');
    await device.report({ K: 0 });
    await customer.set('global', 'global', 'triggerDays', 21);
    const [order] = await customer.orders();
    expect(order!.urgent).toBe(true);
  });

  test('A05 unknown is never zero, and doubled, late and future readings change nothing', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(40) });
    await device.report({ K: 40 });
    const before = await device.slot('K');
    const now = await world.now();
    await device.report({ K: { type: 'unknown' } });
    await device.report({ K: { type: 'some' } });
    await device.report({ K: 50 }, { at: new Date(now.getTime() - 10 * 86_400_000 - 60_000) });
    await device.report({ K: 50 }, { at: new Date(now.getTime() - 10 * 86_400_000 - 60_000) });
    await device.report({ K: 40 }, { at: new Date(now.getTime() + 400 * 86_400_000) });
    const after = await device.slot('K');
    expect(await customer.orders()).toEqual([]);
    expect(after.daysOfUse.value).toBeCloseTo(before.daysOfUse.value, 0);
  });
});

describe('A05 an alert that the gauge contradicts', () => {
  const empty = { alerts: [{ code: 1101, key: 'K' }] };
  const task = async (device: Device) => {
    const { body } = await world.request('GET', `/tasks?kind=gauge-contradicted&deviceId=${device.id}`);
    expect(body.items).toHaveLength(1);
    return body.items[0];
  };
  /** The device has said twice, six hours apart, that it is empty, and its gauge 60 %. */
  async function contradicted() {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: steady(60) });
    await device.report({ K: 60 }, empty);
    await world.sleep('6 hours');
    await device.report({ K: 60 }, empty);
    expect(await task(device)).toMatchObject({ state: 'open' });
    return device;
  }

  test('A05 its task settles itself when the alert has gone, and not before', async () => {
    const device = await contradicted();
    await world.sleep('1 day');
    await device.report({ K: 59 }, empty);
    await device.report({ K: { type: 'unknown' } });
    expect(await task(device)).toMatchObject({ state: 'open' });
    await world.sleep('1 day');
    await device.report({ K: 58 });
    expect(await task(device)).toMatchObject({
      state: 'done',
      settledBy: 'system',
      remark: 'The device gives no such alert any more; its gauge shows 58%.',
    });
  });

  test('A05 or when the gauge says the same', async () => {
    const device = await contradicted();
    await world.sleep('1 day');
    await device.report({ K: 3 }, empty);
    expect(await task(device)).toMatchObject({
      state: 'done',
      settledBy: 'system',
      remark: 'Its gauge agrees with the alert now: it shows 3%.',
    });
  });

  test('A18 or when the device is gone', async () => {
    const device = await contradicted();
    await world.request('POST', `/devices/${device.id}/retire`);
    expect(await task(device)).toMatchObject({ state: 'done', remark: 'The device is gone.' });
  });
});

describe('A01 a serial number that two devices report under', () => {
  test('holds its orders while the case is open, and resumes by itself once it is settled', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 40, perDay: { K: 1 }, now: { K: 30 } } });
    await device.report({ K: 30 }, { pages: 90_000 });
    await world.sleep('6 hours');
    await device.report({ K: 30 }, { sameSerialAt: '192.0.2.41' });
    expect(await customer.tasks()).toContain('serial-twice');
    const held = await device.slot('K');
    expect(held).toMatchObject({ state: 'held-by-case', reasons: [{ code: 'held-serial-twice' }] });
    await device.printFor(12, { K: 29 }, { K: 1 });
    expect(await customer.orders()).toEqual([]);

    const { body } = await world.request('GET', `/tasks?kind=serial-twice&deviceId=${device.id}`);
    await world.request('POST', `/tasks/${body.items[0].id}/dismiss`, { remark: 'The other one is a demo device.' });
    expect((await customer.orders()).map(({ lines }) => lines.map(({ key }) => key))).toEqual([['K']]);
  });
});
