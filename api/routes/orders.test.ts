import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accounts, notices, orderLines, orders, settings, slots, tasks } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newSite } from '../test/customer.ts';
import { linesOf, newOrder, newReportingDevice } from '../test/orders.ts';

let api: TestApi;
let staff: string;

beforeAll(async () => {
  api = await openTestApi();
  await newCatalogue(api);
  staff = await api.newToken('operations');
});
afterAll(() => api.close());

/** A customer with two devices, of which the first is due, and the order for both. */
async function ordered(customer?: Customer) {
  const of = customer ?? (await newCustomer(api));
  const first = await newReportingDevice(api, staff, of, { '1.1': 25, '1.2': 70 });
  const second = await newReportingDevice(api, staff, of, { '1.1': 50 });
  const orderId = await newOrder(api, of);
  return { customer: of, first, second, orderId };
}
const get = (path: string, token = staff, language = 'en') =>
  api.call(token, 'GET', path, { headers: { 'accept-language': language } });

/** Makes every further order of the account wait for a person (A19). */
async function withCeiling(customer: Customer, orders = 1): Promise<void> {
  const { accountId } = customer;
  await api.system.insert(settings).values({
    scope: 'account',
    scopeId: accountId,
    name: 'ordersPerSiteDay',
    value: orders,
    accountId,
    changedAt: api.time.now,
  });
}

describe('orders', () => {
  test('are shown with lines, their derived state and why, in the language asked for', async () => {
    const { orderId, first, second } = await ordered();
    const { status, body } = await get(`orders/${orderId}`, staff, 'fr');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'held',
      siteName: 'Lyon',
      cancellable: true,
      urgent: false,
      parcels: [],
      address: { city: 'Lyon' },
    });
    expect(
      body.lines.map(({ serial, partNumber, reason, state, ordered }: Record<string, unknown>) => [
        serial,
        partNumber,
        reason,
        state,
        ordered,
      ]),
    ).toEqual([
      [first.serial, 'AL-410K', 'trigger', 'waiting', 1],
      [second.serial, 'AL-410K', 'consolidation', 'waiting', 1],
    ]);
    expect(body.lines[0].why).toMatchObject({ code: 'cover-at-trigger', text: expect.stringContaining('au seuil de') });
    const device = await get(`devices/${second.id}`);
    expect(device.body.slots[0].onItsWay).toMatchObject([
      { orderId, orderNumber: body.number, quantity: 1, inTransit: 0, state: 'waiting' },
    ]);
  });

  test('are found by account, site, device, state and number, newest first', async () => {
    const { customer, orderId, second } = await ordered();
    const other = await ordered({ ...customer, siteId: await newSite(api, customer.accountId, 'Brest') });
    await api.system.update(orders).set({ endedAt: api.time.now, state: 'closed' }).where(eq(orders.id, orderId));
    const list = async (query: string, token = staff) =>
      (await get(`orders?accountId=${customer.accountId}&${query}`, token)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await list('')).toEqual([other.orderId, orderId]);
    expect(await list(`siteId=${customer.siteId}`)).toEqual([orderId]);
    expect(await list(`deviceId=${second.id}`)).toEqual([orderId]);
    expect(await list('state=held')).toEqual([other.orderId]);
    expect(await list('open=true')).toEqual([other.orderId]);
    expect(await list('open=false')).toEqual([orderId]);
    const { number } = (await get(`orders/${orderId}`)).body;
    expect(await list(`number=${number}`)).toEqual([orderId]);
    const atSite = await api.newToken('account-reader', { accountId: customer.accountId, siteId: customer.siteId });
    expect(await list('', atSite)).toEqual([orderId]);
    expect((await get(`orders/${other.orderId}`, atSite)).status).toBe(404);
  });

  test('of another account are nobody’s', async () => {
    const { orderId } = await ordered();
    const stranger = await api.newToken('account-manager', { accountId: (await newCustomer(api)).accountId });
    for (const path of [`orders/${orderId}`, `orders/${orderId}/explain`])
      expect((await get(path, stranger)).status).toBe(404);
    expect((await api.call(stranger, 'POST', `orders/${orderId}/cancel`, { body: {} })).status).toBe(404);
  });

  test('explain themselves, and the same line comes out again', async () => {
    const { orderId } = await ordered();
    const { body } = await get(`orders/${orderId}/explain`, staff, 'fr');
    expect(body.lines).toHaveLength(2);
    for (const line of body.lines) {
      expect(line.replay).toMatchObject({ same: true });
      expect(line.decision.known.forecast).toMatchObject({ known: true, basis: 'readings' });
      expect(line.decision.otherwise.runsOutOn).toBeTruthy();
    }
    expect(body.lines[0]).toMatchObject({ rules: ['A06', 'A07'] });
    expect(body.lines[1]).toMatchObject({ rules: ['A08', 'A07'] });
    const texts = body.lines.map(({ words }: { words: { text: string }[] }) => words.map(({ text }) => text).join(' '));
    expect(texts[0]).toMatch(
      /Sans commande maintenant, il serait épuisé vers le .* Recommandé le .* avant l’épuisement/,
    );
    expect(texts[1]).toMatch(/Hors de cette commande, il aurait demandé un colis à lui seul vers le /);
    expect(body.lines[0].otherwise).toMatchObject({ orderedAgainAt: expect.any(String), ownParcelAt: null });
    expect(body.lines[1].otherwise).toMatchObject({ orderedAgainAt: null, ownParcelAt: expect.any(String) });

    // A decision that was tampered with does not explain its line.
    const [line] = await linesOf(api, orderId);
    const forged = structuredClone(line!.decision!);
    forged.found.quantity = 3;
    await api.system.update(orderLines).set({ decision: forged }).where(eq(orderLines.id, line!.id));
    const again = await get(`orders/${orderId}/explain`);
    expect(again.body.lines[0].replay).toMatchObject({ same: false, found: { quantity: 1 } });
  });
});

describe('cancelling (A11)', () => {
  test('is the workflow’s to decide: 503 while it is away, and the key may be used again', async () => {
    const { orderId } = await ordered();
    const cancel = () =>
      api.call(staff, 'POST', `orders/${orderId}/cancel`, {
        body: {},
        headers: { 'idempotency-key': `cancel-${orderId}` },
      });
    const first = await cancel();
    expect(first).toMatchObject({ status: 503, body: { type: '/problems/unavailable' } });
    expect(first.headers['retry-after']).toBeDefined();
    expect((await cancel()).status).toBe(503);
    expect((await get(`orders/${orderId}`)).body.state).toBe('held');
  });

  test('is for those who may, and names lines by their id', async () => {
    const { orderId, customer } = await ordered();
    const reader = await api.newToken('account-reader', { accountId: customer.accountId });
    expect((await api.call(reader, 'POST', `orders/${orderId}/cancel`, { body: {} })).status).toBe(403);
    const { body } = await api.call(staff, 'POST', `orders/${orderId}/cancel`, { body: { lineIds: ['first'] } });
    expect(body.errors).toMatchObject([{ pointer: '/lineIds/0' }]);
  });

  test('of an order in shadow there is nothing to cancel (A03)', async () => {
    const customer = await newCustomer(api);
    await api.system.update(accounts).set({ shadow: true }).where(eq(accounts.id, customer.accountId));
    const { orderId } = await ordered(customer);
    expect((await api.call(staff, 'POST', `orders/${orderId}/cancel`, { body: {} })).status).toBe(409);
  });
});

describe('approval (A19)', () => {
  const mailsOf = (orderId: string) => api.system.select().from(notices).where(eq(notices.orderId, orderId));
  const taskOf = async (orderId: string) =>
    (
      await api.system
        .select()
        .from(tasks)
        .where(and(eq(tasks.orderId, orderId), eq(tasks.kind, 'approve-order')))
    )[0];

  async function awaiting() {
    const customer = await newCustomer(api);
    await withCeiling(customer);
    await ordered(customer);
    const device = await newReportingDevice(api, staff, customer, { '1.1': 25 });
    const orderId = await newOrder(api, customer);
    expect((await get(`orders/${orderId}`)).body).toMatchObject({
      state: 'awaiting-approval',
      brake: 'site-day',
      holdUntil: null,
      cancellable: true,
    });
    return { customer, device, orderId };
  }

  test('begins the hold, tells the customer and the workflow, and settles its task', async () => {
    const { orderId } = await awaiting();
    expect(await mailsOf(orderId)).toEqual([]);
    const manager = await api.newToken('helpdesk');
    expect((await api.call(manager, 'POST', `orders/${orderId}/approve`)).status).toBe(403);
    const approved = await api.call(staff, 'POST', `orders/${orderId}/approve`);
    const holdUntil = new Date(+api.time.now + 24 * 3_600_000).toISOString();
    expect(approved).toMatchObject({ status: 200, body: { state: 'held', holdUntil } });
    expect(await mailsOf(orderId)).toMatchObject([{ kind: 'order-made', data: { holdUntil } }]);
    expect(api.told.map(({ message }) => message)).toContainEqual({ kind: 'order.approved', orderId, holdUntil });
    expect(await taskOf(orderId)).toMatchObject({ state: 'done', settledBy: expect.stringContaining('staff:') });
    expect(await api.call(staff, 'POST', `orders/${orderId}/approve`)).toMatchObject({ status: 409 });
    expect(await api.call(staff, 'POST', `orders/${orderId}/refuse`, { body: { remark: 'no' } })).toMatchObject({
      status: 409,
    });
  });

  test('refused: nothing of it is ordered, the customer never hears of it, and it is not back at once', async () => {
    const { orderId, device, customer } = await awaiting();
    const refused = await api.call(staff, 'POST', `orders/${orderId}/refuse`, { body: { remark: 'The gauge lies.' } });
    expect(refused).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await mailsOf(orderId)).toEqual([]);
    expect(await taskOf(orderId)).toMatchObject({ state: 'done', remark: 'The gauge lies.' });
    expect(api.told.map(({ message }) => message)).toContainEqual(
      expect.objectContaining({ kind: 'order.review', orderId }),
    );
    const [slot] = await api.system
      .select()
      .from(slots)
      .where(and(eq(slots.deviceId, device.id), eq(slots.key, '1.1')));
    expect(slot!.cancelledAtCoverDays).toBeCloseTo(16.6, 1);
    await expect(newOrder(api, customer)).rejects.toThrow('nothing is due');
    const audit = await get(`audit?entity=order&entityId=${orderId}`);
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toContain('order.refused');
  });
});

describe('an exceptional order (A14)', () => {
  const record = (body: object, token = staff, headers = {}) =>
    api.call(token, 'POST', 'exceptional-orders', { body, headers });

  test('is recorded by the helpdesk, held like any other, and mailed', async () => {
    const { customer, first } = await ordered();
    const [black] = first.slots;
    const body = { siteId: customer.siteId, lines: [{ slotId: black.id, quantity: 6 }], jobWindowDays: 20 };
    const made = await record(body, staff, { 'idempotency-key': 'job-1' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        exceptional: true,
        jobWindowDays: 20,
        state: 'held',
        lines: [{ kind: 'exceptional', ordered: 6, serial: first.serial }],
      },
    });
    const explained = await get(`orders/${made.body.id}/explain`);
    expect(explained.body.lines).toMatchObject([
      { words: [{ code: 'exceptional' }, { code: 'otherwise-job' }], otherwise: null, replay: null, decision: null },
    ]);
    const again = await record(body, staff, { 'idempotency-key': 'job-1' });
    expect(again.body.id).toBe(made.body.id);
    expect((await record(body)).body.errors).toMatchObject([
      { pointer: '/lines/0/slotId', detail: expect.stringContaining('is open') },
    ]);
  });

  test('says which line cannot be ordered, and why', async () => {
    const { customer, first } = await ordered();
    const [black, , , drum] = first.slots;
    const elsewhere = await ordered();
    const line = (slotId: string) => ({ slotId, quantity: 1 });
    const errors = async (...slotIds: string[]) =>
      (await record({ siteId: customer.siteId, lines: slotIds.map(line) })).body.errors.map(
        ({ pointer, detail }: { pointer: string; detail: string }) => `${pointer} ${detail}`,
      );
    expect(await errors(black.id, drum.id)).toEqual([
      '/lines/1/slotId takes an item that is not ordered automatically',
    ]);
    expect(await errors(elsewhere.first.slots[0].id)).toEqual([
      '/lines/0/slotId is a slot of a device at another site',
    ]);
    expect(await errors(customer.siteId)).toEqual(['/lines/0/slotId is no slot that you see']);
    expect(await errors(black.id, black.id)).toEqual(['/lines/1/slotId stands in a line before: add the quantities']);
    const manager = await api.newToken('account-manager', { accountId: customer.accountId });
    expect((await record({ siteId: customer.siteId, lines: [line(black.id)] }, manager)).status).toBe(403);
  });
});
