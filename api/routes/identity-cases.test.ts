import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outbox } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newDevice, newSite, readingOf } from '../test/customer.ts';

let api: TestApi;
let staff: string;
let customer: Customer;
let otherSite: string;
let here: string;
let there: string;

beforeAll(async () => {
  api = await openTestApi();
  api.time.now = new Date('2026-03-02T12:30:00Z');
  await newCatalogue(api);
  staff = await api.newToken('operations');
  customer = await newCustomer(api);
  otherSite = await newSite(api, customer.accountId, 'Nantes');
  here = await api.newToken('agent', { accountId: customer.accountId, siteId: customer.siteId });
  there = await api.newToken('agent', { accountId: customer.accountId, siteId: otherSite });
});
afterAll(() => api.close());

const post = async (token: string, serial: string, time: string, pages?: number, more: object = {}) => {
  const counted = pages === undefined ? {} : { pages: { count: pages, unit: 'impressions' } };
  const body = readingOf(serial, `2026-03-${time}:00Z`, { '1.1': 42 }, { ...counted, ...more });
  return (await api.call(token, 'POST', 'readings', { body })).body;
};
const cases = async (deviceId: string, state = 'open') =>
  (await api.call(staff, 'GET', 'tasks', { query: { deviceId, state } })).body.items;
const settle = (taskId: string, how: 'done' | 'dismiss') =>
  api.call(staff, 'POST', `tasks/${taskId}/${how}`, { body: { remark: 'Called.' }, headers: { 'if-match': '*' } });
const rechecks = (deviceId: string) =>
  api.system
    .select()
    .from(outbox)
    .where(and(eq(outbox.kind, 'device.recheck'), eq(outbox.workflowId, `device/${deviceId}`)));

describe('A01 a device that turns up on another site’s agent', () => {
  test('is a case of the helpdesk, in both languages, once; its settling has the device looked at again', async () => {
    const { id: deviceId } = await newDevice(api, staff, customer, 'I-1');
    expect(await post(there, 'I-1', '02T06:00')).toMatchObject({ outcome: 'kept-aside', reason: 'other-site' });
    await post(there, 'I-1', '02T12:00');
    const [opened, ...more] = await cases(deviceId);
    expect(more).toEqual([]);
    expect(opened).toMatchObject({
      kind: 'device-elsewhere',
      owner: 'helpdesk',
      accountId: customer.accountId,
      dueAt: '2026-03-03T12:30:00.000Z',
      details: { reason: 'other-site' },
    });
    expect(opened.reason.text).toContain('enrolled at Lyon, it reports from Nantes');
    const french = await api.call(staff, 'GET', `tasks/${opened.id}`, { headers: { 'accept-language': 'fr' } });
    expect(french.body.reason.text).toContain('inscrit à Lyon, il envoie des relevés depuis Nantes');
    expect(await rechecks(deviceId)).toHaveLength(1);

    expect((await settle(opened.id, 'done')).status).toBe(200);
    expect(await rechecks(deviceId)).toHaveLength(2);
    // Done, and there again: it is asked about again. Dismissed, since another device has this number: it is not.
    await post(there, 'I-1', '02T12:10');
    const [again] = await cases(deviceId);
    await settle(again.id, 'dismiss');
    await post(there, 'I-1', '02T12:20');
    expect(await cases(deviceId)).toEqual([]);
  });

  test('is settled by moving the device there', async () => {
    const { id: deviceId } = await newDevice(api, staff, customer, 'I-2');
    await post(there, 'I-2', '02T06:00');
    const headers = { 'if-match': '*' };
    await api.call(staff, 'POST', `devices/${deviceId}/move`, { body: { toSiteId: otherSite }, headers });
    expect(await cases(deviceId)).toEqual([]);
    expect(await cases(deviceId, 'done')).toMatchObject([
      { kind: 'device-elsewhere', remark: 'The device has been moved.' },
    ]);
    expect(await post(there, 'I-2', '02T12:00')).toMatchObject({ outcome: 'accepted' });
  });
});

describe('A01 two devices with one serial number', () => {
  test('seen from two agents at overlapping times: their page counters take turns', async () => {
    const { id: deviceId } = await newDevice(api, staff, customer, 'I-3');
    const second = await api.newToken('agent', { accountId: customer.accountId, siteId: customer.siteId });
    expect((await post(here, 'I-3', '01T06:00', 50_000)).outcome).toBe('accepted');
    expect(await post(second, 'I-3', '01T06:30', 1200)).toMatchObject({
      outcome: 'kept-aside',
      reason: 'counter-fell',
    });
    expect(await cases(deviceId)).toMatchObject([{ kind: 'reading-kept-aside' }]);
    expect((await post(here, 'I-3', '01T12:00', 50_020)).outcome).toBe('accepted');
    expect(await post(second, 'I-3', '01T12:30', 1210)).toMatchObject({ reason: 'counter-fell' });
    const [, twice] = (await cases(deviceId)).toSorted((a: { kind: string }, b: { kind: string }) =>
      a.kind < b.kind ? -1 : 1,
    );
    expect(twice).toMatchObject({ kind: 'serial-twice', owner: 'helpdesk' });
    expect(twice.reason.text).toContain('50020 / 1210');
  });

  test('one printer seen from two agents is no case', async () => {
    const { id: deviceId } = await newDevice(api, staff, customer, 'I-4');
    const second = await api.newToken('agent', { accountId: customer.accountId, siteId: customer.siteId });
    for (const [token, time, pages] of [
      [here, '01T06:00', 100],
      [second, '01T06:30', 103],
      [here, '01T12:00', 120],
      [second, '01T12:30', 120],
    ] as const) {
      expect((await post(token, 'I-4', time, pages)).outcome).toBe('accepted');
    }
    expect(await cases(deviceId)).toEqual([]);
  });

  test('found at two addresses by one agent', async () => {
    const { id: deviceId } = await newDevice(api, staff, customer, 'I-5');
    expect(await post(here, 'I-5', '01T06:00', undefined, { sameSerialAt: '192.0.2.41' })).toMatchObject({
      outcome: 'kept-aside',
      reason: 'same-serial',
      detail: expect.stringContaining('192.0.2.41'),
    });
    expect(await cases(deviceId)).toMatchObject([{ kind: 'serial-twice' }]);
  });
});

describe('A05 readings that cannot be true are kept aside', () => {
  test('a page counter that falls; a new mainboard’s goes on by itself when a second reading agrees', async () => {
    const { id: deviceId } = await newDevice(api, staff, customer, 'I-6');
    await post(here, 'I-6', '01T06:00', 50_000);
    expect((await post(here, 'I-6', '01T12:00', 20)).reason).toBe('counter-fell');
    expect((await post(here, 'I-6', '01T17:00', 25)).reason).toBe('counter-fell');
    expect(await cases(deviceId)).toMatchObject([{ kind: 'reading-kept-aside' }]);
    expect((await post(here, 'I-6', '01T18:00', 30)).outcome).toBe('accepted');
    expect(await cases(deviceId)).toEqual([]);
    expect((await post(here, 'I-6', '02T06:00', 60)).outcome).toBe('accepted');
    const { body } = await api.call(staff, 'GET', 'readings/aside', { query: { deviceId } });
    expect(body.items.map(({ state }: { state: string }) => state)).toEqual(['dismissed', 'dismissed']);
  });

  test('a person who replays one takes it at its word, corrected or as it came', async () => {
    await newDevice(api, staff, customer, 'I-7');
    await post(here, 'I-7', '01T06:00', 50_000);
    const { asideId } = await post(here, 'I-7', '01T12:00', 20);
    const replayed = await api.call(staff, 'POST', `readings/aside/${asideId}/replay`, { body: {} });
    expect(replayed.body).toMatchObject({ outcome: 'accepted' });
    expect((await post(here, 'I-7', '01T13:00', 25)).outcome).toBe('accepted');
  });

  test('within one batch each is judged beside the one before it', async () => {
    await newDevice(api, staff, customer, 'I-8');
    const levels = (percent: number) =>
      ['1.1', '1.2', '1.3'].map((key) => ({ key, kind: 'toner', level: { type: 'percent', percent } }));
    const at = (time: string, percent: number, count: number) => ({
      ...readingOf('I-8', `2026-03-01T${time}:00Z`, {}, { pages: { count, unit: 'impressions' } }),
      levels: levels(percent),
    });
    const batch = [at('18:00', 0, 130), at('06:00', 60, 100), at('12:00', 59, 90_000_000), at('20:00', 58, 140)];
    const { body } = await api.call(here, 'POST', 'readings/batch', { body: batch });
    expect(body).toMatchObject({ accepted: 2, keptAside: 2 });
    expect(body.results.map(({ index, reason }: { index: number; reason: string }) => [index, reason])).toEqual([
      [0, 'all-empty-at-once'],
      [2, 'counter-leapt'],
    ]);
    expect(body.results[1].detail).toContain('6 hours before it said 100');
  });
});
