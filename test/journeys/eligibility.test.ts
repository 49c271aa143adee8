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

const codes = (body: { errors: { code?: string; reason?: { code: string } }[] }) =>
  body.errors.map((error) => error.code ?? error.reason?.code);

describe('A02 eligibility', () => {
  test('A02 a refused enrolment says every condition that fails', async () => {
    const customer = await createScenario(world);
    const answer = await world.request('POST', '/devices', {
      siteId: customer.siteId,
      contractId: customer.contractId,
      maker: 'Aldine',
      model: 'C410',
      serial: 'AL-REFUSED',
      connection: 'direct',
      declaredPagesPerWeek: 20_000,
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('connection-not-supported');
    expect(JSON.stringify(answer.body)).toContain('declared-use-very-high');
    expect(codes(answer.body).length).toBeGreaterThanOrEqual(2);
  });
});

describe('A03 enrolment', () => {
  test('A03 is confirmed by one mail, and enrolling again changes nothing', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ stock: { K: 1 } });
    const again = await world.request('POST', '/devices', {
      siteId: customer.siteId,
      contractId: customer.contractId,
      maker: 'ALDINE',
      model: 'c410',
      serial: device.serial,
      connection: 'agent',
    });
    expect(again.status).toBe(200);
    expect(again.body.id).toBe(device.id);
    await world.sleep('1 hour');
    expect(await customer.told()).toEqual(['enrolled']);
    expect((await device.slot('K')).shelf).toBe(1);
  });

  test('A03 in shadow all is decided and shown, nothing ordered or mailed', async () => {
    const customer = await createScenario(world, { shadow: true });
    await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 19 } } });
    await world.sleep('3 days');
    const [order] = await customer.orders();
    expect(order!.state).toBe('shadow');
    expect(order!.lines[0]!.decision!.found.reason).toBe('trigger');
    expect(await customer.told()).toEqual(['enrolled']);
    await world.sleep('20 days');
    expect(await customer.orders()).toHaveLength(1);
  });
});

describe('A04 what is covered', () => {
  test('A04 a drum is tracked, never ordered; of a managed device the helpdesk gets one task', async () => {
    const customer = await createScenario(world, { contract: 'managed' });
    const device = await customer.enrol({ past: { days: 40, perDay: { D: 1 }, now: { D: 20 } } });
    await device.report({ D: 20 });
    await world.sleep('1 day');
    await device.report({ D: 19 });
    expect(await customer.orders()).toEqual([]);
    expect((await device.slot('D')).state).toBe('not-covered');
    expect((await customer.tasks()).filter((kind) => kind === 'item-reached-trigger')).toHaveLength(1);
  });

  test('A04 a waste container is ordered by the room that is left', async () => {
    const customer = await createScenario(world);
    await customer.enrol({ past: { days: 50, perDay: { W: 1 }, now: { W: 20 } } });
    const [order] = await customer.orders();
    expect(order!.lines).toMatchObject([{ key: 'W', ordered: 1 }]);
  });
});

describe('A07 quantity', () => {
  test('A07 thirty days of use in whole cartridges, at most the maximum; above that a person is asked', async () => {
    const customer = await createScenario(world, { settings: { maxCartridges: 2 } });
    // 9 points a day: 2.7 cartridges in 30 days.
    await customer.enrol({ past: { days: 10, perDay: { K: 9 }, now: { K: 6 } } });
    const [order] = await customer.orders();
    expect(order!.lines[0]!.ordered).toBe(2);
    expect(order!.lines[0]!.decision!.otherwise.quantityWithoutMaximum).toBe(3);
    expect(await customer.tasks()).toContain('quantity-above-maximum');
  });
});

describe('A10 very high use', () => {
  test('A10 two and more cartridges in each of four complete weeks: set aside, told once, readings and silence go on', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol();
    let level = 100;
    const readings = [];
    const now = await world.now();
    for (let hours = 24 * 36; hours > 0; hours -= 12) {
      readings.push({
        device: { maker: 'Aldine', serial: device.serial },
        takenAt: new Date(now.getTime() - hours * 3_600_000).toISOString(),
        levels: [{ key: 'K', kind: 'toner', level: { type: 'percent', percent: Math.round(level) } }],
        source: 'import',
      });
      level -= 19;
      if (level < 3) level = 100;
    }
    await world.request('POST', '/readings/batch', readings);
    expect((await device.view()).state).toBe('set-aside');
    await world.sleep('1 day');
    expect((await customer.told()).filter((kind) => kind === 'set-aside')).toHaveLength(1);
    expect((await customer.tasks()).filter((kind) => kind === 'set-aside-told')).toHaveLength(1);
    const orders = await customer.orders();
    await device.report({ K: 1 });
    expect(await customer.orders()).toHaveLength(orders.length);
    await world.sleep('9 days');
    expect(await customer.told()).toContain('silence-first');
  });
});
