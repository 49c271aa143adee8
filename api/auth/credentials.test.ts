import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { credentialSecrets, credentials, idempotencyKeys } from '../../db/schema/index.ts';
import { hourMs, minuteMs, plusDays } from '../../domain/time.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from '../test/tenant.ts';

let api: TestApi;
let token: string;
let ids: Ids;
let otherSiteId: string;
const start = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  api = await openTestApi({ limits: { refusedPerAddress: 1000 } });
  token = await api.newToken('operations');
  const catalogue = await makeCatalogue(api);
  ids = (await makeTenant(api, 'one', catalogue)).here;
  otherSiteId = (await makeTenant(api, 'other', catalogue)).here.siteId;
});
afterAll(() => api.close());
afterEach(() => {
  api.time.now = start;
});

const statusOf = async (used: string) => (await api.call(used, 'GET', 'me')).status;
const create = (body: unknown) => api.call(token, 'POST', 'credentials', { body });
const keyIdOf = (used: string) => used.split('_')[1]!;

describe('who is calling', () => {
  test('without a token, or with one that is nobody’s: 401, the same words whatever is wrong', async () => {
    const nobody = await api.call(undefined, 'GET', 'me');
    expect(nobody.status).toBe(401);
    expect(nobody.headers['www-authenticate']).toBe('Bearer');
    const wrongs = await Promise.all(['rubbish', 'rp_0123456789abcdef_x'].map((wrong) => api.call(wrong, 'GET', 'me')));
    for (const { status, headers, body } of wrongs) {
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
      expect(body.detail).toBe(wrongs[0]!.body.detail);
    }
  });

  test('is answered with name, binding and permissions', async () => {
    const used = await api.newToken('agent', { accountId: ids.accountId, siteId: ids.siteId });
    const { body } = await api.call(used, 'GET', 'me');
    expect(body).toMatchObject({ kind: 'machine', binding: 'site', accountId: ids.accountId, siteId: ids.siteId });
    expect(body.permissions).toEqual([{ permission: 'readings:write', meaning: 'Post readings' }]);
  });

  test('a credential of another one’s key id with an own secret is refused', async () => {
    const other = await api.newToken('operations');
    // The hash of one and the key id of the other: what a guess at a key id comes to.
    await api.db
      .update(credentialSecrets)
      .set({ hash: 'f'.repeat(64) })
      .where(eq(credentialSecrets.keyId, keyIdOf(other)));
    expect(await statusOf(other)).toBe(401);
  });

  test('nothing in the database opens the door', async () => {
    const used = await api.newToken('operations');
    const rows = await api.db
      .select()
      .from(credentialSecrets)
      .where(eq(credentialSecrets.keyId, keyIdOf(used)));
    expect(JSON.stringify(rows)).not.toContain(used.slice(20, 60));
    expect(await statusOf(rows[0]!.hash)).toBe(401);
  });

  test('an expired secret ends at its instant', async () => {
    const used = await api.newToken('operations', { expiresInDays: 1 });
    api.time.now = new Date(plusDays(start, 1).getTime() - 1);
    expect(await statusOf(used)).toBe(200);
    api.time.now = plusDays(start, 1);
    expect(await statusOf(used)).toBe(401);
  });

  test('its last use is noted once a minute', async () => {
    const used = await api.newToken('operations');
    const lastUsed = async () => {
      const { body } = await api.call(used, 'GET', 'me');
      const [row] = await api.db.select().from(credentials).where(eq(credentials.id, body.credentialId));
      return row!.lastUsedAt;
    };
    expect(await lastUsed()).toEqual(start);
    api.time.now = new Date(start.getTime() + minuteMs - 1);
    expect(await lastUsed()).toEqual(start);
    api.time.now = new Date(start.getTime() + minuteMs);
    expect(await lastUsed()).toEqual(api.time.now);
  });
});

describe('making one', () => {
  test('its token is told once; repeated, the answer is without it, and it is kept nowhere', async () => {
    const headers = { 'idempotency-key': 'make-one' };
    const body = { name: 'Warehouse of the test', roles: ['warehouse'] };
    const first = await api.call(token, 'POST', 'credentials', { body, headers });
    expect(first.status).toBe(201);
    expect(await statusOf(first.body.token)).toBe(200);
    const second = await api.call(token, 'POST', 'credentials', { body, headers });
    expect(second.body).toEqual({ ...first.body, token: null });
    const kept = await api.db.select().from(idempotencyKeys);
    expect(JSON.stringify(kept)).not.toContain(first.body.token);
    const { text } = await api.call(token, 'GET', 'audit', { query: { entityId: first.body.credentialId } });
    expect(text).toContain('credential.created');
    expect(text).not.toContain(first.body.token);
  });

  test.each([
    ['roles of two kinds', { roles: ['helpdesk', 'agent'] }, '/roles/1'],
    ['an agent without its site', { roles: ['agent'] }, '/siteId'],
    ['an account’s reader without its account', { roles: ['account-reader'] }, '/accountId'],
    [
      'an account that is none',
      { roles: ['account-reader'], accountId: '019aa1b2-0000-7000-8000-000000000000' },
      '/accountId',
    ],
  ])('refused, naming the field: %s', async (_what, wanted, pointer) => {
    const { status, body } = await create({ name: 'x', ...wanted });
    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  test('refused: a site of another account', async () => {
    const { status, body } = await create({
      name: 'x',
      roles: ['agent'],
      accountId: ids.accountId,
      siteId: otherSiteId,
    });
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe('/siteId');
  });

  test('only by who manages credentials', async () => {
    const helpdesk = await api.newToken('helpdesk');
    expect((await api.call(helpdesk, 'GET', 'credentials')).status).toBe(403);
    const bound = await api.newToken('operations', { accountId: ids.accountId });
    expect((await api.call(bound, 'GET', 'credentials')).status).toBe(403);
  });
});

describe('rotating', () => {
  test('old and new go on together for the grace, then the new one alone', async () => {
    const old = await api.newToken('operations');
    const { status, body } = await api.call(old, 'POST', 'me/rotate', { body: { graceHours: 2 } });
    expect(status).toBe(200);
    api.time.now = new Date(start.getTime() + 2 * hourMs - 1);
    expect([await statusOf(old), await statusOf(body.token)]).toEqual([200, 200]);
    api.time.now = new Date(start.getTime() + 2 * hourMs);
    expect([await statusOf(old), await statusOf(body.token)]).toEqual([401, 200]);
  });

  test('a third secret is refused while two are live, with their key ids; ending one makes room', async () => {
    const made = (await create({ name: 'rotates', roles: ['warehouse'] })).body;
    const path = `credentials/${made.credentialId}`;
    const second = await api.call(token, 'POST', `${path}/rotate`, { body: {} });
    expect(second.status).toBe(200);
    const third = await api.call(token, 'POST', `${path}/rotate`, { body: {} });
    expect(third.status).toBe(409);
    expect(third.body.detail).toContain(made.keyId);
    expect((await api.call(token, 'DELETE', `${path}/secrets/${made.keyId}`)).status).toBe(200);
    expect(await statusOf(made.token)).toBe(401);
    expect(await statusOf(second.body.token)).toBe(200);
    expect((await api.call(token, 'POST', `${path}/rotate`, { body: {} })).status).toBe(200);
    expect((await api.call(token, 'DELETE', `${path}/secrets/${made.keyId}`)).status).toBe(404);
  });

  test('rotations at once leave two live secrets at most', async () => {
    const made = (await create({ name: 'hurried', roles: ['warehouse'] })).body;
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api.call(token, 'POST', `credentials/${made.credentialId}/rotate`, { body: {} })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
  });
});

describe('revoking', () => {
  test('ends it at once with all its secrets, for good; again changes nothing', async () => {
    const made = (await create({ name: 'leaves', roles: ['warehouse'] })).body;
    const path = `credentials/${made.credentialId}`;
    const rotated = (await api.call(token, 'POST', `${path}/rotate`, { body: {} })).body;
    const { status, body } = await api.call(token, 'DELETE', path);
    expect(status).toBe(200);
    expect(body.revokedAt).toBe(start.toISOString());
    expect([await statusOf(made.token), await statusOf(rotated.token)]).toEqual([401, 401]);
    expect((await api.call(token, 'POST', `${path}/rotate`, { body: {} })).status).toBe(409);
    expect((await api.call(token, 'DELETE', path)).body.version).toBe(body.version);
    const listed = await api.call(token, 'GET', 'credentials');
    expect(listed.text).not.toContain(made.credentialId);
    expect((await api.call(token, 'GET', 'credentials', { query: { revoked: 'true' } })).text).toContain(
      made.credentialId,
    );
  });
});
