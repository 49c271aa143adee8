import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { linkToken } from '../../commands/links.ts';
import { audit, contacts, links, notices, orderLines, orders, parcels } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer } from '../test/customer.ts';
import { handOver, linesOf, newOrder, newReportingDevice, settle } from '../test/orders.ts';

let api: TestApi;
let staff: string;
let customer: Customer;
let orderId: string;

beforeAll(async () => {
  api = await openTestApi();
  await newCatalogue(api);
  staff = await api.newToken('operations');
});
afterAll(() => api.close());

beforeEach(async () => {
  customer = await newCustomer(api);
  await newReportingDevice(api, staff, customer, { '1.1': 25, '1.2': 35 });
  orderId = await newOrder(api, customer);
});

const tokenOf = (linkId: string) => linkToken(inject('testSecret'), linkId);
async function link(purpose: 'cancel-order' | 'confirm-delivery') {
  const [row] = await api.system
    .select()
    .from(links)
    .where(and(eq(links.orderId, orderId), eq(links.purpose, purpose)));
  return row!;
}
const open = (linkId: string, headers = {}) => api.call(undefined, 'GET', `/links/${tokenOf(linkId)}`, { headers });
const press = (linkId: string, form: Record<string, string> | [string, string][] = []) =>
  api.call(undefined, 'POST', `/links/${tokenOf(linkId)}`, {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const ask = async (linkId: string) => (await open(linkId)).text;

/** Ships all of the order in one parcel. */
async function ship() {
  await handOver(api, orderId);
  const lines = (await linesOf(api, orderId)).map(({ id }) => ({ lineId: id, quantity: 1 }));
  await say('shipped', lines);
  return link('confirm-delivery');
}
async function say(type: string, lines: object[]) {
  const parcel = { carrier: 'Rhône', tracking: 'TR<1>' };
  const body = { eventId: `${type}-${orderId}`, orderId, type, occurredAt: api.time.now.toISOString(), lines, parcel };
  await api.call(staff, 'POST', 'fulfilment/events', { body });
  await settle(api, orderId);
}

describe('a link to cancel (A11)', () => {
  test('shows what will happen, in the language of the mail, and opening it changes nothing', async () => {
    const { id } = await link('cancel-order');
    await api.system.update(notices).set({ language: 'fr' }).where(eq(notices.linkId, id));
    for (let times = 0; times < 3; times++) {
      const { status, text, headers } = await open(id);
      expect(status).toBe(200);
      expect(text).toContain('<html lang="fr">');
      expect(text).toContain('Annuler cette commande\u202f?');
      expect(text).toContain('mardi 3 mars 2026');
      expect(text.match(/type="checkbox" name="line"/g)).toHaveLength(2);
      expect(headers['cache-control']).toBe('no-store');
    }
    await api.app.inject({ method: 'HEAD', url: `/links/${tokenOf(id)}` });
    expect((await link('cancel-order')).usedAt).toBeNull();
    const [order] = await api.system.select().from(orders).where(eq(orders.id, orderId));
    expect(order!.state).toBe('held');
  });

  test('lets the browser run and load nothing', async () => {
    const { headers, text } = await open((await link('cancel-order')).id);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/ on\w+=| style=| src=/);
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  test('is not used up while Temporal is away', async () => {
    const { id } = await link('cancel-order');
    const [line] = await linesOf(api, orderId);
    const answer = await press(id, { line: line!.id });
    expect(answer).toMatchObject({ status: 503 });
    expect(answer.text).toContain('Please try again in a minute');
    expect(answer.headers['retry-after']).toBeDefined();
    expect((await link('cancel-order')).usedAt).toBeNull();
  });

  test('wants something ticked, of this order', async () => {
    const { id } = await link('cancel-order');
    for (const form of [[], [['line', customer.accountId]]] as [string, string][][]) {
      const answer = await press(id, form);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('role="alert"');
    }
  });

  test('at the deadline exactly it is too late, and the page says what to do', async () => {
    const { id } = await link('cancel-order');
    const [order] = await api.system.select().from(orders).where(eq(orders.id, orderId));
    const before = api.time.now;
    api.time.now = new Date(+order!.holdUntil! - 1);
    expect(await ask(id)).toContain('Cancel this order?');
    api.time.now = order!.holdUntil!;
    expect(await open(id)).toMatchObject({ status: 410 });
    const pressed = await press(id, { line: (await linesOf(api, orderId))[0]!.id });
    expect(pressed.text).toContain('It is too late to cancel');
    expect(pressed.text).toContain('please tell support');
    api.time.now = before;
  });

  test('of an order that is cancelled says so', async () => {
    await api.system.update(orders).set({ state: 'cancelled' }).where(eq(orders.id, orderId));
    expect(await ask((await link('cancel-order')).id)).toContain('The order is cancelled already');
  });
});

describe('a link to confirm a delivery (A09)', () => {
  test('asks, and yes is on record once', async () => {
    const { id } = await ship();
    const page = await ask(id);
    expect(page).toContain('Has this parcel arrived?');
    expect(page).toContain('Parcel TR&lt;1&gt;, Rhône');
    const yes = await press(id, { answer: 'yes' });
    expect(yes).toMatchObject({ status: 200 });
    expect(yes.text).toContain('on record as arrived');
    expect(await linesOf(api, orderId)).toMatchObject([{ delivered: 1 }, { delivered: 1 }]);
    expect(await link('confirm-delivery')).toMatchObject({ answer: 'yes', usedAt: api.time.now });
    const acts = await api.system
      .select()
      .from(audit)
      .where(and(eq(audit.entityId, orderId), eq(audit.actor, 'link')));
    expect(acts.map(({ action }) => action)).toEqual(['parcel.confirmed']);
    expect(api.told.map(({ message }) => message.kind)).toContain('order.review');

    const again = await press(id, { answer: 'no' });
    expect(again).toMatchObject({ status: 410 });
    expect(again.text).toContain('This has been answered');
    expect(await linesOf(api, orderId)).toMatchObject([{ delivered: 1, lost: 0 }, { delivered: 1 }]);
  });

  test('two presses at once count once', async () => {
    const { id } = await ship();
    const answers = await Promise.all([press(id, { answer: 'yes' }), press(id, { answer: 'yes' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    const acts = await api.system
      .select()
      .from(audit)
      .where(and(eq(audit.entityId, orderId), eq(audit.actor, 'link')));
    expect(acts).toHaveLength(1);
  });

  test('no, while it is still expected, changes nothing and leaves the link', async () => {
    const { id } = await ship();
    expect((await press(id, { answer: 'no' })).text).toContain('it may still come');
    expect((await link('confirm-delivery')).usedAt).toBeNull();
    expect(await linesOf(api, orderId)).toMatchObject([{ lost: 0 }, { lost: 0 }]);
  });

  test('no, once it was presumed, loses it and orders it again', async () => {
    const { id } = await ship();
    const [parcel] = await api.system.select().from(parcels).where(eq(parcels.orderId, orderId));
    const before = api.time.now;
    api.time.now = parcel!.presumeAt!;
    await settle(api, orderId);
    expect(await linesOf(api, orderId)).toMatchObject([{ presumed: 1 }, { presumed: 1 }]);
    expect((await press(id, { answer: 'no' })).text).toContain('ordered again at once');
    const lines = await linesOf(api, orderId);
    expect(lines).toMatchObject([
      { presumed: 0, lost: 1 },
      { presumed: 0, lost: 1 },
    ]);
    const again = await api.system.select().from(orderLines).where(eq(orderLines.reason, 'lost'));
    expect(again.map(({ replaces }) => replaces).toSorted()).toEqual(lines.map(({ id }) => id).toSorted());
    api.time.now = before;
  });

  test('says how things are when there is nothing to ask', async () => {
    const { id, expiresAt } = await ship();
    const before = api.time.now;
    api.time.now = expiresAt;
    expect(await ask(id)).toContain('This link is too old');
    api.time.now = before;
    await say('delivered', []);
    expect(await open(id)).toMatchObject({ status: 200 });
    expect(await ask(id)).toContain('That is on record already');
  });
});

describe('any link', () => {
  test('that we did not sign leads nowhere, and says what to do in the reader’s language', async () => {
    const { id } = await link('cancel-order');
    const forged = `${tokenOf(id).slice(0, -2)}xx`;
    for (const token of [forged, id, 'nonsense', linkToken('another-secret', id), tokenOf(customer.accountId)]) {
      const answer = await api.call(undefined, 'GET', `/links/${token}`, { headers: { 'accept-language': 'fr' } });
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('Ce lien ne mène nulle part');
    }
    expect((await api.call(undefined, 'POST', `/links/${forged}`)).status).toBe(404);
  });

  test('stands in no log', async () => {
    const { id } = await link('cancel-order');
    await open(id);
    await press(id, { line: 'x' });
    expect(api.logged.filter((line) => line.includes('/links/')).length).toBeGreaterThan(0);
    expect(api.logged.filter((line) => line.includes(id))).toEqual([]);
  });

  test('shows what people and catalogues wrote as text', async () => {
    const { id } = await link('cancel-order');
    await api.system.update(contacts).set({ name: '<b>x</b>' }).where(eq(contacts.id, customer.contactId));
    const device = (await api.call(staff, 'GET', `devices?accountId=${customer.accountId}`)).body.items[0];
    const place = '"><img src=x onerror=alert(1)>';
    await api.call(staff, 'PATCH', `devices/${device.id}`, { body: { place }, headers: { 'if-match': '*' } });
    const page = await ask(id);
    expect(page).toContain('&quot;&gt;&lt;img src=x');
    expect(page).not.toContain('<img');
  });
});
