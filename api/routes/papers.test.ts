import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contacts, parcels } from '../../db/schema/index.ts';
import { textOf } from '../../papers/papers.testkit.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer } from '../test/customer.ts';
import { handOver, linesOf, newOrder, newReportingDevice, settle } from '../test/orders.ts';

let api: TestApi;
let staff: string;
let customer: Customer;
let device: { serial: string; place: string };
let orderId: string;
let number: number;
let parcelId: string;

beforeAll(async () => {
  api = await openTestApi({ settings: { PROVIDER_ADDRESS: '3 rue du Port; 59000 Lille' } });
  await newCatalogue(api);
  staff = await api.newToken('operations');
  customer = await newCustomer(api);
  device = await newReportingDevice(api, staff, customer, { '1.1': 25, '1.2': 35 });
  orderId = await newOrder(api, customer);
  await handOver(api, orderId);
  number = (await api.call(staff, 'GET', `orders/${orderId}`)).body.number;
  const [black, cyan] = await linesOf(api, orderId);
  const say = (type: string, lineId: string, more: object) =>
    api.call(staff, 'POST', 'fulfilment/events', {
      body: {
        eventId: `${type}-${lineId}`,
        orderId,
        type,
        occurredAt: api.time.now.toISOString(),
        lines: [{ lineId, quantity: 1, ...more }],
      },
    });
  await say('shipped', black!.id, {});
  await say('backordered', cyan!.id, { expectedOn: '2026-03-20' });
  await settle(api, orderId);
  const [parcel] = await api.system.select().from(parcels).where(eq(parcels.orderId, orderId));
  parcelId = parcel!.id;
});
afterAll(() => api.close());

async function paper(path: string) {
  const answer = await api.app.inject({ url: `/v1/${path}`, headers: { authorization: `Bearer ${staff}` } });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('application/pdf');
  return { text: textOf(answer.rawPayload), name: answer.headers['content-disposition'], pdf: answer.rawPayload };
}

test('the label bears the serial number of the device that each cartridge is for (A15)', async () => {
  const { text, name, pdf } = await paper(`parcels/${parcelId}/label.pdf`);
  for (const word of [device.serial, device.place, 'AL-410K', `${number}-1`, '69001', 'Ada Martin', 'Lille'])
    expect(text).toContain(word);
  expect(text).not.toContain('AL-410C');
  expect(name).toBe(`inline; filename="label-${number}-1.pdf"`);
  expect((await paper(`parcels/${parcelId}/label.pdf`)).pdf.equals(pdf)).toBe(true);
});

test('the slip of a parcel tells what is in it and what is to follow', async () => {
  const { text } = await paper(`parcels/${parcelId}/packing-slip.pdf`);
  for (const word of [device.serial, 'AL-410K', 'AL-410C', 'expected 20 Mar'])
    expect(text.replaceAll('\u00a0', ' ')).toContain(word);
});

test('the slip of an order tells all of it, in the language of the site', async () => {
  await api.system.update(contacts).set({ language: 'fr' }).where(eq(contacts.id, customer.contactId));
  const { text, name } = await paper(`orders/${orderId}/packing-slip.pdf`);
  for (const word of ['AL-410K', 'AL-410C', 'France', '3 rue du Port, 59000 Lille']) expect(text).toContain(word);
  expect(text).toMatch(/Bordereau de livraison/);
  expect(name).toBe(`inline; filename="slip-${number}.pdf"`);
});

test('papers are for those who see the order', async () => {
  const stranger = await api.newToken('account-reader', { accountId: (await newCustomer(api)).accountId });
  const agent = await api.newToken('agent', { accountId: customer.accountId, siteId: customer.siteId });
  for (const path of [
    `parcels/${parcelId}/label.pdf`,
    `parcels/${parcelId}/packing-slip.pdf`,
    `orders/${orderId}/packing-slip.pdf`,
  ]) {
    expect((await api.call(stranger, 'GET', path)).status).toBe(404);
    expect((await api.call(agent, 'GET', path)).status).toBe(403);
  }
});
