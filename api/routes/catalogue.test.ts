import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../test/api.ts';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken('operations');
});
afterAll(() => api.close());

const send = (method: 'POST' | 'PATCH' | 'PUT', path: string, body: object, ifMatch = '*') =>
  api.call(token, method, `catalogue/${path}`, { body, headers: { 'if-match': ifMatch } });
const get = (path: string, query: Record<string, string> = {}) =>
  api.call(token, 'GET', `catalogue/${path}`, { query });

const black = { partNumber: 'AX-410K', name: 'Black toner', kind: 'toner', colour: 'black', ratedYieldPages: 12_000 };
const slot = { key: '1.1', label: 'Black', partNumber: 'AX-410K' };
const model = { maker: 'Axelle', name: 'AX 410', connections: ['agent'], replenishable: true, slots: [slot] };

describe('the catalogue (A02)', () => {
  test('anyone who may call consults it, only staff change it', async () => {
    await send('POST', 'supplies', black);
    const warehouse = await api.newToken('warehouse');
    expect((await api.call(warehouse, 'GET', 'catalogue/models')).status).toBe(200);
    expect((await api.call(warehouse, 'GET', 'catalogue/supplies')).body.items).toHaveLength(1);
    expect((await api.call(warehouse, 'POST', 'catalogue/supplies', { body: black })).status).toBe(403);
    expect((await api.call(undefined, 'GET', 'catalogue/models')).status).toBe(401);
  });

  test('a supply: what is left out is none, its pack is one', async () => {
    const { status, body } = await send('POST', 'supplies', {
      partNumber: 'AX-410W',
      name: 'Waste box',
      kind: 'waste',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ packSize: 1, colour: null, triggerDays: null, supersededBy: null, alternatives: [] });
    expect((await send('POST', 'supplies', { ...black, name: 'Again' })).body.errors[0].pointer).toBe('/partNumber');
  });

  test('what a supply refers to must be in the catalogue, and another one', async () => {
    const wrong = { ...black, partNumber: 'AX-1', supersededBy: 'AX-1', alternatives: ['AX-410K', 'AX-nowhere'] };
    const { status, body } = await send('POST', 'supplies', wrong);
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/supersededBy',
      '/alternatives/1',
    ]);
  });

  test('a supply changes by its version', async () => {
    const { id } = (await send('POST', 'supplies', { ...black, partNumber: 'AX-2' })).body;
    expect((await send('PATCH', `supplies/${id}`, { packSize: 2 }, '"7"')).status).toBe(412);
    expect((await send('PATCH', `supplies/${id}`, { packSize: 2 }, '"1"')).body).toMatchObject({
      packSize: 2,
      version: 2,
    });
  });

  test('a model has slots, each with its supply', async () => {
    const { status, body } = await send('POST', 'models', model);
    expect(status).toBe(201);
    expect(body.slots).toEqual([
      {
        key: '1.1',
        label: 'Black',
        resolutionPercent: null,
        usualRatePerDay: null,
        supply: expect.objectContaining(black),
      },
    ]);
    expect((await get(`models/${body.id}`)).body).toEqual(body);
    const changed = await send(
      'PUT',
      `models/${body.id}`,
      { ...model, slots: [{ ...slot, label: 'K', resolutionPercent: 5 }] },
      '"1"',
    );
    expect(changed.body).toMatchObject({ version: 2, slots: [{ label: 'K', resolutionPercent: 5 }] });
  });

  test('a slot takes what is in the catalogue, and stands once', async () => {
    const slots = [slot, { ...slot, partNumber: 'AX-nowhere' }];
    const { status, body } = await send('POST', 'models', { ...model, name: 'AX 411', slots });
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/slots/1/partNumber',
      '/slots/1/key',
    ]);
    expect((await get('models', { search: 'AX 411' })).body.items).toEqual([]);
  });

  test('is searched by maker in any case, by part of a name, by whether it can be replenished', async () => {
    await send('POST', 'models', { ...model, maker: 'Borea', name: 'B 7', replenishable: false, slots: [] });
    const names = async (query: Record<string, string>) =>
      (await get('models', query)).body.items.map(({ name }: { name: string }) => name);
    expect(await names({ maker: 'BOREA' })).toEqual(['B 7']);
    expect(await names({ maker: 'bor' })).toEqual([]);
    expect(await names({ search: 'x 41' })).toEqual(['AX 410']);
    expect(await names({ replenishable: 'false' })).toEqual(['B 7']);
    expect((await get('supplies', { search: 'waste' })).body.items).toHaveLength(1);
    expect((await get('supplies', { kind: 'ink' })).body.items).toEqual([]);
  });
});
