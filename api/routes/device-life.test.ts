import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessAndRecord } from '../../commands/assess-device.ts';
import { contacts, devices, notices, silenceStages, slots } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newDevice, newSite, readingOf } from '../test/customer.ts';
import { asWorker } from '../test/orders.ts';

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

const act = (deviceId: string, action: string, version: number | '*', body?: object, token = staff) =>
  api.call(token, 'POST', `devices/${deviceId}/${action}`, {
    ...(body ? { body } : {}),
    headers: { 'if-match': version === '*' ? '*' : `"${version}"` },
  });
const toldChanges = (deviceId: string) =>
  api.told.flatMap(({ message }) =>
    message.kind === 'device.change' && message.deviceId === deviceId ? [message.change.phase] : [],
  );

describe('life of a device (A18)', () => {
  test('is paused, resumed and retired, each from where it can be, and its workflow is told', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-1');
    expect(await act(id, 'resume', 1)).toMatchObject({ status: 409 });
    expect(await act(id, 'pause', 1)).toMatchObject({
      status: 200,
      body: { state: 'paused', version: 2 },
      headers: { etag: '"2"' },
    });
    expect(await act(id, 'pause', 2)).toMatchObject({ status: 409 });
    expect(await act(id, 'resume', 2)).toMatchObject({ status: 200, body: { state: 'enrolled', version: 3 } });
    expect(await act(id, 'retire', 3)).toMatchObject({
      status: 200,
      body: { state: 'retired', endedAt: api.time.now.toISOString() },
    });
    expect(await act(id, 'pause', 4)).toMatchObject({ status: 409 });
    expect(toldChanges(id)).toEqual(['paused', 'active', 'ended']);
    const audit = await api.call(staff, 'GET', `audit?entity=device&entityId=${id}`);
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'device.retired',
      'device.resumed',
      'device.paused',
      'device.enrol',
    ]);
  });

  test('nobody’s change is lost: the version must be the one that was read', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-2');
    expect((await api.call(staff, 'POST', `devices/${id}/pause`)).status).toBe(428);
    expect(await act(id, 'pause', 7)).toMatchObject({ status: 412, headers: { etag: '"1"' } });
    expect((await act(id, 'pause', '*')).status).toBe(200);
  });

  test('moves to a site of its account; its old place means nothing there', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-3', { place: 'Accueil' });
    const second = await newSite(api, customer.accountId, 'Brest');
    const stranger = await newCustomer(api);
    expect((await act(id, 'move', 1, { toSiteId: stranger.siteId })).body.errors).toMatchObject([
      { pointer: '/toSiteId' },
    ]);
    expect(await act(id, 'move', 1, { toSiteId: second })).toMatchObject({
      status: 200,
      body: { siteId: second, place: null, version: 2 },
    });
    expect((await act(id, 'move', 2, { toSiteId: second, place: 'Cave' })).body).toMatchObject({
      place: 'Cave',
      version: 3,
    });
  });

  test('a change of place within a site is no move', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-4');
    const patch = (body: object) => api.call(staff, 'PATCH', `devices/${id}`, { body, headers: { 'if-match': '*' } });
    expect(await patch({ place: 'Étage 3' })).toMatchObject({
      status: 200,
      body: { place: 'Étage 3', siteId: customer.siteId },
    });
    expect((await patch({ place: null })).body.place).toBeNull();
    expect((await patch({ serial: 'X' })).body.errors).toMatchObject([{ pointer: '/serial' }]);
    const audit = await api.call(staff, 'GET', `audit?entity=device&entityId=${id}`);
    expect(audit.body.items[0].action).toBe('device.moved-within-site');
  });

  test('its end is announced, moved and withdrawn, each in the audit, and it is judged anew', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-4b', { place: 'Accueil' });
    const patch = (body: object) => api.call(staff, 'PATCH', `devices/${id}`, { body, headers: { 'if-match': '*' } });
    const today = api.time.now.toISOString().slice(0, 10);
    const told = toldChanges(id).length;
    expect(await patch({ plannedEndOn: '2031-05-31' })).toMatchObject({
      status: 200,
      body: { plannedEndOn: '2031-05-31', place: 'Accueil', state: 'enrolled', version: 2 },
    });
    expect((await patch({ plannedEndOn: today, place: 'Cave' })).body).toMatchObject({
      plannedEndOn: today,
      place: 'Cave',
    });
    expect((await patch({ place: 'Accueil' })).body.plannedEndOn).toBe(today);
    expect((await patch({ plannedEndOn: null })).body.plannedEndOn).toBeNull();
    for (const wrong of ['2020-01-01', '2031-02-30', 'soon']) {
      const answer = await patch({ plannedEndOn: wrong });
      expect(answer.body.errors).toMatchObject([{ pointer: '/plannedEndOn' }]);
      expect([400, 422]).toContain(answer.status);
    }
    const audit = await api.call(staff, 'GET', `audit?entity=device&entityId=${id}`);
    type Entry = { action: string; before: { plannedEndOn: string }; after: { plannedEndOn: string } };
    expect(
      audit.body.items
        .slice(0, 4)
        .map(({ action, before, after }: Entry) => [action, before.plannedEndOn, after.plannedEndOn]),
    ).toEqual([
      ['device.end-planned', today, null],
      ['device.moved-within-site', today, today],
      ['device.moved-within-site', '2031-05-31', today],
      ['device.end-planned', null, '2031-05-31'],
    ]);
    expect(toldChanges(id)).toHaveLength(told + 4);
  });

  test('is replaced by another living device of the account', async () => {
    const [old, successor] = [
      await newDevice(api, staff, customer, 'L-5', { startingStock: { '1.1': 2 } }),
      await newDevice(api, staff, customer, 'L-6'),
    ];
    const stranger = await newCustomer(api);
    const foreign = await newDevice(api, staff, stranger, 'L-7');
    for (const replacedBy of [old.id, foreign.id, customer.siteId]) {
      expect((await act(old.id, 'replace', 1, { replacedBy })).body.errors).toMatchObject([{ pointer: '/replacedBy' }]);
    }
    expect(await act(old.id, 'replace', 1, { replacedBy: successor.id })).toMatchObject({
      status: 200,
      body: { state: 'replaced', replacedBy: successor.id },
    });
  });

  test('setting aside and restoring is not for everybody (A10)', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-8');
    const manager = await api.newToken('account-manager', { accountId: customer.accountId });
    expect((await act(id, 'set-aside', 1, undefined, manager)).status).toBe(403);
    expect((await act(id, 'set-aside', 1)).body.state).toBe('set-aside');
    expect((await act(id, 'resume', 2, undefined, manager)).status).toBe(409);
    expect((await act(id, 'restore', 2)).body.state).toBe('enrolled');
  });

  test('of another account it is nobody’s', async () => {
    const { id } = await newDevice(api, staff, customer, 'L-9');
    const stranger = await newCustomer(api);
    const manager = await api.newToken('account-manager', { accountId: stranger.accountId });
    expect((await act(id, 'retire', '*', undefined, manager)).status).toBe(404);
  });
});

describe('silence (A16, A17)', () => {
  test('shows the stage, since when, until when it is safe, and what was sent', async () => {
    const { id } = await newDevice(api, staff, customer, 'S-1', { startingStock: { '1.1': 1 } });
    const since = new Date('2026-02-10T06:00:00Z');
    const importer = await api.newToken('importer', { accountId: customer.accountId });
    const past = Array.from({ length: 30 }, (_, day) =>
      readingOf('S-1', new Date(+since - (29 - day) * 86_400_000), { '1.1': 90 - day }, { source: 'import' }),
    );
    await api.call(importer, 'POST', 'readings/batch', { body: past });
    const [notice] = await api.system
      .insert(notices)
      .values({
        accountId: customer.accountId,
        siteId: customer.siteId,
        kind: 'silence-first',
        factKey: 'a silence',
        thread: 'a site',
        data: {},
        state: 'sent',
        sentAt: api.time.now,
        leavesAt: api.time.now,
        madeAt: api.time.now,
      })
      .returning();
    await asWorker(api, (tx, outbox) => assessAndRecord(tx, outbox, id, api.time.now));
    const stage = { accountId: customer.accountId, deviceId: id, silentSince: since, recordedAt: api.time.now };
    await api.system.insert(silenceStages).values([
      { ...stage, stage: 1, outcome: 'skipped' },
      { ...stage, stage: 2, outcome: 'mail', noticeId: notice!.id },
      { ...stage, silentSince: new Date('2025-12-01T06:00:00Z'), stage: 3, outcome: 'task' },
    ]);
    const { body } = await api.call(staff, 'GET', `silent-devices?accountId=${customer.accountId}`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      device: { id, serial: 'S-1' },
      since: since.toISOString(),
      stage: 2,
      told: [
        { stage: 1, outcome: 'skipped', mailId: null },
        { stage: 2, outcome: 'mail', mailId: notice!.id, mailState: 'sent', sentAt: api.time.now.toISOString() },
      ],
    });
    expect(body.items[0].ageDays).toBeCloseTo(20.125, 3);
    // One per cent a day, 61 left and a spare: some three to five months, the early end of it.
    const safeDays = (Date.parse(body.items[0].protectedUntil) - +api.time.now) / 86_400_000;
    expect(safeDays).toBeGreaterThan(60);
    expect(safeDays).toBeLessThan(145);
    const stranger = await api.newToken('account-reader', { accountId: (await newCustomer(api)).accountId });
    expect((await api.call(stranger, 'GET', 'silent-devices')).body.items).toEqual([]);
  });

  test('help to reconnect is one case with all at hand (A17)', async () => {
    const { id } = await newDevice(api, staff, customer, 'S-2');
    await api.newToken('agent', { accountId: customer.accountId, siteId: customer.siteId });
    const body = { network: 'New router since Monday', remark: 'Call before noon' };
    const first = await api.call(staff, 'POST', `devices/${id}/reconnect-case`, { body });
    expect(first).toMatchObject({
      status: 201,
      body: { kind: 'reconnect-case', owner: 'connectivity', deviceId: id, state: 'open' },
    });
    const [contact] = await api.system.select().from(contacts).where(eq(contacts.id, customer.contactId));
    expect(first.body.details).toMatchObject({
      device: { serial: 'S-2', model: 'C410', site: 'Lyon', connection: 'agent' },
      agents: [{ name: 'agent of the test' }],
      network: 'New router since Monday',
      remark: 'Call before noon',
      lastReadings: [],
      contacts: [{ email: contact!.email }],
    });
    const again = await api.call(staff, 'POST', `devices/${id}/reconnect-case`, { body: {} });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, details: { remark: 'Call before noon' } } });
    const reader = await api.newToken('account-reader', { accountId: customer.accountId });
    expect((await api.call(reader, 'POST', `devices/${id}/reconnect-case`, { body })).status).toBe(403);
  });
});

describe('a file of devices (A03)', () => {
  const header = 'site,contract,maker,model,serial,connection,place,declared_pages_per_week,starting_stock';
  const send = (lines: string[], query = '', token = staff) =>
    api.call(token, 'POST', `devices/import?accountId=${customer.accountId}${query}`, {
      body: [header, ...lines].join('\n'),
      headers: { 'content-type': 'text/csv' },
    });

  test('each line has its own fate; a dry run changes nothing, a second run nothing more', async () => {
    const lines = [
      'Lyon,,Aldine,C410,F-1,agent,"Bâtiment B, étage 2",,1.1=2|1.2=0',
      'Lyon,,Aldine,Z1,F-2,agent,,,',
      'Paris,,Aldine,C410,F-3,agent,,,',
      'Lyon,V-999,Aldine,C410,F-4,agent,,,',
      'Lyon,,Aldine,C410,F-5,agent,,30000,',
      'Lyon,,Aldine,C410,F-6,agent,,,',
      'Lyon,,Aldine,C410,F-1,agent,,,',
    ];
    const expected = { lines: 7, enrolled: 2, unchanged: 1, refused: 4 };
    const dry = await send(lines, '&dryRun=true');
    expect(dry).toMatchObject({ status: 200, body: { dryRun: true, ...expected } });
    expect(await api.system.select().from(devices).where(eq(devices.serial, 'F-1'))).toEqual([]);

    const real = await send(lines);
    expect(real.body).toMatchObject({ dryRun: false, ...expected });
    expect(real.body.problems).toMatchObject([
      { line: 3, column: '', reason: { code: 'model-unknown' } },
      { line: 4, column: 'site' },
      { line: 5, column: 'contract' },
      { line: 6, column: '', reason: { code: 'declared-use-very-high' } },
      { line: 6, column: '', reason: { code: 'declared-use-very-high' } },
    ]);
    const [device] = await api.system.select().from(devices).where(eq(devices.serial, 'F-1'));
    expect(device).toMatchObject({ place: 'Bâtiment B, étage 2', siteId: customer.siteId });
    const rows = await api.system.select().from(slots).where(eq(slots.deviceId, device!.id)).orderBy(slots.key);
    expect(rows.map(({ startingStock }) => startingStock)).toEqual([2, 0, null, null]);
    expect((await send(lines)).body).toMatchObject({ enrolled: 0, unchanged: 3, refused: 4 });
  });

  test('what is no proper file is refused as a whole, with line and column', async () => {
    const { status, body } = await send(['Lyon,,Aldine,C410,G-1,agent,,,', 'Lyon,,Aldine,C410,,pigeon,,many,1.1']);
    expect(status).toBe(422);
    expect(body.errors.map(({ line, column }: { line: number; column: string }) => [line, column])).toEqual([
      [3, 'serial'],
      [3, 'connection'],
      [3, 'declared_pages_per_week'],
      [3, 'starting_stock'],
    ]);
    expect(await api.system.select().from(devices).where(eq(devices.serial, 'G-1'))).toEqual([]);
  });

  test('is for those who may, into an account that they see', async () => {
    const stranger = await api.newToken('importer', { accountId: (await newCustomer(api)).accountId });
    expect((await send([], '', stranger)).body.errors).toMatchObject([{ in: 'query', pointer: '/accountId' }]);
    expect((await send([], '', await api.newToken('account-manager', { accountId: customer.accountId }))).status).toBe(
      403,
    );
  });
});
