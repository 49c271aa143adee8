import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outbox } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from '../test/tenant.ts';

let api: TestApi;
let token: string;
let ids: Ids;
beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken('operations');
  ids = (await makeTenant(api, 'one', await makeCatalogue(api))).here;
});
afterAll(() => api.close());

const account = { name: 'Brasserie du Canal', customerNumber: 'C-20417', systemNumber: 'S-880312', language: 'fr' };
const patch = (path: string, body: object, ifMatch?: string) =>
  api.call(token, 'PATCH', path, { body, headers: ifMatch ? { 'if-match': ifMatch } : {} });

describe('accounts', () => {
  test('B02: either number finds the account, alone', async () => {
    const made = await api.call(token, 'POST', 'accounts', { body: account });
    expect(made.status).toBe(201);
    expect(made.headers).toMatchObject({ etag: '"1"', location: `/v1/accounts/${made.body.id}` });
    for (const number of [account.customerNumber, account.systemNumber]) {
      const { body } = await api.call(token, 'GET', 'accounts', { query: { number } });
      expect(body.items).toEqual([made.body]);
    }
    expect((await api.call(token, 'GET', 'accounts', { query: { number: 'C-2041' } })).body.items).toEqual([]);
  });

  test('a number is one account’s: 409 names the field', async () => {
    const { status, body } = await api.call(token, 'POST', 'accounts', {
      body: { ...account, customerNumber: 'C-other' },
      headers: { 'accept-language': 'fr' },
    });
    expect(status).toBe(409);
    expect(body.errors).toEqual([{ in: 'body', pointer: '/systemNumber', detail: 'est le numéro d’un autre compte' }]);
  });

  test('a part of the name finds it, and a wildcard is none', async () => {
    await api.call(token, 'POST', 'accounts', {
      body: { ...account, name: '100% Net', customerNumber: 'p', systemNumber: 'p' },
    });
    const names = async (search: string) =>
      (await api.call(token, 'GET', 'accounts', { query: { search } })).body.items.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names('du canal')).toEqual(['Brasserie du Canal']);
    expect(await names('0%')).toEqual(['100% Net']);
    expect(await names('_')).toEqual([]);
  });

  test('two who change it at once: the second one is told (428, 412), and nothing is lost', async () => {
    const path = `accounts/${ids.accountId}`;
    expect((await patch(path, { name: 'A' })).status).toBe(428);
    const first = await patch(path, { name: 'First' }, '"1"');
    expect([first.status, first.headers.etag, first.body.version]).toEqual([200, '"2"', 2]);
    const second = await patch(path, { name: 'Second' }, '"1"');
    expect([second.status, second.headers.etag]).toEqual([412, '"2"']);
    expect((await api.call(token, 'GET', path)).body.name).toBe('First');
    expect((await patch(path, { name: 'Any' }, '*')).status).toBe(200);
    expect((await patch(path, { name: 'One of' }, '"1", "3"')).status).toBe(200);
    expect((await patch(path, { name: 'Weak' }, 'W/"4"')).status).toBe(412);
  });

  test('of many at once with the same version, one changes it', async () => {
    const path = `accounts/${ids.accountId}`;
    const { etag } = (await api.call(token, 'GET', path)).headers;
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => patch(path, { name: `At once ${i}` }, etag)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(412)]);
  });

  test('A03: ending shadow mode has the account’s devices looked at again', async () => {
    const path = `accounts/${ids.accountId}`;
    await patch(path, { shadow: true }, '*');
    await api.system.delete(outbox);
    await patch(path, { name: 'Not the shadow' }, '*');
    expect(await api.system.select().from(outbox)).toEqual([]);
    await patch(path, { shadow: false }, '*');
    const queued = await api.system.select().from(outbox).where(eq(outbox.accountId, ids.accountId));
    expect(queued.map(({ kind }) => kind)).toEqual(['device.recheck', 'device.recheck']);
  });

  test('the audit says who changed which field, as it was and as it is', async () => {
    const made = (
      await api.call(token, 'POST', 'accounts', { body: { ...account, customerNumber: 'a', systemNumber: 'a' } })
    ).body;
    const changed = await patch(`accounts/${made.id}`, { name: 'New name', language: 'fr' }, '"1"');
    const { body } = await api.call(token, 'GET', 'audit', { query: { entity: 'account', entityId: made.id } });
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual(['account.changed', 'account.created']);
    expect(body.items[0]).toMatchObject({
      accountId: made.id,
      actor: expect.stringMatching(/^staff:operations of the test \([0-9a-f-]{36}\)$/),
      before: { name: account.name },
      after: { name: 'New name' },
      requestId: changed.headers['x-request-id'],
    });
  });
});

describe('contracts', () => {
  const contract = { number: 'V-1', kind: 'self-service', includesSupplies: true, startsOn: '2026-01-01' };
  const create = (body: object) => api.call(token, 'POST', `accounts/${ids.accountId}/contracts`, { body });

  test('are made, found by account and number, and changed', async () => {
    const made = await create(contract);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...contract, accountId: ids.accountId, endsOn: null, responseHours: null });
    const { body } = await api.call(token, 'GET', 'contracts', { query: { accountId: ids.accountId, number: 'V-1' } });
    expect(body.items).toEqual([made.body]);
    const ended = await patch(`contracts/${made.body.id}`, { endsOn: '2026-12-31' }, '"1"');
    expect(ended.body.endsOn).toBe('2026-12-31');
    expect((await patch(`contracts/${made.body.id}`, { endsOn: null }, '"2"')).body.endsOn).toBeNull();
  });

  test('a number is one contract of the account; another account may have the same', async () => {
    await create({ ...contract, number: 'V-2' });
    expect((await create({ ...contract, number: 'V-2' })).body.errors[0].pointer).toBe('/number');
    const other = (
      await api.call(token, 'POST', 'accounts', { body: { ...account, customerNumber: 'b', systemNumber: 'b' } })
    ).body;
    expect(
      (await api.call(token, 'POST', `accounts/${other.id}/contracts`, { body: { ...contract, number: 'V-2' } }))
        .status,
    ).toBe(201);
  });

  test('none ends before it begins, made or changed so', async () => {
    expect((await create({ ...contract, number: 'V-3', endsOn: '2025-12-31' })).status).toBe(422);
    const { body } = await create({ ...contract, number: 'V-4', endsOn: '2026-01-01' });
    const { status, body: problem } = await patch(`contracts/${body.id}`, { startsOn: '2026-01-02' }, '*');
    expect([status, problem.errors[0].pointer]).toEqual([422, '/endsOn']);
  });

  test('of an account that is none: 404', async () => {
    const path = 'accounts/019aa1b2-0000-7000-8000-000000000001/contracts';
    expect((await api.call(token, 'POST', path, { body: contract })).status).toBe(404);
  });
});
