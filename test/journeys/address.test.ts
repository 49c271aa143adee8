import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/index.ts';
import { again, orderedFor, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type OrderFacts, type Scenario } from '../harness/scenario.ts';
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

const moveTo = (customer: Scenario, city: string) =>
  world.request('PUT', `/sites/${customer.siteId}/address`, {
    address: { company: 'Customer', lines: ['2 quai Neuf'], postcode: '44000', city, country: 'FR' },
    deliveryInstructions: 'Door 3',
  });

async function cityOf(order: OrderFacts): Promise<string> {
  return (await world.request('GET', `/orders/${order.id}`)).body.address.city;
}

const audited = async (order: OrderFacts) =>
  (
    await world.system.db
      .select({ action: audit.action })
      .from(audit)
      .where(and(eq(audit.entity, 'order'), eq(audit.entityId, order.id)))
  ).map(({ action }) => action);

describe('A13 the address changes', () => {
  test('A13 while the order is held: it follows', async () => {
    const customer = await createScenario(world);
    const { order } = await orderedFor(customer);
    expect((await moveTo(customer, 'Nantes')).status).toBe(200);
    expect(await cityOf(order)).toBe('Nantes');
    expect(await audited(order)).toContain('order.address');
    await world.sleep('25 hours');
    await say(customer, 'shipped', order);
    const { body } = await world.request('GET', `/orders/${order.id}`);
    expect(body.parcels[0].address.city).toBe('Nantes');
    expect(body.deliveryInstructions).toBe('Door 3');
  });

  test('A13 between release and shipment the warehouse is asked, and agrees', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    await moveTo(customer, 'Nantes');
    expect(await cityOf(order)).toBe('Nantes');
    expect(await customer.tasks()).toEqual([]);
  });

  test('A13 it refuses: the old address stays, and a task and the audit say so', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer);
    world.warehouse.refuses = true;
    await moveTo(customer, 'Nantes');
    expect(await cityOf(order)).toBe('Lyon');
    expect(await customer.tasks()).toEqual(['address-refused']);
    expect(await audited(order)).toContain('order.address-refused');
  });

  test('A13 what has left has left; the rest of the order follows', async () => {
    const customer = await createScenario(world);
    const { order } = await releasedFor(customer, { past: { days: 20, perDay: { K: 4 }, now: { K: 80 } } });
    await say(customer, 'shipped', order, { quantities: [1] });
    await moveTo(customer, 'Nantes');
    await say(customer, 'shipped', order, { quantities: [1] });
    const { body } = await world.request('GET', `/orders/${order.id}`);
    expect(body.parcels.map(({ address }: { address: { city: string } }) => address.city)).toEqual(['Lyon', 'Nantes']);
    await moveTo(customer, 'Brest');
    expect(await cityOf(order)).toBe('Nantes');
    expect((await again(customer, order)).state).toBe('released');
  });

  test('A13 the contact changes: the next mail goes to the new one', async () => {
    const customer = await createScenario(world);
    await orderedFor(customer);
    const { body } = await world.request('GET', `/contacts?accountId=${customer.accountId}`);
    const email = `new-${customer.address}`;
    const answer = await world.request('PATCH', `/contacts/${body.items[0].id}`, { email });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    await world.sleep('25 hours');
    await say(customer, 'shipped', (await customer.orders())[0]!);
    expect(world.mails.at(-1)!.to.address).toBe(email);
  });
});
