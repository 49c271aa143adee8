import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contacts, outbox } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { address, type Ids, makeCatalogue, makeTenant } from '../test/tenant.ts';

let api: TestApi;
let token: string;
let ids: Ids;
let otherSiteId: string;
beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken('helpdesk');
  const catalogue = await makeCatalogue(api);
  ids = (await makeTenant(api, 'one', catalogue)).here;
  otherSiteId = (await makeTenant(api, 'two', catalogue)).here.siteId;
});
afterAll(() => api.close());

const send = (method: 'POST' | 'PATCH' | 'PUT', path: string, body: object, ifMatch = '*') =>
  api.call(token, method, path, { body, headers: { 'if-match': ifMatch } });
const queuedFor = (accountId: string, kind: string) =>
  api.system
    .select()
    .from(outbox)
    .where(and(eq(outbox.accountId, accountId), eq(outbox.kind, kind)));

test('early swaps of a site are counted over some time, or the field that leaves none is named', async () => {
  const span = (from: string) => `sites/${ids.siteId}/early-swaps?from=${from}&until=2026-03-01T00:00:00Z`;
  expect((await api.call(token, 'GET', span('2026-02-01T00:00:00Z'))).body).toMatchObject({ devices: [] });
  const { status, body } = await api.call(token, 'GET', span('2026-03-01T00:00:00Z'));
  expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ in: 'query', pointer: '/from' }] });
});

describe('sites', () => {
  const site = { name: 'Lyon', timeZone: 'Europe/Paris', address };

  test('have a calendar: Monday to Friday and no holiday unless said otherwise', async () => {
    const { status, body, headers } = await send('POST', `accounts/${ids.accountId}/sites`, site);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...site, workdays: [1, 2, 3, 4, 5], holidays: [], deliveryInstructions: null });
    expect((await api.call(token, 'GET', headers.location!)).body).toEqual(body);
  });

  test.each([
    ['a time zone of nowhere', { timeZone: 'Europe/Atlantis' }, '/timeZone'],
    ['an eighth day', { workdays: [1, 8] }, '/workdays/1'],
    ['a day twice', { workdays: [1, 1] }, '/workdays'],
    ['no day at all', { workdays: [] }, '/workdays'],
    ['a holiday that is no day', { holidays: ['2026-02-30'] }, '/holidays/0'],
    ['a country by its name', { address: { ...address, country: 'France' } }, '/address/country'],
    ['an address without a line', { address: { ...address, lines: [] } }, '/address/lines'],
    ['an unknown part of the address', { address: { ...address, street: 'x' } }, '/address/street'],
  ])('refused, naming the field: %s', async (_what, change, pointer) => {
    const { status, body } = await send('POST', `accounts/${ids.accountId}/sites`, { ...site, ...change });
    expect(status).toBe(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  test('a new calendar has the site’s devices looked at again; a new name does not', async () => {
    const path = `sites/${ids.siteId}`;
    await send('PATCH', path, { name: 'Lyon Est' });
    expect(await queuedFor(ids.accountId, 'device.recheck')).toEqual([]);
    const { body } = await send('PATCH', path, { holidays: ['2026-12-25', '2026-05-01'], workdays: [6, 1] });
    expect(body).toMatchObject({ holidays: ['2026-05-01', '2026-12-25'], workdays: [1, 6] });
    const queued = await queuedFor(ids.accountId, 'device.recheck');
    expect(queued.map(({ workflowId }) => workflowId)).toEqual([`device/${ids.deviceId}`]);
    // The same days in another order are no change.
    await send('PATCH', path, { workdays: [1, 6] });
    expect(await queuedFor(ids.accountId, 'device.recheck')).toHaveLength(1);
  });

  test('A13: an address changes with its own audit entry, and orders that have not left are told', async () => {
    const path = `sites/${ids.siteId}/address`;
    const before = (await api.call(token, 'GET', `sites/${ids.siteId}`)).body;
    const moved = { ...address, lines: ['2 Side Street'] };
    expect((await send('PUT', path, { address: moved }, '"99"')).status).toBe(412);
    const { status, body } = await send(
      'PUT',
      path,
      { address: moved, deliveryInstructions: 'Door 3' },
      `"${before.version}"`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ address: moved, deliveryInstructions: 'Door 3', version: before.version + 1 });
    expect(api.told.map(({ message }) => message)).toContainEqual(
      expect.objectContaining({ kind: 'order.address', orderId: ids.orderId }),
    );
    const audit = await api.call(token, 'GET', 'audit', { query: { entityId: ids.siteId, action: 'site.address' } });
    expect(audit.body.items[0]).toMatchObject({ before: { address }, after: { address: moved } });
    // Instructions that are left out stay.
    const again = await send('PUT', path, { address });
    expect(again.body.deliveryInstructions).toBe('Door 3');
  });
});

describe('contacts (A13)', () => {
  const contact = { role: 'replenishment', name: 'Claire Fontaine', email: 'claire@aldine.example', language: 'fr' };
  const create = (body: object) => send('POST', `accounts/${ids.accountId}/contacts`, body);

  test('are of an account or of one of its sites', async () => {
    const ofAccount = await create(contact);
    expect(ofAccount.body).toMatchObject({ ...contact, siteId: null, phone: null, endedAt: null });
    const ofSite = await create({ ...contact, siteId: ids.siteId, phone: '+33 4 00 00 00 00' });
    const { body } = await api.call(token, 'GET', 'contacts', { query: { siteId: ids.siteId, role: 'replenishment' } });
    expect(body.items).toEqual([ofSite.body]);
    expect((await create({ ...contact, siteId: otherSiteId })).body.errors[0].pointer).toBe('/siteId');
  });

  test('a header cannot be smuggled into a mail by a name or an address', async () => {
    for (const change of [
      { name: 'Eve\r\nBcc: all@aldine.example' },
      { email: 'eve@aldine.example\nBcc: x@y.example' },
    ]) {
      expect((await create({ ...contact, ...change })).status).toBe(400);
    }
  });

  test('a new e-mail address clears the refusal; any other change leaves it', async () => {
    const { id } = (await create(contact)).body;
    await api.system.update(contacts).set({ refusedAt: api.time.now }).where(eq(contacts.id, id));
    const renamed = await send('PATCH', `contacts/${id}`, { name: 'Claire F.', email: contact.email });
    expect(renamed.body.refusedAt).toBe(api.time.now.toISOString());
    expect((await send('PATCH', `contacts/${id}`, { email: 'new@aldine.example' })).body.refusedAt).toBeNull();
  });

  test('an ended one is written to no more and listed no more; again changes nothing', async () => {
    const { id } = (await create(contact)).body;
    const ended = await api.call(token, 'DELETE', `contacts/${id}`);
    expect(ended.body.endedAt).toBe(api.time.now.toISOString());
    expect((await api.call(token, 'DELETE', `contacts/${id}`)).body).toEqual(ended.body);
    const query = { accountId: ids.accountId, limit: '200' };
    expect((await api.call(token, 'GET', 'contacts', { query })).text).not.toContain(id);
    expect((await api.call(token, 'GET', 'contacts', { query: { ...query, ended: 'true' } })).text).toContain(id);
    expect((await send('PATCH', `contacts/${id}`, { name: 'x' })).status).toBe(409);
  });

  test('B01: the last Administrator of an account stays', async () => {
    const [leaving, last] = await administratorsOf(ids.accountId);
    expect((await api.call(token, 'DELETE', `contacts/${leaving}`)).status).toBe(200);
    expect((await api.call(token, 'DELETE', `contacts/${last}`)).status).toBe(409);
    expect((await send('PATCH', `contacts/${last}`, { role: 'replenishment' })).status).toBe(409);
    expect((await send('PATCH', `contacts/${last}`, { name: 'Still here' })).status).toBe(200);
  });

  test('B01: even when two leave at once', async () => {
    const catalogue = await makeCatalogue(api);
    for (let round = 0; round < 12; round++) {
      const { here } = await makeTenant(api, `round ${round}`, catalogue);
      const both = await administratorsOf(here.accountId);
      const answers = await Promise.all(both.map((id) => api.call(token, 'DELETE', `contacts/${id}`)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    }
  });
});

async function administratorsOf(accountId: string): Promise<string[]> {
  const administrators = and(eq(contacts.accountId, accountId), eq(contacts.role, 'administrator'));
  const rows = await api.system.select({ id: contacts.id }).from(contacts).where(administrators);
  expect(rows).toHaveLength(2);
  return rows.map(({ id }) => id);
}
