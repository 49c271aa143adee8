import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fits, type Permission, permissions, permissionsOf, type Role, roleNames, roles } from './permissions.ts';
import { tags } from './schemas/tags.ts';
import { openTestApi, type TestApi } from './test/api.ts';
import { makeCatalogue, makeTenant } from './test/tenant.ts';

describe('the table of roles', () => {
  test('a binding narrows what a credential may do, and never widens it', () => {
    const [accountId, siteId] = ['a', 's'];
    for (const role of roleNames) {
      const all = permissionsOf({ roles: [role], accountId: null, siteId: null });
      const account = permissionsOf({ roles: [role], accountId, siteId: null });
      const site = permissionsOf({ roles: [role], accountId, siteId });
      expect([...account].filter((each) => !all.has(each))).toEqual([]);
      expect([...site].filter((each) => !account.has(each))).toEqual([]);
    }
  });

  test('nobody bound to an account may do what concerns them all', () => {
    const bound = permissionsOf({ roles: roleNames, accountId: 'a', siteId: null });
    const forAll = Object.entries(permissions).filter(([, { reach }]) => reach === 'all');
    expect(forAll.map(([name]) => name).filter((name) => bound.has(name as Permission))).toEqual([]);
    expect(forAll.length).toBeGreaterThan(3);
  });

  test('a role of whom there is none holds nothing', () => {
    expect(permissionsOf({ roles: ['owner'], accountId: null, siteId: null }).size).toBe(0);
  });

  test('machines that report reach one site and may do nothing else', () => {
    for (const role of ['agent', 'device'] as const) {
      expect(roles[role].permissions).toEqual(['readings:write']);
      expect([fits(role, 'site'), fits(role, 'account'), fits(role, 'all')]).toEqual([true, false, false]);
    }
  });
});

describe('every operation', () => {
  let api: TestApi;
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    api = await openTestApi({ limits: { perCredential: 1e6, perAddress: 1e6, refusedPerAddress: 1e6 } });
    const { here } = await makeTenant(api, 'one', await makeCatalogue(api));
    for (const role of roleNames) {
      const { binding } = roles[role];
      const bound = {
        ...(binding === 'all' ? {} : { accountId: here.accountId }),
        ...(binding === 'site' ? { siteId: here.siteId } : {}),
      };
      tokens.set(role, await api.newToken(role, bound));
    }
  });
  afterAll(() => api.close());

  test('is allowed to those whose role holds its permission, and to nobody else', async () => {
    const wrong: string[] = [];
    for (const { method, path, permission } of api.operations) {
      for (const [role, token] of tokens) {
        const { binding } = roles[role];
        const held = permissionsOf({
          roles: [role],
          accountId: binding === 'all' ? null : 'a',
          siteId: binding === 'site' ? 's' : null,
        });
        // A body that no operation takes: refused by what it is, not by who sends it, once the door is open.
        const { status } = await api.call(token, method, path.replaceAll(/\{[^}]+\}/g, 'x'), {
          headers: { 'content-type': 'application/json' },
          ...(method === 'GET' ? {} : { body: '[' }),
        });
        const mayEnter = permission === 'any' || permission === 'public' || held.has(permission as Permission);
        if ((status !== 403) !== mayEnter) wrong.push(`${method} ${path} as ${role}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('is closed to whoever shows no token, unless it is public', async () => {
    const open: string[] = [];
    for (const { method, path, permission } of api.operations) {
      const { status } = await api.call(undefined, method, path.replaceAll(/\{[^}]+\}/g, 'x'));
      if (status !== 401 && permission !== 'public') open.push(`${method} ${path}`);
    }
    expect(open).toEqual([]);
  });

  test('says once which permission it needs', async () => {
    const { paths } = (await api.call(undefined, 'GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, { operationId: string; description?: string; 'x-permission': string }>>;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const said = ({ description = '' }: { description?: string }) => description.match(/Needs `/g)?.length ?? 0;
    const guarded = operations.filter((operation) => operation['x-permission'] in permissions);
    expect(guarded.length).toBeGreaterThan(50);
    expect(guarded.filter((operation) => said(operation) !== 1).map(({ operationId }) => operationId)).toEqual([]);
  });

  test('stands in the description by a name of its own, under a known group, with an example of what it takes', () => {
    const names = api.operations.map(({ operationId }) => operationId);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    for (const { operationId, tags: own, examples, method } of api.operations) {
      expect.soft(operationId).toMatch(/^[a-z][A-Za-z]+$/);
      expect.soft(own, operationId).toHaveLength(1);
      expect.soft(Object.keys(tags), operationId).toContain(own[0]);
      for (const [type, example] of Object.entries(examples)) {
        expect.soft(example, `${method} ${operationId} has no example of ${type}`).toBeDefined();
      }
    }
  });
});
