import { count, eq } from 'drizzle-orm';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accounts, audit, idempotencyKeys } from '../../db/schema/index.ts';
import { object } from '../schemas/common.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import type { Routes } from '../types.ts';

/** What an effect outside of the database does: counted, slow and failing as the test wants. */
const outside = { done: [] as string[], enter: async () => {}, fail: false };

const routes: Routes = (app, work) => {
  app.post(
    '/test/perform',
    {
      config: { permission: 'any' },
      schema: { hide: true, response: { 200: object({ effectKey: Type.String() }) } },
    },
    (request, reply) =>
      work.perform(request, reply, async ({ effectKey }) => {
        await outside.enter();
        if (outside.fail) throw new Error('outside is away');
        outside.done.push(effectKey);
        return { status: 200, body: { effectKey } };
      }),
  );
};

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await openTestApi({ routes: [routes], limits: { perCredential: 1e6, perAddress: 1e6 } });
  token = await api.newToken('operations');
});
afterAll(() => api.close());

let numbers = 0;
const account = () => {
  numbers += 1;
  return { name: `Account ${numbers}`, customerNumber: `C-${numbers}`, systemNumber: `S-${numbers}`, language: 'en' };
};
const post = (body: unknown, key: string, used = token) =>
  api.call(used, 'POST', 'accounts', { body, headers: { 'idempotency-key': key } });
const accountsNamed = async (name: string) => {
  const [found] = await api.system.select({ number: count() }).from(accounts).where(eq(accounts.name, name));
  return found!.number;
};

describe('a repeated Idempotency-Key', () => {
  test('gets the same answer: status, body, headers; one effect, one entry in the audit', async () => {
    const body = account();
    const first = await post(body, 'same');
    const second = await post(body, 'same');
    expect(first.status).toBe(201);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers).toMatchObject({ etag: first.headers.etag, location: first.headers.location });
    expect([first.headers['idempotent-replay'], second.headers['idempotent-replay']]).toEqual([undefined, 'true']);
    expect(await accountsNamed(body.name)).toBe(1);
    expect(await api.system.select().from(audit).where(eq(audit.entityId, first.body.id))).toHaveLength(1);
  });

  test('is the same request in whatever order its fields stand', async () => {
    const body = account();
    const first = await post(body, 'order');
    const second = await post(Object.fromEntries(Object.entries(body).toReversed()), 'order');
    expect(second.text).toBe(first.text);
  });

  test.each([
    ['other content', 'POST', 'accounts', { shadow: true }],
    ['another address', 'POST', 'brakes', {}],
  ] as const)('with %s is refused (422), and does nothing', async (_what, method, path, change) => {
    const body = account();
    await post(body, `other ${path}`.replaceAll(' ', '-'));
    const { status, body: problem } = await api.call(token, method, path, {
      body: path === 'brakes' ? { scope: 'all', reason: 'x' } : { ...body, ...change },
      headers: { 'idempotency-key': `other-${path}` },
    });
    expect([status, problem.type]).toEqual([422, '/problems/key-reused']);
  });

  test('of another credential is another key', async () => {
    const other = await api.newToken('operations');
    const [one, two] = [account(), account()];
    expect((await post(one, 'shared')).status).toBe(201);
    expect((await post(two, 'shared', other)).status).toBe(201);
  });

  test('many at once: one effect, and each gets its answer', async () => {
    for (let round = 0; round < 10; round++) {
      const body = account();
      const answers = await Promise.all(Array.from({ length: 8 }, () => post(body, `at-once-${round}`)));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers[0]!.status).toBe(201);
      expect(answers.filter(({ headers }) => headers['idempotent-replay'] === undefined)).toHaveLength(1);
      expect(await accountsNamed(body.name)).toBe(1);
    }
  });

  test('after a failure may be tried again: neither refusals nor failures are kept', async () => {
    const taken = account();
    await post(taken, 'first');
    const body = { ...account(), customerNumber: taken.customerNumber };
    expect((await post({ ...body, language: 'de' }, 'retry')).status).toBe(400);
    expect((await post(body, 'retry')).status).toBe(409);
    expect((await post({ ...body, customerNumber: 'C-free' }, 'retry')).status).toBe(201);
  });

  test('answers before the version is looked at: a change repeated after it has happened is no conflict', async () => {
    const made = (await post(account(), 'versioned')).body;
    const change = () =>
      api.call(token, 'PATCH', `accounts/${made.id}`, {
        body: { name: 'Renamed' },
        headers: { 'if-match': '"1"', 'idempotency-key': 'rename' },
      });
    expect([(await change()).status, (await change()).status]).toEqual([200, 200]);
  });

  test.each(['', 'x'.repeat(256), 'with space'])('must be 1 to 255 visible characters: "%s"', async (key) => {
    const { status, body } = await post(account(), key);
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({ in: 'header', pointer: '/idempotency-key' });
  });
});

describe('an effect outside of the database', () => {
  const perform = (key: string, used = token) =>
    api.call(used, 'POST', 'test/perform', { body: {}, headers: { 'idempotency-key': key } });

  test('happens once; its key names the request', async () => {
    const first = await perform('once');
    const second = await perform('once');
    expect(second.text).toBe(first.text);
    expect(outside.done.filter((key) => key === first.body.effectKey)).toHaveLength(1);
  });

  test('under way: a second one is asked to come back (409)', async () => {
    const [entered, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    outside.enter = async () => {
      entered.resolve();
      await gate.promise;
    };
    const first = perform('under-way');
    await entered.promise;
    const second = await perform('under-way');
    expect(second.status).toBe(409);
    expect(second.headers['retry-after']).toBeDefined();
    gate.resolve();
    outside.enter = async () => {};
    expect((await first).status).toBe(200);
    expect((await perform('under-way')).status).toBe(200);
  });

  test('failed: may be tried again', async () => {
    outside.fail = true;
    expect((await perform('fails')).status).toBe(500);
    outside.fail = false;
    expect((await perform('fails')).status).toBe(200);
  });

  test('left behind by a process that died: taken over after a minute, under the same effect key', async () => {
    const { body } = await perform('dies');
    await api.db.update(idempotencyKeys).set({ status: null, answer: null }).where(eq(idempotencyKeys.key, 'dies'));
    expect((await perform('dies')).status).toBe(409);
    api.time.now = new Date(api.time.now.getTime() + 60_000);
    const again = await perform('dies');
    expect([again.status, again.body]).toEqual([200, body]);
  });
});
