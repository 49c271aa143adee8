import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fulfilmentEvents, tasks } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer } from '../test/customer.ts';
import { handOver, linesOf, newOrder, newReportingDevice, settle } from '../test/orders.ts';

let api: TestApi;
let staff: string;
let warehouse: string;
let customer: Customer;
let orderId: string;
let number: number;
let lineIds: string[];
let events = 0;

beforeAll(async () => {
  api = await openTestApi();
  await newCatalogue(api);
  staff = await api.newToken('operations');
  warehouse = await api.newToken('warehouse');
});
afterAll(() => api.close());

/** An order of two lines that the warehouse has taken. */
beforeEach(async () => {
  customer = await newCustomer(api);
  await newReportingDevice(api, staff, customer, { '1.1': 25, '1.2': 35 });
  orderId = await newOrder(api, customer);
  await handOver(api, orderId);
  number = (await api.call(staff, 'GET', `orders/${orderId}`)).body.number;
  lineIds = (await linesOf(api, orderId)).map(({ id }) => id);
});

const event = (more: object) => ({
  eventId: `wms-${++events}`,
  orderId,
  type: 'shipped',
  occurredAt: api.time.now.toISOString(),
  lines: [{ lineId: lineIds[0]!, quantity: 1 }],
  ...more,
});
const parcel = { carrier: 'Transports du Rhône', tracking: 'TR-1', expectedOn: '2026-03-05' };
const say = (body: object, token = warehouse) => api.call(token, 'POST', 'fulfilment/events', { body });
const outcomeOf = async (id: string) => (await api.call(warehouse, 'GET', `fulfilment/events/${id}`)).body.outcome;

describe('the warehouse', () => {
  test('sees what it has to send, with the serial number of each device (A15), until it has sent it', async () => {
    const mine = async () =>
      (await api.call(warehouse, 'GET', 'fulfilment/orders')).body.items.find(
        ({ id }: { id: string }) => id === orderId,
      );
    expect(await mine()).toMatchObject({
      number,
      address: { city: 'Lyon' },
      lines: [
        {
          lineId: lineIds[0],
          partNumber: 'AL-410K',
          serial: expect.stringMatching(/^O-/),
          toShip: 1,
          backordered: 0,
          withdraw: false,
        },
        { lineId: lineIds[1], partNumber: 'AL-410C', toShip: 1 },
      ],
    });
    await say(event({ parcel }));
    await settle(api, orderId);
    expect((await mine()).lines).toMatchObject([{ lineId: lineIds[1] }]);
    await say(event({ lines: [{ lineId: lineIds[1], quantity: 1 }], parcel: { ...parcel, tracking: 'TR-2' } }));
    await settle(api, orderId);
    expect(await mine()).toBeUndefined();
  });

  test('says what it ships; the order shows the parcel, and the event what came of it', async () => {
    const lines = [{ lineId: lineIds[0], quantity: 1, serials: ['CRUM-1'] }];
    const taken = await say(event({ lines, parcel }));
    expect(taken).toMatchObject({ status: 202, body: { orderId, type: 'shipped', outcome: null, attempts: 0 } });
    expect(api.told.map(({ message }) => message)).toContainEqual({
      kind: 'order.fulfilment',
      orderId,
      eventId: taken.body.id,
    });
    await settle(api, orderId);
    expect(await outcomeOf(taken.body.id)).toBe('applied');
    const { body } = await api.call(staff, 'GET', `orders/${orderId}`);
    expect(body.parcels).toMatchObject([
      {
        carrier: parcel.carrier,
        tracking: 'TR-1',
        expectedOn: '2026-03-05',
        lines: [{ lineId: lineIds[0], quantity: 1, serials: ['CRUM-1'] }],
      },
    ]);
    expect(body.lines.map(({ state }: { state: string }) => state)).toEqual(['in-transit', 'released']);
  });

  test('names the order by its number as well', async () => {
    expect((await say(event({ orderId: undefined, orderNumber: number }))).body).toMatchObject({ orderId });
    expect((await say(event({ orderNumber: number }))).body.errors).toMatchObject([{ pointer: '/orderId' }]);
    expect((await say(event({ orderId: undefined }))).body.errors).toMatchObject([{ pointer: '/orderId' }]);
  });
});

describe('odd events have their answer', () => {
  test('doubled: the same is taken once and answered the same; the name of another is refused', async () => {
    const body = event({ parcel });
    const first = await say(body);
    await settle(api, orderId);
    const again = await say(body);
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id, outcome: 'applied' } });
    expect(await say({ ...body, type: 'lost' })).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/eventId' }] },
    });
    expect(await api.system.select().from(fulfilmentEvents).where(eq(fulfilmentEvents.orderId, orderId))).toHaveLength(
      1,
    );
    // Another sender's event of the same name is another event.
    expect((await say(body, await api.newToken('warehouse'))).body.id).not.toBe(first.body.id);
  });

  test('of an unknown order: 404, and of another account’s too', async () => {
    expect((await say(event({ orderId: customer.siteId }))).status).toBe(404);
    expect((await say(event({ orderId: undefined, orderNumber: 999_999 }))).status).toBe(404);
    const stranger = await newCustomer(api);
    const theirs = await api.newToken('warehouse', { accountId: stranger.accountId });
    expect((await say(event({}), theirs)).status).toBe(404);
  });

  test('of an unknown line: stored, and a task for people', async () => {
    const { body } = await say(event({ lines: [{ lineId: 'L-77', quantity: 1 }], parcel }));
    await settle(api, orderId);
    expect(await outcomeOf(body.id)).toBe('unknown-line');
    expect(await api.system.select().from(tasks).where(eq(tasks.orderId, orderId))).toMatchObject([
      { kind: 'fulfilment-unknown-line' },
    ]);
  });

  test('out of order: what is delivered before it is shipped waits, and is applied then', async () => {
    const early = await say(event({ type: 'delivered', parcel: { carrier: parcel.carrier, tracking: 'TR-1' } }));
    await settle(api, orderId);
    expect(await outcomeOf(early.body.id)).toBe('early');
    await say(event({ parcel }));
    await settle(api, orderId);
    expect(await outcomeOf(early.body.id)).toBe('applied');
    expect(
      (await api.call(warehouse, 'GET', `fulfilment/events?orderId=${orderId}&outcome=applied`)).body.items,
    ).toHaveLength(2);
  });
});

describe('many at once', () => {
  test('each is taken or not by itself, in the order listed', async () => {
    const first = event({ parcel });
    const { status, body } = await api.call(warehouse, 'POST', 'fulfilment/events/batch', {
      body: [
        first,
        event({ orderId: customer.siteId }),
        first,
        { ...first, type: 'lost' },
        event({ type: 'delivered', parcel }),
      ],
    });
    expect(status).toBe(200);
    expect(body.results.map(({ result }: { result: string }) => result)).toEqual([
      'taken',
      'unknown-order',
      'repeated',
      'other-content',
      'taken',
    ]);
    expect(body.results[2].event.id).toBe(body.results[0].event.id);
    await settle(api, orderId);
    expect((await linesOf(api, orderId))[0]).toMatchObject({ shipped: 1, delivered: 1 });
  });

  test('what has not its form is named by its place', async () => {
    const { body } = await api.call(warehouse, 'POST', 'fulfilment/events/batch', {
      body: [event({}), event({ type: 'eaten', lines: [{}] })],
    });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/1/type',
      '/1/lines/0/lineId',
      '/1/lines/0/quantity',
    ]);
    const twice = await api.call(warehouse, 'POST', 'fulfilment/events/batch', {
      body: [event({}), event({ orderNumber: 1 })],
    });
    expect(twice.body.errors).toMatchObject([{ pointer: '/1/orderId' }]);
  });
});

test('saying it is for those who may', async () => {
  expect((await say(event({}), await api.newToken('account-manager', { accountId: customer.accountId }))).status).toBe(
    403,
  );
});
