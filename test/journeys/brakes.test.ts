import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tasks } from '../../db/schema/index.ts';
import { again, freshHour, newestOrder, orderedFor } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const steady = (now: number) => ({ days: 50, perDay: { K: 1 }, now: { K: now } }) as const;

async function pause(scope: 'device' | 'site' | 'account' | 'all', scopeId?: string): Promise<string> {
  const answer = await world.request('POST', '/brakes', {
    scope,
    ...(scopeId ? { scopeId } : {}),
    reason: 'odd forecasts',
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}

const lift = (brakeId: string) => world.request('POST', `/brakes/${brakeId}/lift`, { reason: 'all is well' });

describe('A19 pause of ordering', () => {
  test.each(['device', 'site', 'account', 'all'] as const)(
    'A19 per %s: nothing is ordered while it lasts, and what became due is ordered when it is lifted',
    async (scope) => {
      const customer = await createScenario(world);
      const device = await customer.enrol({ past: steady(22) });
      await device.report({ K: 22 });
      const other = await createScenario(world);
      const free = await other.enrol({ past: steady(22) });
      await free.report({ K: 22 });
      const ids = { device: device.id, site: customer.siteId, account: customer.accountId, all: undefined };
      const brake = await pause(scope, ids[scope]);
      await world.sleep('2 days');
      await device.report({ K: 20 });
      const slot = await device.slot('K');
      expect(slot.state).toBe('paused');
      expect(JSON.stringify(slot.reasons)).toContain('odd forecasts');
      expect(await customer.orders()).toEqual([]);
      expect(await other.orders()).toHaveLength(scope === 'all' ? 0 : 1);
      expect((await lift(brake)).status).toBe(200);
      expect(await newestOrder(customer)).toMatchObject({ state: 'held', lines: [{ deviceId: device.id }] });
      expect(await other.orders()).toHaveLength(1);
    },
  );

  test('A19 what is ordered already goes on', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer);
    const brake = await pause('account', customer.accountId);
    await world.sleep('25 hours');
    expect((await again(customer, order)).state).toBe('released');
    await lift(brake);
    expect(await customer.orders()).toHaveLength(1);
  });
});

/** The site's second order of the day waits for a person. */
async function secondOfTheDay(options: { urgent?: boolean } = {}) {
  await freshHour(world);
  const customer = await createScenario(world);
  await customer.set('site', customer.siteId, 'ordersPerSiteDay', 1);
  await orderedFor(customer);
  const { device, order } = await orderedFor(customer, { past: steady(options.urgent ? 5 : 20) });
  expect(order).toMatchObject({ state: 'awaiting-approval', brake: 'site-day', holdUntil: null });
  return { customer, device, order };
}

const orderMails = async (customer: Scenario) => (await customer.told()).filter((kind) => kind === 'order-made').length;

describe('A19 ceilings', () => {
  test('A19 per site and day: a further order awaits approval, then its hold begins and it is mailed', async () => {
    const { customer, order } = await secondOfTheDay();
    expect(await orderMails(customer)).toBe(1);
    expect(await customer.tasks()).toEqual(['approve-order']);
    await world.sleep('3 days');
    expect((await again(customer, order)).state).toBe('awaiting-approval');
    expect(await orderMails(customer)).toBe(1);
    expect((await world.request('POST', `/orders/${order.id}/approve`)).status).toBe(200);
    const approved = await again(customer, order);
    expect(approved.state).toBe('held');
    expect(+approved.holdUntil! - (await world.now()).getTime()).toBeCloseTo(24 * 3_600_000, -5);
    expect(await orderMails(customer)).toBe(2);
    expect(await customer.tasks()).toEqual([]);
    expect((await world.request('POST', `/orders/${order.id}/approve`)).status).toBe(409);
    await world.sleep('25 hours');
    expect((await again(customer, order)).state).toBe('released');
  });

  test('A19 A11 an urgent one leaves when it is approved', async () => {
    const { customer, order } = await secondOfTheDay({ urgent: true });
    await world.request('POST', `/orders/${order.id}/approve`);
    expect((await again(customer, order)).state).toBe('released');
  });

  test('A19 refused: nothing leaves, nobody is told, and the slot waits like a cancelled one', async () => {
    const { customer, device, order } = await secondOfTheDay();
    const answer = await world.request('POST', `/orders/${order.id}/refuse`, { remark: 'the gauge lies' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect((await again(customer, order)).state).toBe('cancelled');
    await device.report({ K: 19 });
    expect((await device.slot('K')).state).toBe('held-by-cancellation');
    expect(await customer.told()).toEqual(['enrolled', 'order-made', 'enrolled']);
    expect(await customer.tasks()).toEqual([]);
    const settled = await world.system.db
      .select()
      .from(tasks)
      .where(and(eq(tasks.accountId, customer.accountId), eq(tasks.kind, 'approve-order')));
    expect(settled).toMatchObject([{ state: 'done', remark: 'the gauge lies' }]);
  });

  test('A19 the next day of the site is a new one', async () => {
    const { customer } = await secondOfTheDay();
    await world.sleep('24 hours');
    const { order } = await orderedFor(customer);
    expect(order.state).toBe('held');
  });

  test('A19 per fleet and hour: the order above it waits, whichever account it is of', async () => {
    const customer = await createScenario(world);
    await customer.set('global', 'global', 'fleetHourMinimum', 1);
    await customer.set('global', 'global', 'fleetHourFactor', 1);
    await freshHour(world);
    // The busiest hour before sets the ceiling.
    let order = (await orderedFor(await createScenario(world))).order;
    for (let n = 0; n < 8 && order.state !== 'awaiting-approval'; n++) {
      order = (await orderedFor(await createScenario(world))).order;
    }
    expect(order).toMatchObject({ state: 'awaiting-approval', brake: 'fleet-hour' });
  });
});
