import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { outbox, settings } from '../../db/schema/index.ts';
import { settingDefinitions } from '../../domain/settings.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from '../test/tenant.ts';

let api: TestApi;
let token: string;
let ids: Ids;
let catalogue: { modelId: string; supplyId: string };
beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken('operations');
  catalogue = await makeCatalogue(api);
  ids = (await makeTenant(api, 'one', catalogue)).here;
});
afterAll(() => api.close());
afterEach(async () => {
  await api.system.delete(settings);
  await api.system.delete(outbox);
});

const set = (path: string, value: unknown, used = token) =>
  api.call(used, 'PUT', `settings/${path}`, { body: { value } });
const inForce = async (name: string, query: Record<string, string> = {}) => {
  const { body } = await api.call(token, 'GET', 'settings', { query });
  return body.items.find((item: { name: string }) => item.name === name);
};

describe('settings', () => {
  test('all of them, with unit, bounds and rule; the default where nothing is set', async () => {
    const { body } = await api.call(token, 'GET', 'settings');
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(Object.keys(settingDefinitions));
    expect(await inForce('coverageDays')).toEqual({
      name: 'coverageDays',
      value: 30,
      from: 'default',
      default: 30,
      unit: 'days of use',
      min: 1,
      max: 180,
      rule: 'A07',
    });
  });

  test('the most specific wins, and says where it comes from', async () => {
    await set('global/global/coverageDays', 31);
    await set(`account/${ids.accountId}/coverageDays`, 32);
    await set(`site/${ids.siteId}/coverageDays`, 33);
    await set(`model/${catalogue.modelId}/coverageDays`, 34);
    await set(`supply/${catalogue.supplyId}/coverageDays`, 35);
    const { siteId, accountId } = ids;
    const at = async (query: Record<string, string>) => {
      const { value, from } = await inForce('coverageDays', query);
      return [value, from];
    };
    expect(await at({})).toEqual([31, 'global']);
    expect(await at({ accountId })).toEqual([32, 'account']);
    expect(await at({ siteId })).toEqual([33, 'site']);
    expect(await at({ siteId, modelId: catalogue.modelId })).toEqual([34, 'model']);
    expect(await at({ siteId, ...catalogue })).toEqual([35, 'supply']);
  });

  test('A06: of triggers the largest wins, wherever it is set', async () => {
    await set(`account/${ids.accountId}/triggerDays`, 40);
    await set(`site/${ids.siteId}/triggerDays`, 25);
    expect(await inForce('triggerDays', { siteId: ids.siteId })).toMatchObject({ value: 40, from: 'account' });
  });

  test('cleared, the next wider one holds again; clearing what is not set is no mistake', async () => {
    await set(`account/${ids.accountId}/coverageDays`, 32);
    await set(`site/${ids.siteId}/coverageDays`, 33);
    const path = `settings/site/${ids.siteId}/coverageDays`;
    expect((await api.call(token, 'DELETE', path)).status).toBe(204);
    expect(await inForce('coverageDays', { siteId: ids.siteId })).toMatchObject({ value: 32, from: 'account' });
    expect((await api.call(token, 'DELETE', path)).status).toBe(204);
  });

  test.each([
    ['above its bound', 'global/global/coverageDays', 181, 422],
    ['below its bound', 'global/global/coverageDays', 0, 422],
    ['a fraction of what is counted', 'global/global/coverageDays', 30.5, 422],
    ['text', 'global/global/coverageDays', '30', 400],
    ['a name that is none', 'global/global/coverage', 30, 400],
    ['a scope of nothing', 'site/019aa1b2-0000-7000-8000-000000000001/coverageDays', 30, 404],
    ['a global scope by another name', 'global/all/coverageDays', 30, 404],
    ['an id that is none', 'site/42/coverageDays', 30, 404],
  ])('refused: %s', async (_what, path, value, status) => {
    expect((await set(path, value)).status).toBe(status);
    expect(await api.system.select().from(settings)).toEqual([]);
  });

  test('a factor may be a fraction', async () => {
    expect((await set('global/global/surgeFactor', 1.5)).status).toBe(200);
    expect(await inForce('surgeFactor')).toMatchObject({ value: 1.5 });
  });

  test('a change is in the audit and has the devices concerned looked at again; setting the same is no change', async () => {
    await set(`site/${ids.siteId}/holdMinutes`, 33);
    await set(`site/${ids.siteId}/holdMinutes`, 33);
    await set(`site/${ids.siteId}/holdMinutes`, 34);
    const queued = await api.system.select().from(outbox).where(eq(outbox.accountId, ids.accountId));
    expect(queued.map(({ workflowId }) => workflowId)).toEqual([`device/${ids.deviceId}`, `device/${ids.deviceId}`]);
    const entityId = `site/${ids.siteId}/holdMinutes`;
    const { body } = await api.call(token, 'GET', 'audit', { query: { entity: 'setting', entityId } });
    expect(body.items.map(({ before, after }: { before: number; after: number }) => [before, after])).toEqual([
      [33, 34],
      [null, 33],
    ]);
  });

  test('of a model or a supply: every device that has it', async () => {
    await set(`supply/${catalogue.supplyId}/coverageDays`, 33);
    expect(await api.system.select().from(outbox)).toHaveLength(2);
    await api.system.delete(outbox);
    await set(`model/${catalogue.modelId}/coverageDays`, 33);
    expect(await api.system.select().from(outbox)).toHaveLength(2);
  });
});
