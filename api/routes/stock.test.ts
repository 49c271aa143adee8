import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { devices, slots, stockCounts } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newDevice, newSite } from '../test/customer.ts';

let api: TestApi;
let staff: string;
let customer: Customer;
let first: Device;
let second: Device;
let serials = 0;

interface Device {
  id: string;
  slots: { id: string; key: string }[];
}

beforeAll(async () => {
  api = await openTestApi();
  await newCatalogue(api);
  staff = await api.newToken('operations');
});
afterAll(() => api.close());

beforeEach(async () => {
  customer = await newCustomer(api);
  first = await newDevice(api, staff, customer, `K-${++serials}`, { startingStock: { '1.1': 3 } });
  second = await newDevice(api, staff, customer, `K-${++serials}`);
  api.told.length = 0;
});

const post = (path: string, body: object, token = staff) => api.call(token, 'POST', path, { body });
const slot = (device: Device, key = '1.1') => device.slots.find((each) => each.key === key)!.id;
const booksOf = async (device: Device, key = '1.1') =>
  (await api.call(staff, 'GET', `devices/${device.id}/stock`)).body.slots.find(
    (each: { key: string }) => each.key === key,
  ).books;
const rechecked = () =>
  api.told.flatMap(({ message }) => (message.kind === 'device.recheck' ? [message.deviceId] : []));
const ledgerOf = async (token = staff) => (await api.call(token, 'GET', `ledger?accountId=${customer.accountId}`)).body;
/** Units of black toner at a place, by the books. */
const unitsAt = async (place: string) =>
  (await ledgerOf()).supplies
    .find(({ partNumber }: { partNumber: string }) => partNumber === 'AL-410K')
    .places.filter((each: { place: string }) => each.place === place)
    .reduce((sum: number, { units }: { units: number }) => sum + units, 0);

describe('a count (A15)', () => {
  test('adjusts the books to what is there, and the estimate starts anew', async () => {
    const counted = await post(`devices/${first.id}/stock-counts`, {
      counts: [
        { slotId: slot(first), units: 1 },
        { slotId: slot(first, '1.2'), units: 2 },
      ],
    });
    expect(counted.status).toBe(200);
    expect([await booksOf(first), await booksOf(first, '1.2')]).toEqual([1, 2]);
    expect(counted.body.entries.slice(0, 2)).toMatchObject([
      { units: 2, from: 'adjustment', to: 'shelf', toDeviceId: first.id, reason: 'adjusted-up' },
      { units: 2, from: 'shelf', fromDeviceId: first.id, to: 'adjustment', reason: 'adjusted-down' },
    ]);
    expect(
      await api.system
        .select()
        .from(stockCounts)
        .where(eq(stockCounts.slotId, slot(first))),
    ).toMatchObject([{ kind: 'count', units: 1, reason: 'counted', actor: expect.stringContaining('staff:') }]);
    expect(new Set(rechecked())).toEqual(new Set([first.id]));
    expect((await ledgerOf()).balanced).toBe(true);
    const audit = await api.call(staff, 'GET', `audit?entity=device&entityId=${first.id}`);
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'stock.counted',
      'stock.counted',
      'device.enrol',
    ]);
  });

  test('of what the books have already changes no books', async () => {
    const before = (await post(`devices/${first.id}/stock-counts`, { counts: [{ slotId: slot(first), units: 3 }] }))
      .body.entries;
    expect(before.filter(({ reason }: { reason: string }) => reason.startsWith('adjusted'))).toEqual([]);
  });

  test('a repeated key counts once', async () => {
    const count = () =>
      api.call(staff, 'POST', `devices/${first.id}/stock-counts`, {
        body: { counts: [{ slotId: slot(first), units: 5 }] },
        headers: { 'idempotency-key': `count-${first.id}` },
      });
    await count();
    expect((await count()).headers['idempotent-replay']).toBe('true');
    expect(
      await api.system
        .select()
        .from(stockCounts)
        .where(eq(stockCounts.slotId, slot(first))),
    ).toHaveLength(1);
  });

  test('two slots of a device that take the same supply share its books', async () => {
    const [black] = await api.system
      .select()
      .from(slots)
      .where(eq(slots.id, slot(first)));
    await api.system
      .update(slots)
      .set({ supplyId: black!.supplyId, shelfEstimate: 1 })
      .where(and(eq(slots.deviceId, first.id), eq(slots.key, '1.2')));
    await post(`devices/${first.id}/stock-counts`, { counts: [{ slotId: slot(first), units: 2 }] });
    expect(await booksOf(first)).toBe(3);
  });
});

describe('an adjustment (A15)', () => {
  test('has a reason and goes both ways, but not below what the books have', async () => {
    const adjust = (difference: number) =>
      post(`devices/${first.id}/stock-adjustments`, { slotId: slot(first), difference, reason: 'Damaged by water' });
    await adjust(-2);
    expect(await booksOf(first)).toBe(1);
    expect(await adjust(-2)).toMatchObject({ status: 409, body: { detail: 'The books have 1 there: count first.' } });
    await adjust(4);
    expect(await booksOf(first)).toBe(5);
    expect((await adjust(0)).body.errors).toMatchObject([{ pointer: '/difference' }]);
    const { body } = await post(`devices/${first.id}/stock-adjustments`, { slotId: slot(first), difference: 1 });
    expect(body.errors).toMatchObject([{ pointer: '/reason', detail: 'is missing' }]);
    expect(
      await api.system
        .select()
        .from(stockCounts)
        .where(eq(stockCounts.slotId, slot(first))),
    ).toMatchObject([
      { kind: 'adjustment', units: -2, reason: 'Damaged by water' },
      { kind: 'adjustment', units: 4 },
    ]);
  });

  test('is about a slot of that device, while it is enrolled', async () => {
    const wrong = { slotId: slot(second), difference: 1, reason: 'x' };
    expect((await post(`devices/${first.id}/stock-adjustments`, wrong)).body.errors).toMatchObject([
      { pointer: '/slotId' },
    ]);
    await api.call(staff, 'POST', `devices/${second.id}/retire`, { headers: { 'if-match': '*' } });
    expect((await post(`devices/${second.id}/stock-adjustments`, wrong)).body.errors).toMatchObject([
      { pointer: '/slotId' },
    ]);
  });
});

describe('a transfer (A15)', () => {
  const transfer = (body: object, token = staff) =>
    post('stock-transfers', { units: 1, reason: 'It is empty today', ...body }, token);

  test('takes spares from one shelf to another: both books, both estimates', async () => {
    const done = await transfer({ fromSlotId: slot(first), toSlotId: slot(second), units: 2 });
    expect(done.body.devices.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual([first.id, second.id]);
    expect([await booksOf(first), await booksOf(second)]).toEqual([1, 2]);
    expect(rechecked()).toEqual([first.id, second.id]);
    expect(await transfer({ fromSlotId: slot(first), toSlotId: slot(second), units: 2 })).toMatchObject({
      status: 409,
    });
    expect((await ledgerOf()).balanced).toBe(true);
  });

  test('to and from what is no device’s', async () => {
    await transfer({ fromSlotId: slot(first), toSlotId: null, units: 2 });
    expect([await booksOf(first), await unitsAt('unassigned')]).toEqual([1, 2]);
    await transfer({ fromSlotId: null, toSlotId: slot(second), units: 1 });
    expect([await booksOf(second), await unitsAt('unassigned')]).toEqual([1, 1]);
    expect(await transfer({ fromSlotId: null, toSlotId: slot(second), units: 2 })).toMatchObject({ status: 409 });
  });

  test('is of one supply, between two devices of one account', async () => {
    const stranger = await newDevice(api, staff, await newCustomer(api), `K-${++serials}`);
    for (const toSlotId of [slot(second, '1.2'), slot(first), slot(stranger), null]) {
      const fromSlotId = toSlotId === null ? null : slot(first);
      expect((await transfer({ fromSlotId, toSlotId })).body.errors).toMatchObject([{ pointer: '/toSlotId' }]);
    }
    const manager = await api.newToken('account-manager', { accountId: customer.accountId });
    expect((await transfer({ fromSlotId: slot(first), toSlotId: slot(stranger) }, manager)).body.errors).toMatchObject([
      { pointer: '/toSlotId' },
    ]);
  });
});

describe('the books (A15)', () => {
  test('sum to zero by supply, and show where everything is', async () => {
    const { balanced, supplies } = await ledgerOf();
    expect(balanced).toBe(true);
    const [device] = await api.system.select().from(devices).where(eq(devices.id, first.id));
    const black = supplies.find(({ partNumber }: { partNumber: string }) => partNumber === 'AL-410K');
    expect(black).toMatchObject({ sum: 0 });
    expect(black.places).toContainEqual({ place: 'shelf', deviceId: first.id, serial: device!.serial, units: 3 });
    expect(black.places).toContainEqual({ place: 'adjustment', deviceId: null, serial: null, units: -5 });
  });

  test('are listed by account, device and supply', async () => {
    const list = async (query: string) =>
      (await api.call(staff, 'GET', `ledger/entries?accountId=${customer.accountId}&${query}`)).body;
    expect((await list('')).items).toHaveLength(7);
    expect(
      (await list(`deviceId=${second.id}`)).items.every(
        ({ toDeviceId }: { toDeviceId: string }) => toDeviceId === second.id,
      ),
    ).toBe(true);
    const page = await list('limit=4');
    const rest = await list(`limit=4&cursor=${page.next}`);
    expect(new Set([...page.items, ...rest.items].map(({ id }: { id: string }) => id)).size).toBe(7);
  });

  test('are an account’s: nobody sees another one’s, and who sees one site sees none', async () => {
    const stranger = await api.newToken('account-reader', { accountId: (await newCustomer(api)).accountId });
    expect(await ledgerOf(stranger)).toEqual({ accountId: customer.accountId, balanced: true, supplies: [] });
    expect((await api.call(stranger, 'GET', `devices/${first.id}/stock`)).status).toBe(404);
    const site = await newSite(api, customer.accountId, 'Brest');
    const atSite = await api.newToken('account-reader', { accountId: customer.accountId, siteId: site });
    expect((await api.call(atSite, 'GET', `ledger?accountId=${customer.accountId}`)).status).toBe(403);
    expect((await post(`devices/${first.id}/stock-counts`, { counts: [] }, atSite)).status).toBe(403);
  });
});
