import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { erpRequests, tasks } from '../../db/schema/index.ts';
import { again, lineStates, orderedFor, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Scenario } from '../harness/scenario.ts';
import { dropped, json, redirected, silent, TheirServer } from '../harness/their-server.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
let erp: TheirServer;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  erp = await TheirServer.open();
});
afterEach(async () => {
  await expectSound(world);
  world.patience.tries = 5;
  await erp.disappear();
});
afterAll(() => world.close());

/** A customer whose orders an ERP fulfils. */
async function withErp(of: 'account' | 'site' = 'account'): Promise<Scenario & { connectionId: string }> {
  const customer = await createScenario(world);
  const answer = await world.request('POST', '/erp-connections', {
    name: 'ERP',
    url: erp.url,
    accountId: customer.accountId,
    ...(of === 'site' ? { siteId: customer.siteId } : {}),
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  erp.secrets.push(answer.body.secret);
  return Object.assign(customer, { connectionId: answer.body.id });
}

const openTasks = async (customer: Scenario) =>
  (await world.system.db.select().from(tasks).where(eq(tasks.accountId, customer.accountId)))
    .filter(({ state }) => state === 'open')
    .map(({ kind }) => kind);
const requestsOf = (orderId: string) =>
  world.system.db.select().from(erpRequests).where(eq(erpRequests.orderId, orderId)).orderBy(erpRequests.id);

describe('an order that an ERP fulfils', () => {
  test('A11 is handed over after its hold, signed, with all that is needed to ship it; events bring it to its end', async () => {
    const customer = await withErp();
    const { order: held, device } = await orderedFor(customer);
    expect(erp.arrived).toEqual([]);
    await world.sleep('24 hours');
    const order = await again(customer, held);
    expect(order.handedOverAt).not.toBeNull();
    expect(erp.arrived).toHaveLength(1);
    const [placed] = erp.arrived;
    expect(placed).toMatchObject({
      id: `order/${order.id}/place/0`,
      genuine: true,
      headers: { 'idempotency-key': `order/${order.id}/place/0` },
      body: {
        type: 'fulfilment.place',
        data: {
          orderId: order.id,
          orderNumber: order.number,
          address: { city: 'Lyon' },
          lines: [
            { lineId: order.lines[0]!.id, partNumber: 'AL-410K', quantity: 1, device: { serial: device.serial } },
          ],
        },
      },
    });
    // Not on the list of the built-in warehouse: it would be shipped twice.
    const list = await world.request('GET', '/fulfilment/orders');
    expect(list.body.items.map(({ id }: { id: string }) => id)).not.toContain(order.id);
    await say(customer, 'shipped', order);
    await say(customer, 'delivered', order);
    expect((await again(customer, order)).state).toBe('closed');
    expect(erp.arrived).toHaveLength(1);
  });

  test('the nearest connection holds; the others’ orders stay with the warehouse', async () => {
    const customer = await withErp('site');
    const other = await customer.addSite('Dijon', 'Europe/Paris');
    const elsewhere = await releasedFor(customer, {
      siteId: other,
      past: { days: 50, perDay: { K: 1 }, now: { K: 20 } },
    });
    expect(elsewhere.order).toMatchObject({ erpId: null });
    expect(elsewhere.order.handedOverAt).not.toBeNull();
    expect(erp.arrived).toEqual([]);
    const here = await releasedFor(customer);
    expect(here.order.erpId).toBe(customer.connectionId);
    expect(erp.effects).toHaveLength(1);
  });
});

describe('an ERP that is difficult', () => {
  test('answers that get lost after the effect: asked again under the same key with the same words, one effect', async () => {
    const customer = await withErp();
    erp.next.push(dropped, dropped, json(409));
    const { order } = await releasedFor(customer);
    await world.sleep('1 minute');
    expect((await again(customer, order)).handedOverAt).not.toBeNull();
    expect(erp.arrived).toHaveLength(3);
    expect(new Set(erp.arrived.map(({ id, text }) => `${id} ${text}`)).size).toBe(1);
    expect(erp.effects).toHaveLength(1);
    expect(await requestsOf(order.id)).toMatchObject([{ state: 'agreed', attempts: 3, lastError: null }]);
  });

  test.each([
    ['is slower than we wait', () => silent, 'no answer in time'],
    ['fails', () => json(503), 'answered 503'],
    ['does not know our credentials', () => json(401), 'answered 401'],
    ['shows a page instead', () => json(200, ['Log in'] as never), '200 with something else than JSON'],
    ['redirects to where we may not go', () => redirected(`http://127.0.0.1:${erp.port}/inside`), 'answered 307'],
  ])('that %s is asked until it answers', async (_what, behaviour, error) => {
    const customer = await withErp();
    world.patience.tries = Number.POSITIVE_INFINITY;
    erp.usually = behaviour();
    const { order } = await releasedFor(customer);
    expect(await requestsOf(order.id)).toMatchObject([{ state: 'waiting', lastError: error }]);
    erp.usually = json(200, {});
    await world.sleep('1 minute');
    expect((await again(customer, order)).handedOverAt).not.toBeNull();
    expect(new Set(erp.arrived.map(({ id }) => id))).toEqual(new Set([`order/${order.id}/place/0`]));
    expect(erp.arrived.every(({ genuine }) => genuine)).toBe(true);
    expect(await openTasks(customer)).toEqual([]);
  });

  test('that disappears: orders wait, seen with reason and since when; a task after an hour, settled when it is back', async () => {
    const customer = await withErp();
    world.patience.tries = Number.POSITIVE_INFINITY;
    await erp.disappear();
    const { order } = await releasedFor(customer);
    await world.sleep('70 minutes');
    expect((await again(customer, order)).handedOverAt).toBeNull();
    const { body } = await world.request('GET', `/erp-connections/${customer.connectionId}/requests?state=waiting`);
    expect(body.items).toMatchObject([
      { kind: 'place', orderId: order.id, lastError: 'cannot be reached (ECONNREFUSED)', answeredAt: null },
    ]);
    expect(body.items[0].attempts).toBeGreaterThan(10);
    const connection = await world.request('GET', `/erp-connections/${customer.connectionId}`);
    expect(connection.body).toMatchObject({ waiting: 1, waitingSince: body.items[0].madeAt });
    expect(await openTasks(customer)).toEqual(['erp-away']);
    await erp.comeBack();
    await world.sleep('1 minute');
    expect((await again(customer, order)).handedOverAt).not.toBeNull();
    expect(await openTasks(customer)).toEqual([]);
    expect(erp.effects).toHaveLength(1);
  });

  test('that refuses an order makes a task; given to it anew it is a question of its own', async () => {
    const customer = await withErp();
    erp.next.push(json(422, { answer: 'refused', reason: 'no such customer' }));
    const { order } = await releasedFor(customer);
    expect(await openTasks(customer)).toEqual(['erp-refused']);
    expect(erp.arrived).toHaveLength(1);
    await world.sleep('3 days');
    expect(erp.arrived).toHaveLength(1);
    const answer = await world.request('POST', `/orders/${order.id}/hand-over`, { to: 'erp' });
    expect(answer.status).toBe(200);
    await world.sleep('1 minute');
    expect((await again(customer, order)).handedOverAt).not.toBeNull();
    expect(erp.arrived.map(({ id }) => id)).toEqual([0, 1].map((n) => `order/${order.id}/place/${n}`));
    expect(await openTasks(customer)).toEqual([]);
    expect((await world.request('POST', `/orders/${order.id}/hand-over`, { to: 'erp' })).status).toBe(409);
  });

  test('that refuses an order, which then goes to the warehouse', async () => {
    const customer = await withErp();
    erp.next.push(json(400));
    const { order } = await releasedFor(customer);
    await world.request('POST', `/orders/${order.id}/hand-over`, { to: 'warehouse' });
    const list = await world.request('GET', '/fulfilment/orders');
    expect(list.body.items.map(({ id }: { id: string }) => id)).toContain(order.id);
    expect(erp.arrived).toHaveLength(1);
  });
});

describe('between release and shipment', () => {
  const moveSite = (customer: Scenario) =>
    world.request('PUT', `/sites/${customer.siteId}/address`, {
      address: { company: 'Customer', lines: ['9 quai Neuf'], postcode: '69002', city: 'Lyon', country: 'FR' },
    });

  test('A13 a new address is asked for; what the ERP agrees to is the order’s', async () => {
    const customer = await withErp();
    const { order } = await releasedFor(customer);
    erp.next.push(dropped, json(200, { answer: 'already' }));
    expect((await moveSite(customer)).status).toBe(200);
    await world.sleep('1 minute');
    expect((await again(customer, order)).address.postcode).toBe('69002');
    const asked = erp.arrived.slice(1);
    expect(asked.map(({ body }) => [body.type, body.data.address.postcode])).toEqual(
      Array(2).fill(['fulfilment.change-address', '69002']),
    );
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  });

  test('A13 one that the ERP refuses stays, and is a task', async () => {
    const customer = await withErp();
    const { order } = await releasedFor(customer);
    erp.usually = json(409);
    await moveSite(customer);
    await world.sleep('1 minute');
    expect((await again(customer, order)).address.postcode).toBe('69001');
    expect(await openTasks(customer)).toEqual(['address-refused']);
  });

  test('A13 while the ERP is away nothing else waits for its answer; the address follows when it is back', async () => {
    const customer = await withErp();
    const { order } = await releasedFor(customer);
    world.patience.tries = Number.POSITIVE_INFINITY;
    await erp.disappear();
    await moveSite(customer);
    await say(customer, 'backordered', order);
    expect(await lineStates(world, order)).toEqual(['backordered']);
    await erp.comeBack();
    await world.sleep('1 minute');
    expect((await again(customer, order)).address.postcode).toBe('69002');
  });

  test('A18 a line of a device that goes is withdrawn; while the ERP is away, what is said of the order counts', async () => {
    const customer = await withErp();
    const { order, device } = await releasedFor(customer);
    world.patience.tries = Number.POSITIVE_INFINITY;
    await erp.disappear();
    expect((await world.request('POST', `/devices/${device.id}/retire`, {})).status).toBeLessThan(300);
    await say(customer, 'backordered', order);
    expect(await lineStates(world, order)).toEqual(['backordered']);
    await erp.comeBack();
    erp.next.push(dropped);
    await world.sleep('1 minute');
    expect(await lineStates(world, order)).toEqual(['cancelled']);
    const withdrawn = erp.effects.filter(({ body }) => body.type === 'fulfilment.withdraw');
    expect(withdrawn.map(({ id, body }) => [id, body.data.quantity])).toEqual([
      [`line/${order.lines[0]!.id}/withdraw/1`, 1],
    ]);
  });

  test('A18 a line that is packed already stays open, and is a task', async () => {
    const customer = await withErp();
    const { order, device } = await releasedFor(customer);
    erp.usually = json(200, { answer: 'refused', reason: 'packed' });
    await world.request('POST', `/devices/${device.id}/retire`, {});
    await world.sleep('1 minute');
    expect(await lineStates(world, order)).toEqual(['released']);
    expect(await openTasks(customer)).toContain('cancel-refused');
  });
});

test('a secret is replaced without a gap: both sign for a while, then only the new one', async () => {
  const customer = await withErp();
  const [old] = erp.secrets;
  const { body } = await world.request('POST', `/erp-connections/${customer.connectionId}/rotate`, { graceHours: 48 });
  expect(body.secret).toMatch(/^whsec_/);
  await releasedFor(customer);
  for (const known of [old!, body.secret]) {
    const { id, text, headers } = erp.arrived[0]!;
    erp.secrets = [known];
    await fetch(erp.url, { method: 'POST', body: text, headers: headers as Record<string, string> });
    expect(erp.arrived.at(-1)).toMatchObject({ id, genuine: true });
  }
  expect((await world.request('POST', `/erp-connections/${customer.connectionId}/rotate`, {})).status).toBe(409);
  await world.sleep('3 days');
  erp.secrets = [old!];
  await releasedFor(customer);
  expect(erp.arrived.at(-1)!.genuine).toBe(false);
});
