import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fulfilmentEvents } from '../../db/schema/index.ts';
import { again, dayIn, later, lineStates, newestOrder, orderedFor, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type OrderFacts, type Scenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

const afterMade = async (customer: Scenario) => (await customer.told()).slice(2);

/** An order of two lines for one device (2 black, 1 cyan), with the warehouse. */
async function twoLines(customer: Scenario): Promise<OrderFacts> {
  // 4 points a day of black: two cartridges; cyan joins at 30 days of cover.
  await releasedFor(customer, { past: { days: 20, perDay: { K: 4, C: 1 }, now: { K: 80, C: 30 } } });
  const order = await newestOrder(customer);
  expect(order.lines.map(({ key, ordered }) => [key, ordered])).toEqual([
    ['K', 2],
    ['C', 1],
  ]);
  return order;
}

describe('A11 what the warehouse says is mailed, one mail per fact', () => {
  test('A11 partly shipped, the rest backordered, then available and shipped', async () => {
    const customer = await createScenario(world);
    const order = await twoLines(customer);
    const today = await world.now();
    await say(customer, 'shipped', order, { quantities: [1, 1], expectedOn: dayIn(today, 2) });
    expect(await lineStates(world, order)).toEqual(['partly-shipped', 'in-transit']);
    await say(customer, 'backordered', order, { quantities: [1, 0], expectedOn: dayIn(today, 8) });
    expect(await afterMade(customer)).toEqual(['shipped', 'backordered']);
    expect(customer.mails().at(-1)!.text).toContain('AL-410K');
    expect(customer.mails().at(-1)!.text).not.toContain('AL-410C');
    await world.sleep('3 days');
    await say(customer, 'available', order, { quantities: [1, 0] });
    expect(await afterMade(customer)).toHaveLength(2);
    await say(customer, 'shipped', order, { quantities: [1, 0] });
    expect(await afterMade(customer)).toEqual(['shipped', 'backordered', 'shipped-after-backorder']);
    await say(customer, 'delivered', order);
    expect((await again(customer, order)).state).toBe('closed');
  });

  test('A11 one mail per parcel and one per message of backordered lines, those of one instant too', async () => {
    const customer = await createScenario(world);
    const order = await twoLines(customer);
    const at = await world.now();
    await say(customer, 'backordered', order, { quantities: [2, 1], at });
    expect(await afterMade(customer)).toEqual(['backordered']);
    const other = await createScenario(world);
    const apart = await twoLines(other);
    await say(other, 'backordered', apart, { quantities: [2, 0], at });
    await say(other, 'backordered', apart, { quantities: [0, 1], at });
    expect(await afterMade(other)).toEqual(['backordered', 'backordered']);
    await say(other, 'shipped', apart, { quantities: [2, 0] });
    await say(other, 'shipped', apart, { quantities: [0, 1] });
    expect((await afterMade(other)).slice(2)).toEqual(['shipped-after-backorder', 'shipped-after-backorder']);
  });

  test('A11 a changed expected date is shown, not mailed; one after the run-out is mailed and becomes a task', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    const now = await world.now();
    await say(customer, 'backordered', order, { expectedOn: dayIn(now, 4) });
    await say(customer, 'backordered', order, { expectedOn: dayIn(now, 10), at: later(now, 0.01) });
    expect((await world.request('GET', `/orders/${order.id}`)).body.lines[0].expectedOn).toBe(dayIn(now, 10));
    expect(await afterMade(customer)).toEqual(['backordered']);
    // It has cover for 19 days.
    const late = dayIn(now, 25);
    await say(customer, 'backordered', order, { expectedOn: late, at: later(now, 0.02) });
    expect(await afterMade(customer)).toEqual(['backordered', 'expected-after-run-out']);
    expect(await customer.tasks()).toEqual(['expected-after-run-out']);
    await say(customer, 'backordered', order, { expectedOn: late, at: later(now, 0.03) });
    expect(await afterMade(customer)).toHaveLength(2);
  });
});

describe('odd news of the warehouse', () => {
  const outcomes = async (order: OrderFacts) =>
    (await world.system.db.select().from(fulfilmentEvents).where(eq(fulfilmentEvents.orderId, order.id)))
      .sort((a, b) => +a.receivedAt - +b.receivedAt || (a.id < b.id ? -1 : 1))
      .map(({ type, outcome }) => [type, outcome]);

  test('A09 doubled: by its own name, and by another name', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    const at = await world.now();
    await say(customer, 'shipped', order, { eventId: `twice-${order.id}`, tracking: 'D1', at });
    await say(customer, 'shipped', order, { eventId: `twice-${order.id}`, tracking: 'D1', at });
    await say(customer, 'shipped', order, { tracking: 'D1' });
    expect(await outcomes(order)).toEqual([
      ['shipped', 'applied'],
      ['shipped', 'duplicate'],
    ]);
    expect(await afterMade(customer)).toEqual(['shipped']);
    expect((await again(customer, order)).lines[0]!.shipped).toBe(1);
  });

  test('A09 out of order: delivered before shipped, shipped before the release', async () => {
    const customer = await createScenario(world);
    const { device, order } = await orderedFor(customer);
    await say(customer, 'delivered', order, { tracking: 'E1' });
    await say(customer, 'shipped', order, { tracking: 'E1' });
    expect(await outcomes(order)).toEqual([
      ['delivered', 'early'],
      ['shipped', 'early'],
    ]);
    expect((await again(customer, order)).state).toBe('held');
    await world.sleep('25 hours');
    await world.sleep('1 hour');
    expect(await outcomes(order)).toEqual([
      ['delivered', 'applied'],
      ['shipped', 'applied'],
    ]);
    expect((await again(customer, order)).state).toBe('closed');
    expect((await device.slot('K')).shelf).toBe(1);
    expect(await afterMade(customer)).toEqual(['shipped']);
  });

  test('A09 late: a word on stock older than the newest one changes nothing', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    const at = await world.now();
    await say(customer, 'backordered', order, { at });
    await say(customer, 'available', order, { at: later(at, 0.1) });
    await say(customer, 'backordered', order, { at: later(at, 0.05) });
    expect(await lineStates(world, order)).toEqual(['released']);
    expect(await afterMade(customer)).toEqual(['backordered']);
  });

  test('A09 of an unknown line, of more than remains, and after the end: a task each, and no change', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    const unknown = { ...order, lines: [{ ...order.lines[0]!, id: 'no-such-line' }] };
    await say(customer, 'shipped', unknown);
    expect(await customer.tasks()).toEqual(['fulfilment-unknown-line']);
    const { tracking } = await say(customer, 'shipped', order, { quantities: [3] });
    expect((await again(customer, order)).lines[0]!.shipped).toBe(1);
    await say(customer, 'delivered', order, { tracking, quantities: [1] });
    expect((await again(customer, order)).state).toBe('closed');
    await say(customer, 'shipped', order, { tracking: 'after' });
    expect(await customer.tasks()).toEqual(['fulfilment-unknown-line', 'fulfilment-surplus', 'fulfilment-after-end']);
    expect((await afterMade(customer)).filter((kind) => kind === 'shipped')).toHaveLength(1);
  });

  test('A09 returned after the end of the order, and lost goods that turn up', async () => {
    const customer = await createScenario(world);
    const { device, order } = await releasedFor(customer);
    const { tracking } = await say(customer, 'shipped', order);
    await say(customer, 'delivered', order, { tracking });
    expect((await device.slot('K')).shelf).toBe(1);
    await say(customer, 'returned', order, { tracking });
    expect(await lineStates(world, order)).toEqual(['returned']);
    expect((await device.slot('K')).shelf).toBe(0);
    const again = await newestOrder(customer);
    expect(again.id).not.toBe(order.id);
    await world.sleep('25 hours');
    const parcel = await say(customer, 'shipped', again);
    await say(customer, 'lost', again, { tracking: parcel.tracking });
    const third = await newestOrder(customer);
    await say(customer, 'delivered', again, { tracking: parcel.tracking });
    expect(await lineStates(world, again)).toEqual(['delivered']);
    expect((await device.slot('K')).shelf).toBe(1);
    expect(third.state).toBe('held');
  });
});
