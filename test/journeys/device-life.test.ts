import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { shelfBalances } from '../../db/queries/ledger.ts';
import { ledger, orderLines, slots } from '../../db/schema/index.ts';
import { deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import {
  again,
  dayIn,
  freshHour,
  lineStates,
  newestOrder,
  orderedFor,
  recordJob,
  releasedFor,
  say,
} from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Device, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  world.warehouse.refuses = false;
  await expectSound(world);
});
afterAll(() => world.close());

async function change(device: Device, action: string, body?: object) {
  const answer = await world.request('POST', `/devices/${device.id}/${action}`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

const move = async (device: Device, customer: Scenario, takeStockAlong = false) => {
  const toSiteId = await customer.addSite('Nantes', 'Europe/Paris');
  await change(device, 'move', { toSiteId, takeStockAlong });
  return toSiteId;
};

async function shelfOf(device: Device): Promise<number> {
  const [slot] = await world.system.db
    .select({ supplyId: slots.supplyId })
    .from(slots)
    .where(and(eq(slots.deviceId, device.id), eq(slots.key, 'K')));
  return (await shelfBalances(world.system.db, [device.id]))(device.id, slot!.supplyId);
}

/** Units of the account that are nobody's. */
async function unassigned(customer: Scenario): Promise<number> {
  const rows = await world.system.db.select().from(ledger).where(eq(ledger.accountId, customer.accountId));
  const at = (place: 'fromPlace' | 'toPlace') =>
    rows.filter((row) => row[place] === 'unassigned').reduce((sum, { units }) => sum + units, 0);
  return at('toPlace') - at('fromPlace');
}

const phaseOf = async (device: Device) =>
  (await world.env.client.workflow.getHandle(deviceWorkflowId(device.id)).query(deviceQuery)).phase;

describe('A18 an announced end', () => {
  const announce = async (device: Device, plannedEndOn: string | null) => {
    const { status, body } = await world.request('PATCH', `/devices/${device.id}`, { plannedEndOn });
    expect(status, JSON.stringify(body)).toBe(200);
  };

  test('A18 nothing is ordered that the device will not use before it; once it is put off, what is missing is', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 4 }, now: { K: 92 } } });
    const today = await world.now();
    await announce(device, dayIn(today, 12));
    await device.report({ K: 80 });
    expect(await customer.orders()).toEqual([]);
    const black = await device.slot('K');
    expect(black).toMatchObject({
      state: 'covered-to-end',
      nextOrderAt: null,
      reasons: [{ code: 'lasts-to-planned-end' }],
    });
    expect(black.coverDays).toBeLessThan(21);
    await announce(device, dayIn(today, 25));
    const [order] = await customer.orders();
    // 30 days of use would be two.
    expect(order!.lines).toMatchObject([
      { key: 'K', ordered: 1, decision: { found: { rules: ['A06', 'A07', 'A18'] } } },
    ]);
    const { body } = await world.request('GET', `/orders/${order!.id}/explain`);
    const words = body.lines[0].words.map(({ text }: { text: string }) => text).join(' ');
    expect(words).toContain('1\u00a0item: the device will not use more before its planned end on');
    expect(body.lines[0].replay.same).toBe(true);
  });

  test('A18 withdrawn, it is as if it had never been announced', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 40 } } });
    await announce(device, dayIn(await world.now(), 5));
    await device.report({ K: 20 });
    await world.sleep('7 hours');
    await device.report({ K: 20 });
    expect(await customer.orders()).toEqual([]);
    await announce(device, null);
    expect(await customer.orders()).toHaveLength(1);
  });
});

describe('A18 moved', () => {
  test('A18 held lines go to an order of the new site, shelf stock stays as unassigned', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer, { stock: { K: 0 } });
    const job = await recordJob(customer, device, 'K', 2);
    await change(device, 'pause');
    await change(device, 'resume');
    const held = await newestOrder(customer);
    expect(held.id).not.toBe(order.id);
    expect((await again(customer, job)).state).toBe('cancelled');
    const siteId = await move(device, customer);
    const moved = await newestOrder(customer);
    expect(moved).toMatchObject({ siteId, state: 'held', address: { city: 'Nantes' } });
    expect(moved.lines).toMatchObject([{ kind: 'regular', reason: 'moved', ordered: 1, deviceId: device.id }]);
    expect((await again(customer, held)).state).toBe('cancelled');
  });

  test('A18 A14 a job’s held line moves as what it is, beside a regular one', async () => {
    const customer = await createScenario(world);
    const { device } = await orderedFor(customer);
    await recordJob(customer, device, 'K', 2, 20);
    const siteId = await move(device, customer);
    const open = (await customer.orders()).filter(({ state }) => state === 'held');
    expect(open.every((order) => order.siteId === siteId && order.lines.length === 1)).toBe(true);
    const kinds = open.map(({ exceptional, jobWindowDays, lines }) => [exceptional, jobWindowDays, lines[0]!.kind]);
    expect(kinds.sort()).toEqual([
      [false, null, 'regular'],
      [true, 20, 'exceptional'],
    ]);
  });

  test('A18 released lines follow if the warehouse agrees; what is in transit gets a task', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    const siteId = await move(device, customer);
    expect((await again(customer, order)).state).toBe('cancelled');
    const moved = await newestOrder(customer);
    expect(moved).toMatchObject({ siteId, lines: [{ reason: 'moved', ordered: 1 }] });
    await world.sleep('25 hours');
    await say(customer, 'shipped', moved);
    await move(device, customer);
    expect(await customer.tasks()).toEqual(['in-transit-after-move']);
    expect(await lineStates(world, moved)).toEqual(['in-transit']);
    await say(customer, 'delivered', moved);
    expect(await shelfOf(device)).toBe(1);
  });

  test('A18 a line that the warehouse will not stop becomes a task', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    world.warehouse.refuses = true;
    await move(device, customer);
    expect(await lineStates(world, order)).toEqual(['released']);
    expect(await customer.tasks()).toEqual(['in-transit-after-move']);
    expect(await customer.orders()).toHaveLength(1);
  });

  test('A18 partly shipped: the task speaks of what is under way, the rest is not sent to the old site', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer, { past: { days: 20, perDay: { K: 4 }, now: { K: 80 } } });
    expect(order.lines[0]!.ordered).toBe(2);
    const { tracking } = await say(customer, 'shipped', order, { quantities: [1] });
    await move(device, customer);
    expect((await again(customer, order)).lines).toMatchObject([{ shipped: 1, cancelled: 1, withdraw: null }]);
    expect(await customer.tasks()).toEqual(['in-transit-after-move']);
    await say(customer, 'delivered', order, { tracking, quantities: [1] });
    expect((await again(customer, order)).state).toBe('closed');
  });

  test('A18 shelf stock moves along when somebody says so; a change of place within a site is no move', async () => {
    const customer = await createScenario(world);
    const along = await customer.enrol({ stock: { K: 2 } });
    await move(along, customer, true);
    expect(await shelfOf(along)).toBe(2);
    const left = await customer.enrol({ stock: { K: 2 } });
    await change(left, 'move', { toSiteId: customer.siteId, place: 'Ground floor' });
    expect((await left.view()).place).toBe('Ground floor');
    expect(await shelfOf(left)).toBe(2);
    await move(left, customer);
    expect([await shelfOf(left), await unassigned(customer)]).toEqual([0, 2]);
    expect((await left.slot('K')).shelf).toBe(0);
  });

  test('A18 A09 what is lost after the move is ordered for where the device is now', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    await say(customer, 'shipped', order);
    const siteId = await move(device, customer);
    await say(customer, 'lost', order);
    expect(await newestOrder(customer)).toMatchObject({ siteId, lines: [{ reason: 'lost' }] });
  });
});

test('A18 A19 what awaited approval is judged anew at the new site', async () => {
  await freshHour(world);
  const customer = await createScenario(world);
  await customer.set('account', customer.accountId, 'ordersPerSiteDay', 1);
  const { device: first } = await orderedFor(customer);
  const { device, order } = await orderedFor(customer);
  expect(order.state).toBe('awaiting-approval');
  const siteId = await move(device, customer);
  expect((await again(customer, order)).state).toBe('cancelled');
  expect(await newestOrder(customer)).toMatchObject({ siteId, state: 'held', lines: [{ reason: 'trigger' }] });
  expect(await customer.tasks()).toEqual([]);
  // The new site has had its order of the day.
  const { lines } = await again(customer, (await customer.orders())[0]!);
  expect(lines[0]!.deviceId).toBe(first.id);
  await change(first, 'move', { toSiteId: siteId });
  expect(await newestOrder(customer)).toMatchObject({ siteId, lines: [{ reason: 'moved' }] });
});

describe('A18 replaced', () => {
  test('A18 shelf and open lines pass on where the supply fits, the rest goes as when retired', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer, { stock: { C: 1 } });
    const successor = await customer.enrol();
    await change(device, 'replace', { replacedBy: successor.id });
    expect((await device.view()).state).toBe('replaced');
    expect((await again(customer, order)).lines).toMatchObject([{ deviceId: successor.id, waiting: 1 }]);
    expect((await successor.slot('K')).onItsWay).toHaveLength(1);
    expect((await successor.slot('C')).shelf).toBe(1);
    expect(await phaseOf(device)).toBe('ended');
    await world.sleep('25 hours');
    const { tracking } = await say(customer, 'shipped', await newestOrder(customer));
    await say(customer, 'delivered', await newestOrder(customer), { tracking });
    expect(await shelfOf(successor)).toBe(1);
  });
});

test('A18 replaced by a device of another site: as if it had moved there', async () => {
  const customer = await createScenario(world);
  const { device, order } = await orderedFor(customer, { stock: { C: 1 } });
  const elsewhere = await customer.addSite('Nantes', 'Europe/Paris');
  const successor = await customer.enrol();
  await change(successor, 'move', { toSiteId: elsewhere });
  await change(device, 'replace', { replacedBy: successor.id });
  expect((await again(customer, order)).state).toBe('cancelled');
  expect(await newestOrder(customer)).toMatchObject({
    siteId: elsewhere,
    state: 'held',
    lines: [{ deviceId: successor.id, key: 'K', waiting: 1, reason: 'moved' }],
  });
  expect((await successor.slot('C')).shelf).toBe(0);
  expect(await unassigned(customer)).toBe(1);
});

describe('A18 paused', () => {
  test('A18 held lines are cancelled and told, released ones go on; no new orders, no reminders', async () => {
    const customer = await createScenario(world);
    const { device: gone, order: released } = await releasedFor(customer);
    await change(gone, 'pause');
    expect((await again(customer, released)).state).toBe('released');
    const { device, order } = await orderedFor(customer);
    await change(device, 'pause');
    expect((await again(customer, order)).state).toBe('cancelled');
    expect((await customer.told()).at(-1)).toBe('cancelled');
    await device.report({ K: 3 });
    await world.sleep('10 days');
    expect((await customer.told()).filter((kind) => kind.startsWith('silence'))).toEqual([]);
    expect(await customer.orders()).toHaveLength(2);
    await device.report({ K: 3 });
    await change(device, 'resume');
    expect(await newestOrder(customer)).toMatchObject({ urgent: true, lines: [{ deviceId: device.id }] });
  });

  test('A18 A19 the pause of a device whose order awaited approval tells the customer nothing', async () => {
    await freshHour(world);
    const customer = await createScenario(world);
    await customer.set('site', customer.siteId, 'ordersPerSiteDay', 1);
    await orderedFor(customer);
    const { device, order } = await orderedFor(customer);
    expect(order.state).toBe('awaiting-approval');
    await change(device, 'pause');
    expect((await again(customer, order)).state).toBe('cancelled');
    expect(await customer.told()).not.toContain('cancelled');
    expect(await customer.tasks()).toEqual([]);
  });
});

describe('A18 unenrolled, retired', () => {
  test.each(['unenrol', 'retire'])(
    'A18 %s: held lines cancelled, stock unassigned, the workflow ends',
    async (action) => {
      const customer = await createScenario(world);
      const { device, order } = await orderedFor(customer, { stock: { C: 2 } });
      await change(device, action);
      expect((await again(customer, order)).state).toBe('cancelled');
      expect(await customer.told()).toEqual(['enrolled', 'order-made', 'cancelled']);
      expect([await shelfOf(device), await unassigned(customer)]).toEqual([0, 2]);
      expect(await phaseOf(device)).toBe('ended');
      await world.sleep('10 days');
      expect(await customer.told()).toHaveLength(3);
      expect(await customer.orders()).toHaveLength(1);
    },
  );

  test('A18 released and backordered lines are withdrawn; what is in transit arrives as unassigned stock', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    await say(customer, 'backordered', order);
    await change(device, 'retire');
    expect(await lineStates(world, order)).toEqual(['cancelled']);
    expect((await customer.told()).at(-1)).toBe('cancelled');
    const { device: other, order: shipped } = await releasedFor(customer);
    await say(customer, 'shipped', shipped);
    await change(other, 'retire');
    await say(customer, 'delivered', shipped);
    expect([await shelfOf(other), await unassigned(customer)]).toEqual([0, 1]);
  });

  test('A18 the warehouse refuses to stop it: a task, and the order goes on', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    world.warehouse.refuses = true;
    await change(device, 'retire');
    expect(await lineStates(world, order)).toEqual(['released']);
    expect(await customer.tasks()).toEqual(['cancel-refused']);
  });

  test('A18 enrolled anew, with its history', async () => {
    const customer = await createScenario(world);
    const { device } = await orderedFor(customer);
    await change(device, 'retire');
    const answer = await world.request('POST', '/devices', {
      siteId: customer.siteId,
      maker: 'Aldine',
      model: 'C410',
      serial: device.serial,
      connection: 'agent',
    });
    expect(answer.body).toMatchObject({ id: device.id, enrolment: 2, state: 'enrolled' });
    await device.report({ K: 19 });
    const lines = await world.system.db.select().from(orderLines).where(eq(orderLines.deviceId, device.id));
    expect(lines.filter(({ closedAt }) => closedAt === null)).toHaveLength(1);
    expect(await phaseOf(device)).toBe('active');
  });
});
