import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { enrolDevice } from '../commands/enrol-device.ts';
import { linkToken } from '../commands/links.ts';
import { audit, links, outbox, settings } from '../db/schema/index.ts';
import { type Customer, newCatalogue, newCustomer, newDevice, readingOf } from './test/customer.ts';
import { type LiveApi, openLiveApi } from './test/live.ts';
import { asWorker, newReportingDevice } from './test/orders.ts';

let api: LiveApi;
let staff: string;

beforeAll(async () => {
  api = await openLiveApi();
  await newCatalogue(api);
  staff = await api.newToken('operations');
});
afterAll(() => api.close());

const get = async (path: string) => (await api.call(staff, 'GET', path)).body;
const cancel = (orderId: string, body: object = {}, key?: string) =>
  api.call(staff, 'POST', `orders/${orderId}/cancel`, { body, headers: key ? { 'idempotency-key': key } : {} });

async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(100)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited too long for ${what}`);
}

/** A customer whose first readings make an order, held for so long. */
async function ordered(holdMinutes = 60) {
  const customer = await newCustomer(api);
  const { accountId } = customer;
  await api.system.insert(settings).values({
    scope: 'account',
    scopeId: accountId,
    name: 'holdMinutes',
    value: holdMinutes,
    accountId,
    changedAt: new Date(),
  });
  const device = await newReportingDevice(api, staff, customer, { '1.1': 25, '1.2': 35 });
  const order = await until('the order', async () => (await get(`orders?accountId=${accountId}`)).items[0]);
  return { customer, device, order };
}

/** Enrols as if Temporal were away in that very moment. */
async function enrolUntold({ siteId, accountId, contractId }: Customer, serial: string): Promise<string> {
  api.time.now = new Date();
  const wanted = {
    siteId,
    accountId,
    contractId,
    maker: 'Aldine',
    model: 'C410',
    serial,
    connection: 'agent',
  } as const;
  return asWorker(api, async (tx, outbox) => {
    const answer = await enrolDevice(tx, outbox, { ...wanted, actor: 'test', requestId: 'test', now: api.time.now });
    return answer.enrolled ? answer.device.id : '';
  });
}

describe('on a real Temporal', () => {
  test('an enrolment is answered with its workflow’s view, and list and query agree', async () => {
    const device = await newDevice(api, staff, await newCustomer(api), 'T-1');
    expect(device.process).toMatchObject({
      workflowId: `device/${device.id}`,
      phase: 'active',
      enrolment: 1,
      readings: 0,
    });
    await api.call(staff, 'POST', 'readings', { body: readingOf('T-1', new Date(), { '1.1': 80 }) });
    const process = await until('the reading to be told', async () => {
      const view = await get(`devices/${device.id}/workflow`);
      return view.readings === 1 && view.summary.includes('Newest reading') && view;
    });
    const stored = await get(`devices/${device.id}`);
    expect(process).toMatchObject({
      phase: 'active',
      siteId: stored.siteId,
      silent: stored.silentSince !== null,
      nextOrderAt: stored.nextOrderAt,
    });
    expect(stored.slots[0]).toMatchObject({ level: { type: 'percent', percent: 80 } });
  });

  test('while a process is not there yet, its live view is 404 and the facts are shown; the relay starts it', async () => {
    const deviceId = await enrolUntold(await newCustomer(api), 'T-2');
    const live = () => api.call(staff, 'GET', `devices/${deviceId}/workflow`);
    expect(await live()).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect(await get(`devices/${deviceId}`)).toMatchObject({ id: deviceId, state: 'enrolled' });
    await until('the relay', async () => (await live()).status === 200);
  });

  test('a process that was ended from outside is not shown as if it went on', async () => {
    const device = await newDevice(api, staff, await newCustomer(api), 'T-ended');
    await api.client.workflow.getHandle(`device/${device.id}`).terminate('by hand');
    expect(await api.call(staff, 'GET', `devices/${device.id}/workflow`)).toMatchObject({
      status: 503,
      body: { type: '/problems/unavailable', detail: expect.stringMatching(/\(terminated\).+requeue/) },
    });
    // One that has gone needs none: there is nothing to start again.
    await api.call(staff, 'POST', `devices/${device.id}/retire`, { headers: { 'if-match': '*' } });
    expect((await api.call(staff, 'GET', `devices/${device.id}/workflow`)).status).toBe(404);
  });

  test('the process of an enrolment that is over is not shown for the next one', async () => {
    const customer = await newCustomer(api);
    const device = await newDevice(api, staff, customer, 'T-again');
    const live = () => api.call(staff, 'GET', `devices/${device.id}/workflow`);
    await api.call(staff, 'POST', `devices/${device.id}/unenrol`, { headers: { 'if-match': '*' } });
    await until('its end', async () => (await live()).body.phase === 'ended');
    await enrolUntold(customer, 'T-again');
    expect(await live()).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    await until('the relay', async () => (await live()).body.phase === 'active');
  });

  test('what the API delivered at once is not delivered again', async () => {
    const device = await newDevice(api, staff, await newCustomer(api), 'T-3');
    const rows = await api.system
      .select()
      .from(outbox)
      .where(eq(outbox.workflowId, `device/${device.id}`));
    expect(rows).toMatchObject([{ kind: 'device.enrol', deliveredAt: expect.any(Date), attempts: 0 }]);
  });

  test('a line is cancelled within the hold, once, and the same key has the same answer (A11)', async () => {
    const { order } = await ordered();
    const { lines } = await get(`orders/${order.id}`);
    const begun = await until('its workflow', () =>
      api.client.workflow
        .getHandle(`order/${order.id}`)
        .describe()
        .catch(() => undefined),
    );
    // C: in the Temporal UI, too.
    expect(await begun.staticDetails()).toMatch(/^- 1 × \*\*.*\*\* of Aldine .*: Cover is .* it would run out about /);
    const body = { lineIds: [lines[1].id] };
    const [first, second] = await Promise.all([cancel(order.id, body, 'c-1'), cancel(order.id, body, 'c-1')]);
    const done = [first, second].filter(({ status }) => status === 200);
    expect(done[0]!.body).toEqual({ orderId: order.id, cancelledLineIds: [lines[1].id] });
    expect((await cancel(order.id, body, 'c-1')).headers['idempotent-replay']).toBe('true');
    expect(await cancel(order.id, body)).toMatchObject({ status: 409, body: { type: '/problems/conflict' } });
    expect((await cancel(order.id, { lineIds: [order.id] })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/lineIds' }],
    });
    expect((await get(`orders/${order.id}`)).lines.map(({ state }: { state: string }) => state)).toEqual([
      'waiting',
      'cancelled',
    ]);
    const acts = await api.system
      .select()
      .from(audit)
      .where(and(eq(audit.entityId, order.id), eq(audit.action, 'order.cancel')));
    expect(acts).toMatchObject([{ actor: expect.stringContaining('staff:operations') }]);

    expect((await cancel(order.id)).body.cancelledLineIds).toEqual([lines[0].id]);
    await until('the order to end', async () => (await get(`orders/${order.id}`)).state === 'cancelled');
    expect(await cancel(order.id)).toMatchObject({ status: 409 });
  });

  test('the link in the mail cancels by the same way, once (A11)', async () => {
    const { order } = await ordered();
    const [link] = await api.system.select().from(links).where(eq(links.orderId, order.id));
    const address = `/links/${linkToken(inject('testSecret'), link!.id)}`;
    const [line] = (await get(`orders/${order.id}`)).lines;
    const press = () =>
      api.call(undefined, 'POST', address, {
        body: new URLSearchParams({ line: line.id }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    const answers = [await press(), await press()];
    expect(answers.map(({ status }) => status)).toEqual([200, 410]);
    expect(answers[0]!.text).toContain(line.partNumber);
    expect((await get(`orders/${order.id}`)).lines.map(({ state }: { state: string }) => state)).toEqual([
      'cancelled',
      'waiting',
    ]);
    const acts = await api.system
      .select()
      .from(audit)
      .where(and(eq(audit.entityId, order.id), eq(audit.actor, 'link')));
    expect(acts).toMatchObject([{ action: 'order.cancel', after: { cancelledLineIds: [line.id] } }]);
  });

  test('after the hold it is too late (A11)', async () => {
    const { order } = await ordered(0);
    await until('its release', async () => (await get(`orders/${order.id}`)).handedOverAt);
    expect(await cancel(order.id)).toMatchObject({ status: 409, body: { type: '/problems/too-late' } });
  });

  test('the warehouse’s word goes through the workflow and comes back as an outcome', async () => {
    const { order } = await ordered(0);
    await until('the hand-over', async () => (await get(`orders/${order.id}`)).handedOverAt);
    const { lines } = await get(`orders/${order.id}`);
    const told = await api.call(await api.newToken('warehouse'), 'POST', 'fulfilment/events', {
      body: {
        eventId: 'live-1',
        orderNumber: order.number,
        type: 'shipped',
        occurredAt: new Date().toISOString(),
        lines: lines.map(({ id }: { id: string }) => ({ lineId: id, quantity: 1 })),
        parcel: { carrier: 'C', tracking: 'T' },
      },
    });
    await until('the outcome', async () => (await get(`fulfilment/events/${told.body.id}`)).outcome === 'applied');
    expect((await get(`orders/${order.id}`)).lines).toMatchObject([{ state: 'in-transit' }, { state: 'in-transit' }]);
  });

  test('which device it is, and what it waits for, is seen in every run of its workflow', async () => {
    const device = await newDevice(api, staff, await newCustomer(api), 'T-4');
    const handle = api.client.workflow.getHandle(`device/${device.id}`);
    const { runId: firstRun } = await handle.describe();
    for (let day = 0; day < 14; day += 1) {
      const at = new Date(Date.now() - (14 - day) * 3_600_000);
      await api.call(staff, 'POST', 'readings', {
        body: readingOf('T-4', at, { '1.1': 80 - day }, { source: 'import' }),
      });
      await until('it to be told', async () => (await get(`devices/${device.id}/workflow`)).readings > day);
    }
    const second = await until('the next run', async () => {
      const found = await handle.describe();
      return found.runId !== firstRun && found;
    });
    expect(second.memo).toEqual({ device: 'Aldine C410 T-4' });
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toMatch(/^Aldine T-4, enrolled\. Newest reading .*Black/s);

    // Begun anew by a reading, it is named all the same.
    await handle.terminate();
    await api.call(staff, 'POST', 'readings', { body: readingOf('T-4', new Date(), { '1.1': 60 }) });
    const begun = await until('it to run again', async () => {
      const found = await handle.describe();
      return found.status.name === 'RUNNING' && found;
    });
    expect(begun.memo).toEqual({ device: 'Aldine C410 T-4' });
    expect(await begun.staticSummary()).toBe('Aldine C410 T-4');
  });

  // Last: nothing works after it.
  test('without a worker what needs a workflow’s answer is 503, and the facts are there', async () => {
    const { order, device } = await ordered();
    await api.stopWorker();
    const asked = await Promise.all([cancel(order.id), api.call(staff, 'GET', `devices/${device.id}/workflow`)]);
    for (const answer of asked) {
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBeDefined();
    }
    expect((await api.call(staff, 'GET', `devices/${device.id}`)).status).toBe(200);
  });
});
