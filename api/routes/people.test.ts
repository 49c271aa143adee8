import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devices, notices, outbox, tasks } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Ids, makeCatalogue, makeTenant } from '../test/tenant.ts';

let api: TestApi;
let token: string;
let here: Ids;
let there: Ids;
let other: Ids;
beforeAll(async () => {
  api = await openTestApi();
  token = await api.newToken('operations');
  const catalogue = await makeCatalogue(api);
  ({ here, there } = await makeTenant(api, 'one', catalogue));
  other = (await makeTenant(api, 'two', catalogue)).here;
});
afterAll(() => api.close());

const post = (path: string, body?: object, headers: Record<string, string> = {}) =>
  api.call(token, 'POST', path, { ...(body ? { body } : {}), headers });
const idsOf = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map(({ id }) => id);

describe('tasks', () => {
  const list = async (query: Record<string, string>) => idsOf(await api.call(token, 'GET', 'tasks', { query }));

  test('are listed by team, state, account and thing, the one due first, first', async () => {
    const at = api.time.now.getTime();
    const [urgent] = await api.system
      .insert(tasks)
      .values({
        accountId: here.accountId,
        kind: 'approve-order',
        owner: 'operations',
        dedupKey: 'urgent',
        orderId: here.orderId,
        data: { reason: { code: 'task-approve-order', values: { order: 7 } } },
        madeAt: api.time.now,
        dueAt: new Date(at - 1),
      })
      .returning();
    expect((await list({ accountId: here.accountId }))[0]).toBe(urgent!.id);
    expect(await list({ owner: 'operations' })).toEqual([urgent!.id]);
    expect(await list({ deviceId: here.deviceId })).toEqual([here.taskId]);
    expect(await list({ kind: 'reconnect-case', accountId: other.accountId })).toContain(other.taskId);
    expect(await list({ state: 'done' })).toEqual([]);
  });

  test('about an address that refuses mail settle when it is corrected, those of other addresses do not (A11)', async () => {
    const contact = async (email: string) => {
      const body = { name: 'A', role: 'administrator', email, language: 'en' };
      return (await post(`accounts/${here.accountId}/contacts`, body)).body.id as string;
    };
    const refused = (email: string, mail: string) => ({
      ...{ accountId: here.accountId, kind: 'mail-refused' as const, owner: 'helpdesk' as const },
      ...{ dedupKey: `mail-refused/${email}/${mail}`, madeAt: api.time.now, dueAt: api.time.now },
    });
    const contactId = await contact('a_b@customer.example');
    await api.system
      .insert(tasks)
      .values([
        refused('a_b@customer.example', '1'),
        refused('a_b@customer.example', '2'),
        refused('axb@customer.example', '3'),
      ]);
    await api.call(token, 'PATCH', `contacts/${contactId}`, {
      body: { email: 'ab@customer.example' },
      headers: { 'if-match': '*' },
    });
    const left = await api.system
      .select()
      .from(tasks)
      .where(and(eq(tasks.kind, 'mail-refused'), eq(tasks.state, 'open')));
    expect(left.map(({ dedupKey }) => dedupKey)).toEqual(['mail-refused/axb@customer.example/3']);
  });

  test('say why in words, in the caller’s language', async () => {
    const [id] = await list({ owner: 'operations' });
    const read = async (language: string) =>
      (await api.call(token, 'GET', `tasks/${id}`, { headers: { 'accept-language': language } })).body;
    const [english, french] = [await read('en'), await read('fr')];
    expect(english).toMatchObject({ rule: 'A19', reason: { code: 'task-approve-order' } });
    expect(english.reason.text).toBe('Approve or refuse the order that waits.');
    expect(french.reason.text).not.toBe(english.reason.text);
  });

  test('are settled once, with a remark, by who saw their present version', async () => {
    const remark = { remark: 'Called; back on Monday.' };
    const path = `tasks/${here.taskId}/done`;
    expect((await post(path, remark)).status).toBe(428);
    expect((await post(path, remark, { 'if-match': '"9"' })).status).toBe(412);
    expect((await post(path, {}, { 'if-match': '"1"' })).status).toBe(400);
    const { status, body } = await post(path, remark, { 'if-match': '"1"' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'done', ...remark, settledAt: api.time.now.toISOString(), version: 2 });
    expect(body.settledBy).toMatch(/^staff:operations of the test/);
    expect((await post(`tasks/${here.taskId}/dismiss`, remark, { 'if-match': '"2"' })).status).toBe(409);
    const dismissed = await post(`tasks/${there.taskId}/dismiss`, remark, { 'if-match': '"1"' });
    expect(dismissed.body.state).toBe('dismissed');
  });
});

describe('brakes (A19)', () => {
  const pause = (scope: string, scopeId?: string) => post('brakes', { scope, scopeId, reason: 'Odd forecasts' });
  const rechecks = async () => {
    const rows = await api.system
      .select()
      .from(outbox)
      .where(and(eq(outbox.kind, 'device.recheck'), isNull(outbox.deliveredAt)));
    await api.system.delete(outbox);
    return rows.map(({ workflowId, accountId }) => `${accountId} ${workflowId}`).toSorted();
  };
  const deviceOf = ({ accountId, deviceId }: Ids) => `${accountId} device/${deviceId}`;

  test.each([
    ['device', () => other.deviceId, () => [other]],
    ['account', () => here.accountId, () => [here, there]],
    ['all', () => undefined, () => [here, there, other]],
  ])(
    'pausing %s tells no device; lifting has exactly those concerned looked at again',
    async (scope, scopeId, concerned) => {
      await rechecks();
      const made = await pause(scope, scopeId());
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ scope, scopeId: scopeId() ?? 'all', liftedAt: null });
      expect(await rechecks()).toEqual([]);
      expect((await pause(scope, scopeId())).status).toBe(409);
      const lifted = await post(`brakes/${made.body.id}/lift`, { reason: 'Right again' });
      expect(lifted.body.liftedBy).toMatch(/^staff:/);
      const queued = await rechecks();
      expect(queued).toEqual(expect.arrayContaining(concerned().map(deviceOf)));
      expect(queued).toHaveLength(concerned().length + (scope === 'all' ? 1 : 0));
      expect((await post(`brakes/${made.body.id}/lift`, { reason: 'x' })).status).toBe(409);
      expect((await pause(scope, scopeId())).status).toBe(201);
    },
  );

  test('lifting does not wait for the workflows: the relay tells them', async () => {
    const { body } = await pause('device', there.deviceId);
    api.told.length = 0;
    await post(`brakes/${body.id}/lift`, { reason: 'x' });
    expect(api.told).toEqual([]);
    expect(await rechecks()).toEqual([deviceOf(there)]);
  });

  test('a device that is gone is not looked at', async () => {
    await api.system
      .update(devices)
      .set({ state: 'retired', endedAt: api.time.now })
      .where(eq(devices.id, there.deviceId));
    const { body } = await pause('device', there.deviceId);
    await post(`brakes/${body.id}/lift`, { reason: 'x' });
    expect(await rechecks()).toEqual([]);
  });

  test('the one site’s pause that stood before is still listed; lifted ones on demand', async () => {
    const listed = idsOf(await api.call(token, 'GET', 'brakes', { query: { accountId: there.accountId } }));
    expect(listed).toContain(there.brakeId);
    const all = idsOf(
      await api.call(token, 'GET', 'brakes', { query: { accountId: there.accountId, lifted: 'true' } }),
    );
    expect(all.length).toBeGreaterThan(listed.length);
  });

  test('what is to be paused must be there, and be named', async () => {
    expect((await pause('site', '019aa1b2-0000-7000-8000-000000000001')).status).toBe(404);
    expect((await pause('site')).body.errors[0].pointer).toBe('/scopeId');
    expect((await pause('all', here.siteId)).body.errors[0].pointer).toBe('/scopeId');
  });
});

describe('mails', () => {
  test('are listed by order and state, newest first, and shown as they were sent', async () => {
    const found = await api.call(token, 'GET', 'mails', { query: { orderId: here.orderId, state: 'sent' } });
    expect(idsOf(found)).toEqual([here.mailId]);
    expect(found.body.items[0]).toMatchObject({ kind: 'order-made', subject: 'Order of one here' });
    const html = await api.call(token, 'GET', `mails/${here.mailId}/html`);
    expect(html.text).toBe('<p>one here</p>');
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html.headers['content-security-policy']).toContain('sandbox');
    const text = await api.call(token, 'GET', `mails/${here.mailId}/text`);
    expect([text.text, text.headers['content-type']]).toEqual(['one here', 'text/plain; charset=utf-8']);
  });

  test('one that is not written yet has no content', async () => {
    const unwritten = eq(notices.id, other.mailId);
    await api.system.update(notices).set({ state: 'waiting', html: null, text: null }).where(unwritten);
    expect((await api.call(token, 'GET', `mails/${other.mailId}/html`)).status).toBe(404);
    expect((await post(`mails/${other.mailId}/resend`)).status).toBe(409);
    await api.system.update(notices).set({ state: 'skipped' }).where(unwritten);
    expect((await post(`mails/${other.mailId}/resend`)).status).toBe(409);
  });

  test('one that was sent or refused is sent again on purpose, once for each request', async () => {
    api.told.length = 0;
    const headers = { 'idempotency-key': 'again' };
    const first = await post(`mails/${here.mailId}/resend`, undefined, headers);
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ state: 'waiting', resends: 1 });
    expect((await post(`mails/${here.mailId}/resend`, undefined, headers)).text).toBe(first.text);
    expect(api.told.map(({ message }) => message)).toEqual([
      { kind: 'mail.start', noticeId: here.mailId, noticeKind: 'order-made', leavesAt: api.time.now.toISOString() },
    ]);
  });
});

describe('the audit (B11)', () => {
  const list = async (query: Record<string, string>) =>
    (await api.call(token, 'GET', 'audit', { query: { limit: '200', ...query } })).body.items;

  test('is found by account, thing, action, actor and time, newest first', async () => {
    const later = new Date(api.time.now.getTime() + 60_000);
    const before = later.toISOString();
    api.time.now = later;
    await api.call(token, 'PATCH', `contacts/${there.contactId}`, {
      body: { name: 'New' },
      headers: { 'if-match': '*' },
    });
    const [entry, ...rest] = await list({ from: before });
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({ accountId: there.accountId, action: 'contact.changed', entityId: there.contactId });
    expect(await list({ from: before, to: before })).toEqual([]);
    expect((await list({ actor: entry.actor })).length).toBeGreaterThan(3);
    const changes = await list({ action: 'contact.changed' });
    expect(changes[0].id).toBe(entry.id);
    expect(changes.every(({ action }: { action: string }) => action === 'contact.changed')).toBe(true);
    const ofAccount = await list({ accountId: there.accountId });
    expect(ofAccount[0].id).toBe(entry.id);
    expect(ofAccount.every(({ accountId }: { accountId: string }) => accountId === there.accountId)).toBe(true);
  });

  test('what concerns no account is seen by staff alone', async () => {
    const [entry] = await list({ entity: 'credential' });
    expect(entry.accountId).toBeNull();
    const reader = await api.newToken('account-reader', { accountId: here.accountId });
    const { body } = await api.call(reader, 'GET', 'audit', { query: { limit: '200' } });
    expect(body.items.map(({ accountId }: { accountId: string }) => accountId)).not.toContain(null);
  });
});
