import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agents, tasks } from '../../db/schema/index.ts';
import { newToken } from '../auth/token.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from '../test/tenant.ts';

let api: TestApi;
let here: Ids;
let there: Ids;
let staff: string;

beforeAll(async () => {
  api = await openTestApi({ limits: { refusedPerAddress: 1000 } });
  ({ here, there } = await makeTenant(api, 'one', await makeCatalogue(api)));
  staff = await api.newToken('helpdesk');
});
afterAll(() => api.close());

async function issueCode(siteId = here.siteId, body: object = { name: 'Lyon, server room' }) {
  const answer = await api.call(staff, 'POST', `sites/${siteId}/agent-codes`, { body });
  expect(answer.status).toBe(201);
  return answer.body as { code: string; codeId: string; expiresAt: string };
}

const ownKey = () => {
  const { token, keyId, hash } = newToken();
  return { token, keyId, keyHash: hash };
};
const enrol = (code: string, { keyId, keyHash }: { keyId: string; keyHash: string }) =>
  api.call(undefined, 'POST', 'agents/enrol', { body: { code, keyId, keyHash, hostName: 'srv-lyon' } });

async function newAgent() {
  const key = ownKey();
  const { body } = await enrol((await issueCode()).code, key);
  return { ...key, agentId: body.agentId as string };
}

const report = (token: string, clock: Date, remoteAddress?: string) =>
  api.app.inject({
    method: 'POST',
    url: '/v1/agents/report',
    headers: { authorization: `Bearer ${token}` },
    payload: {
      clock: clock.toISOString(),
      version: '0.1.0',
      waiting: 3,
      dropped: 0,
      printers: { known: 2, read: 1, failed: 1 },
    },
    ...(remoteAddress && { remoteAddress }),
  });

describe('A01 enrolling an agent', () => {
  test('with its own key, of which the server learns the hash alone', async () => {
    const { code } = await issueCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const key = ownKey();
    const answer = await enrol(code.toLowerCase().replaceAll('-', ''), key);
    expect(answer).toMatchObject({ status: 201, body: { siteId: here.siteId, name: 'Lyon, server room' } });
    const me = await api.call(key.token, 'GET', 'me');
    expect(me.body).toMatchObject({ roles: ['agent'], siteId: here.siteId, binding: 'site' });
    const stored = JSON.stringify(await api.system.query.credentialSecrets.findMany());
    expect(stored).toContain(createHash('sha256').update(key.token).digest('hex'));
    expect(stored).not.toContain(key.token);
    expect(JSON.stringify(await api.system.query.agentCodes.findMany())).not.toContain(code);
  });

  test('a code works once: the same key again finds the same agent, another one is refused', async () => {
    const { code } = await issueCode();
    const key = ownKey();
    const first = await enrol(code, key);
    const again = await enrol(code, key);
    expect(again).toMatchObject({ status: 200, body: { agentId: first.body.agentId } });
    expect((await enrol(code, ownKey())).status).toBe(409);
  });

  test('of many at once with one code, one is enrolled; the database holds it', async () => {
    const { code, codeId } = await issueCode();
    const answers = await Promise.all(Array.from({ length: 8 }, () => enrol(code, ownKey())));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
    const made = await api.system.select().from(agents);
    const one = made.find((agent) => agent.codeId === codeId)!;
    await expect(
      api.system.insert(agents).values({ ...one, id: undefined, credentialId: here.agentId }),
    ).rejects.toThrow();
  });

  test('a code that is none, and one that is past its time', async () => {
    expect(await enrol('0000-0000-0000-0000', ownKey())).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/code' }] },
    });
    const { code } = await issueCode(here.siteId, { name: 'late', validHours: 1 });
    const before = api.time.now;
    api.time.now = new Date(+before + 3_600_000);
    expect(await enrol(code, ownKey())).toMatchObject({
      status: 422,
      body: { errors: [{ detail: expect.stringContaining('expired') }] },
    });
    api.time.now = before;
    expect((await enrol(code, ownKey())).status).toBe(201);
  });

  test('a key that somebody has, and codes for sites that the caller does not see', async () => {
    const { keyId } = await newAgent();
    expect((await enrol((await issueCode()).code, { ...ownKey(), keyId })).status).toBe(422);
    const other = await api.newToken('account-manager', { accountId: here.accountId, siteId: here.siteId });
    expect((await api.call(other, 'POST', `sites/${there.siteId}/agent-codes`, { body: { name: 'x' } })).status).toBe(
      404,
    );
  });

  test('one who guesses is stopped', async () => {
    const strict = await openTestApi({ limits: { refusedPerAddress: 3 } });
    const guess = () =>
      strict.call(undefined, 'POST', 'agents/enrol', {
        body: { code: '0000-0000-0000-0001', hostName: 'x', ...keyOf(ownKey()) },
      });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await guess()).status);
    await strict.close();
    expect(statuses).toEqual([422, 422, 422, 429, 429]);
  });
});

const keyOf = ({ keyId, keyHash }: { keyId: string; keyHash: string }) => ({ keyId, keyHash });

describe('an agent that is enrolled', () => {
  test('says how it goes; its clock is shown beside the server’s', async () => {
    const { token, agentId } = await newAgent();
    const ahead = await report(token, new Date(+api.time.now + 90_000));
    expect(ahead.json()).toEqual({ now: api.time.now.toISOString(), clockAheadMs: 90_000 });
    const { body } = await api.call(staff, 'GET', 'agents', { query: { siteId: here.siteId } });
    expect(body.items.find(({ id }: { id: string }) => id === agentId)).toMatchObject({
      clockAheadMs: 90_000,
      report: { waiting: 3, printers: { failed: 1 } },
      revokedAt: null,
    });
    const byHand = await api.newToken('agent', { accountId: here.accountId, siteId: here.siteId });
    expect((await report(byHand, api.time.now)).statusCode).toBe(403);
  });

  test('is revoked at once; with a new code it comes back', async () => {
    const { token, agentId } = await newAgent();
    const revoked = await api.call(staff, 'DELETE', `agents/${agentId}`);
    expect(revoked.body.revokedAt).toBe(api.time.now.toISOString());
    expect((await api.call(token, 'POST', 'readings', { body: {} })).status).toBe(401);
    const { body } = await api.call(staff, 'GET', 'agents', { query: { limit: '200' } });
    expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(agentId);
    expect((await enrol((await issueCode()).code, ownKey())).status).toBe(201);
  });

  test('a key seen from two networks raises one task, and another when it goes back and forth after that', async () => {
    const { token, agentId } = await newAgent();
    const opened = async () =>
      (await api.system.select().from(tasks)).filter(({ data }) => JSON.stringify(data).includes('two-networks'));
    const count = (await opened()).length;
    await report(token, api.time.now, '192.0.2.10');
    await report(token, api.time.now, '192.0.2.99');
    expect(await opened()).toHaveLength(count);
    await report(token, api.time.now, '198.51.100.7');
    const [task] = (await opened()).slice(count);
    expect(task).toMatchObject({ owner: 'connectivity', siteId: here.siteId, state: 'open' });
    expect(task!.data).toMatchObject({ reason: { values: { network: '198.51.100.0/24', other: '192.0.2.0/24' } } });
    await report(token, api.time.now, '192.0.2.10');
    expect(await opened()).toHaveLength(count + 1);
    const settler = await api.newToken('operations');
    const settled = await api.call(settler, 'POST', `tasks/${task!.id}/done`, {
      body: { remark: 'it has moved' },
      headers: { 'if-match': '*' },
    });
    expect(settled.status).toBeLessThan(300);
    api.time.now = new Date(+api.time.now + 60_000);
    await report(token, api.time.now, '198.51.100.7');
    expect(await opened()).toHaveLength(count + 2);
    const { body } = await api.call(staff, 'GET', 'agents', { query: { limit: '200' } });
    const agent = body.items.find(({ id }: { id: string }) => id === agentId);
    expect(agent.networks.map(({ network }: { network: string }) => network)).toEqual([
      '198.51.100.0/24',
      '192.0.2.0/24',
    ]);
  });
});
