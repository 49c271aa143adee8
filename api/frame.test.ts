import { sql } from 'drizzle-orm';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { object } from './schemas/common.ts';
import { openTestApi, type TestApi } from './test/api.ts';
import type { Routes } from './types.ts';

const canary = 'canary-3f9a';

/** Routes that do what no real one should. */
const misbehaving: Routes = (app, work) => {
  const answer = object({ ok: Type.Boolean() });
  app.get('/test/broken', { config: { permission: 'any' }, schema: { hide: true } }, async () => {
    throw new Error(`connection to ${canary} failed`);
  });
  app.get('/test/failing-query', { config: { permission: 'any' }, schema: { hide: true } }, (request) =>
    work.read(request, (tx) => tx.execute(sql`select ${canary}::integer`)),
  );
  app.get(
    '/test/leaky',
    { config: { permission: 'any' }, schema: { hide: true, response: { 200: answer } } },
    async () => ({ ok: true, secret: canary }) as { ok: boolean },
  );
  app.get(
    '/test/slow',
    { config: { permission: 'any' }, schema: { hide: true }, handlerTimeout: 50 },
    () => new Promise(() => {}),
  );
  app.post(
    '/test/wrong-answer',
    { config: { permission: 'any' }, schema: { hide: true, response: { 201: answer } } },
    (request, reply) =>
      work.change(request, reply, async ({ record }) => {
        await record({ accountId: null, action: 'made', entity: 'test', entityId: 'wrong-answer' });
        return { status: 201, body: {} };
      }),
  );
};

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await openTestApi({ routes: [misbehaving] });
  token = await api.newToken('operations');
});
afterAll(() => api.close());

const account = { name: 'Aldine', customerNumber: 'C-1', systemNumber: 'S-1', language: 'en' };

describe('failures are problem JSON (RFC 9457)', () => {
  test('every field that must change is named, with what would be right', async () => {
    const { status, headers, body } = await api.call(token, 'POST', 'accounts', {
      body: { ...account, name: ' ', language: 'de', colour: 'red', systemNumber: undefined },
    });
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ type: '/problems/invalid-request', status: 400, instance: headers['x-request-id'] });
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { in: 'body', pointer: '/systemNumber', detail: 'is missing' },
        { in: 'body', pointer: '/name', detail: 'must be one line of text, not blank' },
        { in: 'body', pointer: '/language', detail: 'must be one of: en, fr' },
        {
          in: 'body',
          pointer: '/colour',
          detail: 'is not a known field; known here: name, customerNumber, systemNumber, language, shadow',
        },
      ]),
    );
    expect(body.errors).toHaveLength(4);
  });

  test('in French for whoever asks for it', async () => {
    const { headers, body } = await api.call(token, 'GET', 'accounts', {
      query: { limit: '500' },
      headers: { 'accept-language': 'fr-CH, fr;q=0.9, en;q=0.8' },
    });
    expect(headers['content-language']).toBe('fr');
    expect(body.title).toBe('La requête n’est pas conforme');
    expect(body.errors).toEqual([{ in: 'query', pointer: '/limit', detail: 'doit être au plus 200' }]);
  });

  test('a body is taken at its word, a query is text of which numbers are made', async () => {
    const wrong = await api.call(token, 'POST', 'accounts', { body: { ...account, shadow: 'true' } });
    expect(wrong.body.errors).toEqual([{ in: 'body', pointer: '/shadow', detail: 'must be true or false' }]);
    expect((await api.call(token, 'GET', 'accounts', { query: { limit: '3' } })).status).toBe(200);
  });

  test.each([
    ['no JSON', '{"name"', 'application/json', 400],
    ['empty', '', 'application/json', 400],
    ['another type', 'name=x', 'application/x-www-form-urlencoded', 415],
    ['CSV where JSON is read', 'a,b', 'text/csv', 415],
    ['too large', JSON.stringify({ name: 'x'.repeat(300_000) }), 'application/json', 413],
    ['a field that would poison objects', '{"__proto__":{"a":1}}', 'application/json', 400],
    ['nested beyond reason', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'application/json', 400],
  ])('content: %s', async (_what, body, type, expected) => {
    const answer = await api.call(token, 'POST', 'accounts', { body, headers: { 'content-type': type } });
    expect(answer.status).toBe(expected);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test('nothing, though said to be JSON, is no content: it does no harm where none is needed', async () => {
    const nothing = { body: '', headers: { 'content-type': 'application/json', 'if-match': '*' } };
    const credential = { name: 'To be revoked', roles: ['helpdesk'] };
    const { credentialId } = (await api.call(token, 'POST', 'credentials', { body: credential })).body;
    expect((await api.call(token, 'DELETE', `credentials/${credentialId}`, nothing)).status).toBe(200);
    expect((await api.call(token, 'POST', 'accounts', nothing)).body.errors).toEqual([
      { in: 'body', pointer: '', detail: 'must be a JSON object' },
    ]);
  });

  test('what PostgreSQL cannot keep is named, not a failure of ours', async () => {
    for (const name of ['a\u0000b', 'half \ud800 a character']) {
      const { status, body } = await api.call(token, 'POST', 'accounts', { body: { ...account, name } });
      expect(status).toBe(400);
      expect(body.errors[0]).toMatchObject({ in: 'body', pointer: '/name' });
    }
    const named = await api.call(token, 'POST', 'readings', {
      body: { levels: [{ key: 'K', raw: { 'a\u0000b': 1 } }] },
    });
    expect(named.status).toBe(400);
    expect(named.body.errors[0]).toMatchObject({ in: 'body', pointer: '/levels/0/raw' });
    const { status, body } = await api.call(token, 'GET', '/v1/accounts?search=a%00b');
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({ in: 'query', pointer: '/search' });
  });

  test('an unknown address is 404, a known one with another method 405 with Allow, whatever the content', async () => {
    expect((await api.call(token, 'GET', 'nothing')).body.type).toBe('/problems/not-found');
    const { status, headers, body } = await api.call(undefined, 'PUT', 'accounts', {
      body: 'x',
      headers: { 'content-type': 'text/strange' },
    });
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET, HEAD, POST');
    expect(body.type).toBe('/problems/method-not-allowed');
  });

  test.each([
    ['an escape that is none', '%zz', 400],
    ['a part that is too long', `accounts/${'x'.repeat(5000)}`, 414],
    ['an id that is none', 'accounts/42', 400],
  ])('an address with %s', async (_what, path, expected) => {
    const { status, headers } = await api.call(token, 'GET', path);
    expect(status).toBe(expected);
    expect(headers['content-type']).toBe('application/problem+json');
  });

  test('a failure of ours tells nothing of our insides; the log has it under the request’s id', async () => {
    const { status, headers, text, body } = await api.call(token, 'GET', 'test/broken');
    expect(status).toBe(500);
    expect(text).not.toContain(canary);
    expect(body.instance).toBe(headers['x-request-id']);
    const line = api.logged.find((each) => each.includes(canary));
    expect(line).toContain(headers['x-request-id']);
  });

  test('what takes too long is 503 with Retry-After', async () => {
    const { status, headers } = await api.call(token, 'GET', 'test/slow');
    expect(status).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  test('each type leads to a page that explains it, in both languages', async () => {
    const { body } = await api.call(undefined, 'GET', '/problems/version-mismatch', {
      headers: { 'accept-language': 'fr' },
    });
    expect(body).toMatchObject({ status: 412, title: 'Cela a changé entre-temps' });
  });
});

describe('answers', () => {
  test('hold what their schema says and nothing else', async () => {
    expect((await api.call(token, 'GET', 'test/leaky')).text).toBe('{"ok":true}');
  });

  test('an answer that cannot be given undoes the change', async () => {
    expect((await api.call(token, 'POST', 'test/wrong-answer', { body: {} })).status).toBe(500);
    const { body } = await api.call(token, 'GET', 'audit', { query: { entityId: 'wrong-answer' } });
    expect(body.items).toEqual([]);
  });

  test('are kept by nobody, run by nobody, and carry the request’s id', async () => {
    const { headers } = await api.call(token, 'GET', 'accounts');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-powered-by']).toBeUndefined();
  });
});

describe('logs', () => {
  test('hold no token, no query and no value of a failed statement', async () => {
    const before = api.logged.length;
    await api.call(token, 'GET', 'accounts', { query: { search: canary } });
    await api.call(`${token.slice(0, -1)}x`, 'GET', 'accounts');
    expect((await api.call(token, 'GET', 'test/failing-query')).status).toBe(500);
    const lines = api.logged.slice(before).join('');
    expect(lines).toContain('select $1::integer');
    expect(lines).not.toContain(canary);
    expect(lines).not.toContain(token.slice(25, 60));
  });

  test('tell who was refused and why, where the answer does not', async () => {
    const forged = token.replace(/_[^_]+$/, (secret) => `_${'A'.repeat(secret.length - 1)}`);
    const before = api.logged.length;
    await api.call(forged, 'GET', 'accounts');
    const line = api.logged
      .slice(before)
      .map((each) => JSON.parse(each))
      .find(({ event }) => event === 'authentication-refused');
    expect(line).toMatchObject({ because: 'malformed', ip: '127.0.0.1' });
  });

  test('cannot be written into by whoever calls', async () => {
    const before = api.logged.length;
    await api.call(token, 'GET', `accounts/a%0d%0a${canary}-line`);
    for (const line of api.logged.slice(before)) expect(line.trimEnd()).not.toContain('\n');
  });
});

describe('limits', () => {
  test('per credential: 429 with Retry-After; another credential is not concerned', async () => {
    const limited = await openTestApi({ limits: { perCredential: 3 } });
    const [one, other] = [await limited.newToken('operations'), await limited.newToken('operations')];
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await limited.call(one, 'GET', 'me')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const { headers, body } = await limited.call(one, 'GET', 'me');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body.type).toBe('/problems/too-many-requests');
    expect((await limited.call(other, 'GET', 'me')).status).toBe(200);
    await limited.close();
  });

  test('per address, which nobody chooses by a header; health is never refused', async () => {
    const limited = await openTestApi({ limits: { perAddress: 2 } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      const headers = { 'x-forwarded-for': `10.0.0.${i}` };
      statuses.push((await limited.call(undefined, 'GET', '/openapi.json', { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await limited.call(undefined, 'GET', '/health/live')).status).toBe(200);
    await limited.close();
  });

  test('refused tokens: after some from one address none is looked up, not even a good one', async () => {
    const limited = await openTestApi({ limits: { refusedPerAddress: 2 } });
    const good = await limited.newToken('operations');
    expect((await limited.call(good, 'GET', 'me')).status).toBe(200);
    expect((await limited.call('nonsense', 'GET', 'me')).status).toBe(401);
    expect((await limited.call('nonsense', 'GET', 'me')).status).toBe(401);
    expect((await limited.call(good, 'GET', 'me')).status).toBe(429);
    await limited.close();
  });
});

test('a route without a permission keeps the API from starting, and is named', async () => {
  const careless: Routes = (app) => app.get('/careless', {}, async () => ({}));
  await expect(openTestApi({ routes: [careless] })).rejects.toThrow(/GET \/v1\/careless declares no permission/);
});
