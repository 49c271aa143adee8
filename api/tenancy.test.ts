import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestAnswer, type TestApi } from './test/api.ts';
import type { Operation } from './test/operations.ts';
import { type Ids, makeCatalogue, makeTenant } from './test/tenant.ts';

let api: TestApi;
let ours: { here: Ids; there: Ids };
let theirs: Ids;
/** Bound to our account, and to one site of it, with every permission that such a binding leaves. */
let accountToken: string;
let siteToken: string;
let staffToken: string;

beforeAll(async () => {
  api = await openTestApi({ limits: { perCredential: 1e6, perAddress: 1e6 } });
  const catalogue = await makeCatalogue(api);
  ours = await makeTenant(api, 'ours', catalogue);
  theirs = (await makeTenant(api, 'theirs', catalogue)).here;
  const { accountId, siteId } = ours.here;
  accountToken = await api.newToken('operations', { accountId });
  siteToken = await api.newToken('operations', { accountId, siteId });
  staffToken = await api.newToken('operations');
});
afterAll(() => api.close());

/** Parameters that name nothing of a tenant: the catalogue and the settings are common, credentials are for unbound staff only. */
const common = new Set(['modelId', 'supplyId', 'gaugeId', 'credentialId', 'keyId', 'scope', 'scopeId', 'name', 'key']);

const named = (operation: Operation) =>
  operation.parameters.filter(({ in: part, name }) => part === 'path' && !common.has(name)).map(({ name }) => name);

/** Sends the operation with its own example, as if about these things. */
function about(token: string, { method, path, examples }: Operation, ids: Ids): Promise<TestAnswer> {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => ids[name as keyof Ids] ?? '1.1');
  const [type, example] = Object.entries(examples)[0] ?? [];
  return api.call(token, method, filled, {
    headers: { 'if-match': '*', ...(type ? { 'content-type': type } : {}) },
    ...(example === undefined ? {} : { body: example }),
  });
}

describe('another account’s ids lead nowhere', () => {
  test('every operation about a thing of a tenant is 404 for another tenant', async () => {
    const answers: string[] = [];
    for (const operation of api.operations) {
      const names = named(operation);
      if (names.length === 0) continue;
      expect
        .soft(Object.keys(theirs), `${operation.operationId}: add it to test/tenant.ts`)
        .toEqual(expect.arrayContaining(names));
      const { status } = await about(accountToken, operation, theirs);
      // 403: nobody bound to an account may use it at all.
      if (status !== 404 && status !== 403) answers.push(`${operation.operationId}: ${status}`);
    }
    expect(answers).toEqual([]);
  });

  test('a credential bound to a site sees nothing of the account’s other sites', async () => {
    const shared = new Set(['accountId', 'contractId']);
    const answers: string[] = [];
    for (const operation of api.operations) {
      if (named(operation).every((name) => shared.has(name))) continue;
      const { status } = await about(siteToken, operation, ours.there);
      if (status !== 404 && status !== 403) answers.push(`${operation.operationId}: ${status}`);
    }
    expect(answers).toEqual([]);
  });

  test('the things are there: whoever may see them does', async () => {
    const answers: string[] = [];
    for (const operation of api.operations.filter(({ method, path }) => method === 'GET' && path.includes('{'))) {
      if (named(operation).length === 0) continue;
      for (const [who, token, ids] of [
        ['staff', staffToken, theirs],
        ['account', accountToken, ours.there],
      ] as const) {
        const { status } = await about(token, operation, ids);
        // 503: what asks a workflow, while Temporal is away.
        if (status !== 200 && status !== 403 && status !== 503)
          answers.push(`${operation.operationId} as ${who}: ${status}`);
      }
    }
    expect(answers).toEqual([]);
  });
});

/** Every list in the answer is empty, and there is one. */
const holdsNothing = (body: object): boolean => {
  const lists = Object.values(body).filter(Array.isArray);
  return lists.length > 0 && lists.every((list) => list.length === 0);
};

/** Every id in it, at any depth, that could be one of these things: the content once for each, with the thing's id in its place. */
function withIdsOf(content: unknown, ids: Ids): { name: string; body: unknown }[] {
  if (content === null || typeof content !== 'object') return [];
  return Object.entries(content).flatMap(([name, value]) => {
    const put = (other: unknown) =>
      Array.isArray(content)
        ? content.map((each, i) => (String(i) === name ? other : each))
        : { ...content, [name]: other };
    const one = ids[name as keyof Ids];
    const many = ids[name.replace(/s$/, '') as keyof Ids];
    if (one) return [{ name, body: put(one) }];
    if (many && Array.isArray(value)) return [{ name: name.slice(0, -1), body: put([many]) }];
    return withIdsOf(value, ids).map(({ name: inner, body }) => ({ name: inner, body: put(body) }));
  });
}

/** The example about things of ours: but for the one that is changed, all of it is right. */
function withOurs(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(withOurs);
  if (content === null || typeof content !== 'object') return content;
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [name, ours.here[name as keyof Ids] ?? withOurs(value)]),
  );
}

/** What every table has of an account, as one digest each. */
async function rowsOf(accountId: string): Promise<Record<string, unknown>> {
  const tables = await api.system.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'account_id' and t.table_type = 'BASE TABLE'
      and has_table_privilege(format('public.%I', c.table_name), 'select') order by 1`);
  const digests: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await api.system.execute(sql`
      select count(*)::int as rows, md5(string_agg(t::text, ',' order by t::text)) as digest
      from ${sql.identifier(name)} t where account_id = ${accountId}`);
    digests[name] = row;
  }
  return digests;
}

describe('lists hold what the caller may see', () => {
  const strangers = (text: string, ids: Ids) =>
    Object.entries(ids).filter(([name, id]) => name !== 'accountId' && name !== 'contractId' && text.includes(id));

  test('no list of an account names a thing of another one, nor of another site where it is bound to one', async () => {
    const leaks: string[] = [];
    for (const { operationId, path, method } of api.operations) {
      if (method !== 'GET' || path.includes('{')) continue;
      const ofAccount = await api.call(accountToken, 'GET', path);
      const ofSite = await api.call(siteToken, 'GET', path);
      if (ofAccount.text.includes(theirs.accountId) || strangers(ofAccount.text, theirs).length > 0)
        leaks.push(operationId);
      for (const [name] of strangers(ofSite.text, ours.there))
        leaks.push(`${operationId} names ${name} of another site`);
    }
    expect(leaks).toEqual([]);
  });

  test('filtering by an id of another account finds nothing', async () => {
    const found: string[] = [];
    for (const { operationId, path, method, parameters } of api.operations) {
      if (method !== 'GET' || path.includes('{')) continue;
      for (const { name, in: part } of parameters) {
        const id = theirs[name as keyof Ids];
        if (part !== 'query' || !id) continue;
        const { status, body } = await api.call(accountToken, 'GET', path, { query: { [name]: id } });
        const nothing = status === 403 || status === 404 || (status === 200 && holdsNothing(body));
        if (!nothing) found.push(`${operationId}?${name}: ${status}`);
      }
    }
    expect(found).toEqual([]);
  });

  test('of a thing in the content, too: a contact goes to no other account’s site', async () => {
    const contact = { role: 'replenishment', name: 'Eve', email: 'eve@aldine.example', language: 'en' };
    const answer = await api.call(accountToken, 'POST', `accounts/${ours.here.accountId}/contacts`, {
      body: { ...contact, siteId: theirs.siteId },
    });
    expect(answer.status).toBe(422);
    const other = await api.call(siteToken, 'POST', `accounts/${ours.here.accountId}/contacts`, {
      body: { ...contact, siteId: ours.there.siteId },
    });
    expect(other.status).toBe(422);
  });

  test('whatever thing of another account stands in the content of any operation, nothing of that account changes or is told', async () => {
    const before = await rowsOf(theirs.accountId);
    const told: string[] = [];
    let asked = 0;
    for (const operation of api.operations) {
      const [type, example] = Object.entries(operation.examples)[0] ?? [];
      const path = operation.path.replaceAll(
        /\{([^}]+)\}/g,
        (_, name: string) => ours.here[name as keyof Ids] ?? '1.1',
      );
      for (const { name, body } of withIdsOf(withOurs(example), theirs)) {
        asked += 1;
        const { status, text } = await api.call(accountToken, operation.method, path, {
          headers: { 'if-match': '*', 'content-type': type! },
          body: body as object,
        });
        const others = strangers(text, theirs).filter(([each]) => each !== name);
        if (others.length > 0) told.push(`${operation.operationId} with their ${name}: ${status} ${text}`);
      }
    }
    expect(told).toEqual([]);
    expect(asked).toBeGreaterThan(10);
    expect(await rowsOf(theirs.accountId)).toEqual(before);
  });

  test('settings and pauses of everybody are not one account’s to change', async () => {
    const value = { body: { value: 30 } };
    expect((await api.call(accountToken, 'PUT', 'settings/global/global/triggerDays', value)).status).toBe(403);
    expect(
      (await api.call(accountToken, 'PUT', `settings/account/${theirs.accountId}/triggerDays`, value)).status,
    ).toBe(404);
    expect((await api.call(accountToken, 'PUT', `settings/site/${theirs.siteId}/triggerDays`, value)).status).toBe(404);
    const pause = { body: { scope: 'all', reason: 'mine' } };
    expect((await api.call(accountToken, 'POST', 'brakes', pause)).status).toBe(403);
    const theirPause = { body: { scope: 'device', scopeId: theirs.deviceId, reason: 'mine' } };
    expect((await api.call(accountToken, 'POST', 'brakes', theirPause)).status).toBe(404);
  });
});

// Last: what the examples ask for is done.
test('every example in the description has the form that its operation takes', async () => {
  const refused: string[] = [];
  for (const operation of api.operations.filter(({ examples }) => Object.keys(examples).length > 0)) {
    const { status, body, text } = await about(staffToken, operation, theirs);
    const ofContent = body?.errors?.some(({ in: part }: { in: string }) => part === 'body') ?? true;
    if (status === 415 || (status === 400 && ofContent)) refused.push(`${operation.operationId}: ${text}`);
  }
  expect(refused).toEqual([]);
});
