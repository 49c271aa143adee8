import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { validatorCompiler } from '../../api/plugins/validator.ts';
import { webhookPayload } from '../../api/schemas/webhook-events.ts';
import { publishTo } from '../../commands/webhooks/publish.ts';
import { asTenant } from '../../db/database.ts';
import { tasks, webhooks } from '../../db/schema/index.ts';
import { type WebhookEventType, webhookEventTypes } from '../../domain/webhook-events.ts';
import { cancel, orderedFor, releasedFor, say } from '../harness/acts.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario, type Scenario } from '../harness/scenario.ts';
import { dropped, json, redirected, silent, TheirServer } from '../harness/their-server.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
let receiver: TheirServer;
const all = webhookEventTypes.filter((type) => type !== 'webhook.test');

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  receiver = await TheirServer.open();
});
afterEach(async () => {
  await expectSound(world);
  // Who was told in one test must not be called in the next.
  await world.system.db.update(webhooks).set({ disabledAt: await world.now() });
  await receiver.disappear();
});
afterAll(() => world.close());

async function subscribed(events: WebhookEventType[] = all): Promise<Scenario & { webhookId: string }> {
  const customer = await createScenario(world);
  const { status, body } = await world.request('POST', '/webhooks', {
    accountId: customer.accountId,
    name: 'Portal',
    url: receiver.url,
    events,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  receiver.secrets.push(body.secret);
  return Object.assign(customer, { webhookId: body.id });
}

/** What arrived has the form that the description of the API gives it, and a form that could be missed. */
function expectDescribed(): void {
  for (const { body } of receiver.effects) {
    const validate = validatorCompiler([])({
      schema: webhookPayload(body.type),
      method: 'POST',
      url: '',
      httpPart: 'body',
    });
    expect(validate(body), body.type).toBe(true);
    expect(validate({ ...body, data: {} }), body.type).toBe(false);
  }
}

const told = () => receiver.effects.map(({ body }) => body.type);
const deliveries = async (customer: { webhookId: string }, query = '') =>
  (await world.request('GET', `/webhooks/${customer.webhookId}/deliveries${query}`)).body.items;
const webhook = async (customer: { webhookId: string }) =>
  (await world.request('GET', `/webhooks/${customer.webhookId}`)).body;
const test$ = (customer: { webhookId: string }) => world.request('POST', `/webhooks/${customer.webhookId}/test`, {});
const openTasks = async (customer: Scenario) =>
  (await world.system.db.select().from(tasks).where(eq(tasks.accountId, customer.accountId)))
    .filter(({ state }) => state === 'open')
    .map(({ kind }) => kind);

describe('who subscribes is told', () => {
  test('of an order and its parcels, in order, signed, each once, as the description of the API says', async () => {
    const customer = await subscribed();
    const { order } = await releasedFor(customer);
    await say(customer, 'shipped', order, { tracking: 'T-1' });
    await say(customer, 'delivered', order, { tracking: 'T-1' });
    await world.sleep('1 minute');
    expect(told()).toEqual(['order.made', 'order.released', 'parcel.shipped', 'parcel.updated', 'order.closed']);
    expect(receiver.arrived).toHaveLength(5);
    expectDescribed();
    for (const { body, genuine } of receiver.effects) {
      expect(genuine).toBe(true);
      expect(body.data.orderId).toBe(order.id);
    }
    expect(receiver.effects.at(3)!.body.data.lines).toMatchObject([{ quantity: 1, delivered: 1 }]);
    expect((await deliveries(customer)).map(({ state }: { state: string }) => state)).toEqual(
      Array(5).fill('delivered'),
    );
  });

  test('of what it asked for only, and nobody else of it', async () => {
    const customer = await subscribed(['order.cancelled']);
    const { order } = await orderedFor(customer);
    await orderedFor(await createScenario(world));
    expect(receiver.arrived).toEqual([]);
    await cancel(world, order);
    expect(told()).toEqual(['order.cancelled']);
  });

  test('A16 of a silence and its end, and of the tasks that it makes', async () => {
    const customer = await subscribed();
    const device = await customer.enrol({ past: { days: 20, perDay: { K: 0.2 }, now: { K: 90 } } });
    await device.report({ K: 90 });
    await world.sleep('31 days');
    const before = told();
    expect(before.filter((type) => type === 'silence.reached')).toHaveLength(3);
    expect(before).toContain('task.opened');
    await device.report({ K: 89 });
    await world.sleep('1 minute');
    expect(told().slice(before.length)).toContain('silence.ended');
    expectDescribed();
  });

  test('nothing that was undone with its transaction', async () => {
    const customer = await subscribed(['task.opened']);
    const now = await world.now();
    const { accountId, webhookId } = customer;
    const fact = { accountId, subject: 'task/1', key: 'undone' };
    const undone = asTenant(world.system.db, 'all', async (tx) => {
      await publishTo(tx, [webhookId], { ...fact, type: 'webhook.test', data: { webhookId } }, now);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await world.sleep('1 minute');
    expect(receiver.arrived).toEqual([]);
  });
});

describe('a receiver that is difficult', () => {
  test.each([
    ['loses its answer after the effect', () => dropped, 'cannot be reached (UND_ERR_SOCKET)'],
    ['is slower than we wait', () => silent, 'no answer in time'],
    ['fails', () => json(500), 'answered 500'],
    ['refuses', () => json(400), 'answered 400'],
    ['redirects', () => redirected(`${receiver.url}/elsewhere`), 'answered 307'],
  ])('that %s gets the same again under the same id, in order', async (_what, behaviour, error) => {
    const customer = await subscribed(['order.made', 'order.released']);
    receiver.next.push(behaviour(), behaviour());
    await releasedFor(customer);
    await world.sleep('1 hour');
    await world.sleep('1 minute');
    expect(receiver.arrived.at(-1)!.body.type).toBe('order.released');
    const [made, again, third] = receiver.arrived;
    expect(new Set([made, again, third].map((one) => `${one!.id} ${one!.text}`)).size).toBe(1);
    expect(receiver.arrived.every(({ genuine }) => genuine)).toBe(true);
    const [released, first] = await deliveries(customer);
    expect(released).toMatchObject({ type: 'order.released', state: 'delivered', attempts: 1 });
    expect(first).toMatchObject({ type: 'order.made', state: 'delivered', attempts: 3 });
    expect(first.tries.map((one: { error: string | null }) => one.error)).toEqual([null, error, error]);
    expect(await webhook(customer)).toMatchObject({ failingSince: null, disabledAt: null });
  });

  test('that disappears is tried ever more seldom; after five days it is switched off, with a task; switched on, it gets what waited', async () => {
    const customer = await subscribed(['webhook.test']);
    await receiver.disappear();
    await test$(customer);
    for (let hour = 0; hour < 8; hour++) await world.sleep('30 minutes');
    expect(await webhook(customer)).toMatchObject({ disabledAt: null, failingSince: expect.any(String) });
    for (let day = 0; day < 4; day++) await world.sleep('1 day');
    expect(await openTasks(customer)).toEqual([]);
    await test$(customer);
    await world.sleep('1 day');
    expect(await webhook(customer)).toMatchObject({ disabledBecause: 'failing' });
    expect(await openTasks(customer)).toEqual(['webhook-disabled']);
    expect((await test$(customer)).status).toBe(409);
    await receiver.comeBack();
    await world.sleep('1 hour');
    expect(receiver.arrived).toEqual([]);
    expect((await world.request('POST', `/webhooks/${customer.webhookId}/enable`, {})).status).toBe(200);
    await world.sleep('1 minute');
    expect(told()).toContain('webhook.test');
    expect(await openTasks(customer)).toEqual([]);
    expect(await deliveries(customer, '?state=waiting')).toEqual([]);
  });

  test('that says it is gone is switched off at once', async () => {
    const customer = await subscribed();
    receiver.usually = json(410);
    await test$(customer);
    expect(await webhook(customer)).toMatchObject({ disabledBecause: 'gone' });
    expect(await openTasks(customer)).toEqual(['webhook-disabled']);
  });

  test('that refuses one subject’s event keeps that subject waiting, no other', async () => {
    const customer = await subscribed(['order.made']);
    let refused = '';
    receiver.usually = (arrived, response) => {
      refused ||= arrived.body.data.orderId;
      return json(arrived.body.data.orderId === refused ? 422 : 200)(arrived, response);
    };
    await orderedFor(customer);
    const other = await customer.addSite('Dijon', 'Europe/Paris');
    await orderedFor(customer, { siteId: other, past: { days: 50, perDay: { K: 1 }, now: { K: 20 } } });
    await world.sleep('1 hour');
    const states = (await deliveries(customer)).map(({ state }: { state: string }) => state);
    expect(states.toSorted()).toEqual(['delivered', 'waiting']);
  });
});

describe('a subscription', () => {
  test('shows its deliveries, tells one again under the same id, and is changed, rotated and switched off', async () => {
    const customer = await subscribed(['order.made']);
    await test$(customer);
    const [delivery] = await deliveries(customer);
    expect(delivery).toMatchObject({ type: 'webhook.test', state: 'delivered', attempts: 1 });
    const path = `/webhooks/${customer.webhookId}/deliveries/${delivery.id}`;
    expect((await world.request('GET', path)).body.body).toBe(receiver.arrived[0]!.text);
    expect((await world.request('POST', `${path}/resend`, {})).status).toBe(202);
    expect(receiver.arrived.map(({ id }) => id)).toEqual([delivery.eventId, delivery.eventId]);

    const { body } = await world.request('POST', `/webhooks/${customer.webhookId}/rotate`, { graceHours: 1 });
    const [old] = receiver.secrets;
    for (const secrets of [[old!], [body.secret]]) {
      receiver.secrets = secrets;
      await test$(customer);
      expect(receiver.arrived.at(-1)!.genuine).toBe(true);
    }
    await world.sleep('2 hours');
    receiver.secrets = [old!];
    await test$(customer);
    expect(receiver.arrived.at(-1)!.genuine).toBe(false);

    await world.request('POST', `/webhooks/${customer.webhookId}/disable`, {});
    const before = receiver.arrived.length;
    await orderedFor(customer);
    expect(receiver.arrived).toHaveLength(before);
    expect(await deliveries(customer, '?state=waiting')).toEqual([]);
  });

  test('its secret is told once, lies encrypted, and goes into no list, audit or URL', async () => {
    const customer = await subscribed();
    const secret = receiver.secrets.at(-1)!;
    const [row] = await world.system.db.select().from(webhooks).where(eq(webhooks.id, customer.webhookId));
    expect(row!.secret).toMatch(/^v1\./);
    for (const path of ['/webhooks', `/webhooks/${customer.webhookId}`, '/audit']) {
      const { body } = await world.request('GET', path);
      expect(JSON.stringify(body)).not.toContain(secret);
      expect(JSON.stringify(body)).not.toContain(row!.secret);
    }
  });

  test('goes nowhere that we must not call', async () => {
    const customer = await createScenario(world);
    for (const url of [
      'https://10.0.0.1/',
      'https://169.254.169.254/',
      'https://a:b@example.com/',
      'ftp://example.com',
    ]) {
      const wanted = { accountId: customer.accountId, name: 'x', url, events: ['order.made'] };
      const { status, body } = await world.request('POST', '/webhooks', wanted);
      expect([status, body.errors?.[0]?.pointer], url).toEqual([422, '/url']);
    }
  });
});
