import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, contracts, devices, ledger, notices, slots } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newDevice, newSite } from '../test/customer.ts';

let api: TestApi;
let staff: string;
let customer: Customer;

beforeAll(async () => {
  api = await openTestApi();
  await newCatalogue(api);
  staff = await api.newToken('operations');
  customer = await newCustomer(api);
});
afterAll(() => api.close());

const wanted = (serial: string, more: object = {}) => ({
  siteId: customer.siteId,
  maker: 'aldine',
  model: 'c410',
  serial,
  connection: 'agent',
  ...more,
});
const enrol = (body: object, token = staff, headers = {}) => api.call(token, 'POST', 'devices', { body, headers });

describe('enrolment (A03)', () => {
  test('makes the device with its slots, once', async () => {
    const body = wanted('D-1', { place: 'Accueil', startingStock: { '1.1': 2, '1.2': null } });
    const first = await enrol(body);
    expect(first).toMatchObject({
      status: 201,
      body: {
        accountId: customer.accountId,
        contractId: customer.contractId,
        maker: 'Aldine',
        model: 'C410',
        state: 'enrolled',
        version: 1,
      },
    });
    expect(first.headers.location).toBe(`/v1/devices/${first.body.id}`);
    expect(first.body.slots.map(({ key, covered }: { key: string; covered: boolean }) => [key, covered])).toEqual([
      ['1.1', true],
      ['1.2', true],
      ['1.5', true],
      ['1.9', false],
    ]);
    const again = await enrol(body);
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, version: 1 } });
    expect(api.told.filter(({ message }) => message.kind === 'device.enrol')).toHaveLength(1);
    const rows = await api.system.select().from(slots).where(eq(slots.deviceId, first.body.id)).orderBy(slots.key);
    expect(rows.map(({ startingStock }) => startingStock)).toEqual([2, null, null, null]);
    const booked = await api.system.select().from(ledger).where(eq(ledger.toDeviceId, first.body.id));
    expect(booked.filter(({ toPlace }) => toPlace === 'shelf')).toMatchObject([{ units: 2, reason: 'starting-stock' }]);
    expect(await api.system.select().from(notices).where(eq(notices.accountId, customer.accountId))).toMatchObject([
      { kind: 'enrolled' },
    ]);
    const [entry] = await api.system.select().from(audit).where(eq(audit.entityId, first.body.id));
    expect(entry).toMatchObject({ action: 'device.enrol', actor: expect.stringContaining('staff:') });
  });

  test('two at once are one device', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => enrol(wanted('D-2'))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test('a repeated key has one effect and one answer', async () => {
    const key = { 'idempotency-key': 'enrol-1' };
    const [first, second] = [await enrol(wanted('D-3'), staff, key), await enrol(wanted('D-3'), staff, key)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers['idempotent-replay']).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(await enrol(wanted('D-4'), staff, key)).toMatchObject({
      status: 422,
      body: { type: '/problems/key-reused' },
    });
  });

  test('a refusal names each condition that fails, with its code and words (A02, A10)', async () => {
    const bare = await newCustomer(api, { includesSupplies: false });
    const body = wanted('D-5', {
      siteId: bare.siteId,
      contractId: bare.contractId,
      connection: 'direct',
      declaredPagesPerWeek: 20_000,
    });
    const { status, body: problem } = await api.call(staff, 'POST', 'devices', {
      body,
      headers: { 'accept-language': 'fr' },
    });
    expect(status).toBe(422);
    expect(problem.errors.map(({ pointer, reason }: { pointer: string; reason: string }) => [pointer, reason])).toEqual(
      [
        ['/connection', 'connection-not-supported'],
        ['/contractId', 'contract-without-supplies'],
        ['/declaredPagesPerWeek', 'declared-use-very-high'],
        ['/declaredPagesPerWeek', 'declared-use-very-high'],
      ],
    );
    expect(problem.errors[1].detail).toBe('Le contrat ne comprend pas les consommables.');
    expect((await enrol(wanted('D-5', { model: 'Z1' }))).body.errors).toMatchObject([
      { pointer: '/model', reason: 'model-unknown' },
    ]);
    expect(await api.system.select().from(devices).where(eq(devices.serial, 'D-5'))).toEqual([]);
  });

  test('the contract need not be named where there is one; where there are several, they are named', async () => {
    const two = await newCustomer(api);
    const { siteId, accountId } = two;
    await api.system.insert(contracts).values({
      accountId,
      number: 'V-second',
      kind: 'managed',
      includesSupplies: true,
      startsOn: '2020-01-01',
      createdAt: api.time.now,
    });
    const refused = await enrol(wanted('D-6', { siteId }));
    expect(refused.body.errors).toMatchObject([
      { pointer: '/contractId', detail: expect.stringContaining('V-second') },
    ]);
    const none = await newCustomer(api, { includesSupplies: false });
    expect((await enrol(wanted('D-6', { siteId: none.siteId }))).body.errors).toMatchObject([
      { reason: 'contract-missing' },
    ]);
    const foreign = await enrol(wanted('D-6', { contractId: two.contractId }));
    expect(foreign.body.errors).toMatchObject([{ pointer: '/contractId', reason: 'contract-missing' }]);
  });

  test('fields that contradict each other are named', async () => {
    const elsewhere = await newCustomer(api);
    expect((await enrol(wanted('D-7', { accountId: elsewhere.accountId }))).body.errors).toMatchObject([
      { pointer: '/accountId' },
    ]);
    expect((await enrol(wanted('D-7', { startingStock: { '9.9': 1 } }))).body.errors).toMatchObject([
      { pointer: '/startingStock/9.9' },
    ]);
    expect((await enrol({ ...wanted('D-7'), serial: '' })).body.errors).toMatchObject([
      { pointer: '/serial' },
      { pointer: '/serial' },
    ]);
    expect(await api.system.select().from(devices).where(eq(devices.serial, 'D-7'))).toEqual([]);
  });

  test('a device that has gone is taken up anew (A18)', async () => {
    const device = await newDevice(api, staff, customer, 'D-8');
    await api.call(staff, 'POST', `devices/${device.id}/retire`, { body: {}, headers: { 'if-match': '"1"' } });
    const back = await enrol(wanted('D-8'));
    expect(back).toMatchObject({ status: 201, body: { id: device.id, state: 'enrolled', enrolment: 2 } });
  });

  test('is for those who may, on the sites that they see', async () => {
    expect((await enrol(wanted('D-9'), await api.newToken('agent', customerBinding()))).status).toBe(403);
    const stranger = await newCustomer(api);
    const manager = await api.newToken('account-manager', { accountId: stranger.accountId });
    expect((await enrol(wanted('D-9'), manager)).body.errors).toMatchObject([{ pointer: '/siteId' }]);
    // The same machine cannot stand at two customers.
    await newDevice(api, staff, customer, 'D-9');
    expect(await enrol(wanted('D-9', { siteId: stranger.siteId }), manager)).toMatchObject({ status: 409 });
  });
});

const customerBinding = () => ({ accountId: customer.accountId, siteId: customer.siteId });

test('eligibility can be asked before, and changes nothing (A02)', async () => {
  const { serial: _, ...question } = wanted('');
  const yes = await api.call(staff, 'POST', 'eligibility', { body: question });
  expect(yes).toMatchObject({ status: 200, body: { eligible: true, failures: [] } });
  expect(yes.body.slots).toContainEqual({ key: '1.9', label: 'Drum', kind: 'drum', covered: false });
  const no = await api.call(staff, 'POST', 'eligibility', {
    body: { ...question, connection: 'direct' },
    headers: { 'accept-language': 'fr' },
  });
  expect(no.body).toMatchObject({
    eligible: false,
    failures: [{ code: 'connection-not-supported', values: { connection: 'direct' } }],
  });
  expect(no.body.failures[0].text).toContain('ne prend pas en charge');
  expect(no.headers['content-language']).toBe('fr');
});

describe('devices', () => {
  test('are listed by account, site, state, silence and part of what they are called', async () => {
    const other = await newCustomer(api);
    const second = await newSite(api, other.accountId, 'Brest');
    const [one, two, three] = [
      await newDevice(api, staff, other, 'L-100', { place: 'Étage 2' }),
      await newDevice(api, staff, other, 'L-200'),
      await newDevice(api, staff, { ...other, siteId: second }, 'L_300'),
    ];
    await api.system.update(devices).set({ silentSince: api.time.now }).where(eq(devices.id, two.id));
    const list = async (query: string, token = staff) =>
      (await api.call(token, 'GET', `devices?accountId=${other.accountId}&${query}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await list('')).toEqual([one.id, two.id, three.id]);
    expect(await list(`siteId=${second}`)).toEqual([three.id]);
    expect(await list('silent=true')).toEqual([two.id]);
    expect(await list('silent=false')).toEqual([one.id, three.id]);
    expect(await list('state=retired')).toEqual([]);
    expect(await list('search=tage')).toEqual([one.id]);
    expect(await list('search=L_')).toEqual([three.id]);
    expect(await list('limit=2')).toEqual([one.id, two.id]);
    const atSite = await api.newToken('account-reader', { accountId: other.accountId, siteId: second });
    expect(await list('', atSite)).toEqual([three.id]);
    expect((await api.call(atSite, 'GET', `devices/${one.id}`)).status).toBe(404);
    const stranger = await api.newToken('account-reader', { accountId: customer.accountId });
    expect(await list('', stranger)).toEqual([]);
  });

  test('a detail shows each slot with figures, and reasons in the language asked for (A12)', async () => {
    const device = await newDevice(api, staff, customer, 'S-1');
    await api.system
      .update(slots)
      .set({
        level: { type: 'percent', percent: 42 },
        levelAt: api.time.now,
        ratePerDay: 0.02,
        rateLow: 0.015,
        rateHigh: 0.03,
        sharePercent: 41.5,
        daysOfUse: 20.75,
        daysLow: 14,
        daysHigh: 27,
        coverDays: Number.POSITIVE_INFINITY,
        triggerDays: 21,
        shelfEstimate: 1,
        verdict: 'ok',
        reasons: [{ code: 'cover-above-trigger', values: { cover: 71, trigger: 21 } }],
        assessedAt: api.time.now,
      })
      .where(eq(slots.deviceId, device.id));
    const { body } = await api.call(staff, 'GET', `devices/${device.id}`, { headers: { 'accept-language': 'fr' } });
    expect(body.slots[0]).toMatchObject({
      key: '1.1',
      supply: { partNumber: 'AL-410K' },
      level: { type: 'percent', percent: 42 },
      daysOfUse: { value: 20.75, low: 14, high: 27 },
      coverDays: null,
      shelf: 1,
      onItsWay: [],
      state: 'ok',
      reasons: [{ code: 'cover-above-trigger', values: { cover: 71, trigger: 21 } }],
    });
    expect(body.slots[0].reasons[0].text).toContain('au-dessus du seuil');
  });

  test('the live workflow is Temporal’s to tell: 503 while it is away', async () => {
    const device = await newDevice(api, staff, customer, 'W-1');
    const answer = await api.call(staff, 'GET', `devices/${device.id}/workflow`);
    expect(answer).toMatchObject({ status: 503, body: { type: '/problems/unavailable' } });
    expect(answer.headers['retry-after']).toBeDefined();
  });
});
