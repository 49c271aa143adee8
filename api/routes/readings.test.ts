import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devices, readings, readingsAside } from '../../db/schema/index.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newDevice, newSite, readingOf } from '../test/customer.ts';

let api: TestApi;
let staff: string;
let customer: Customer;
let agent: string;
let deviceId: string;

beforeAll(async () => {
  api = await openTestApi();
  api.time.now = new Date('2026-03-02T12:30:00Z');
  await newCatalogue(api);
  staff = await api.newToken('operations');
  customer = await newCustomer(api);
  agent = await api.newToken('agent', { accountId: customer.accountId, siteId: customer.siteId });
  deviceId = (await newDevice(api, staff, customer, 'R-1')).id;
});
afterAll(() => api.close());

const at = (time: string) => `2026-03-02T${time}:00Z`;
const post = (body: unknown, token = agent) => api.call(token, 'POST', 'readings', { body });
const stored = () => api.system.select().from(readings).where(eq(readings.deviceId, deviceId)).orderBy(readings.at);

describe('one reading (A01)', () => {
  test('is stored, and again is the same reading', async () => {
    const body = readingOf('R-1', at('06:00'), { '1.1': 42 }, { pages: { count: 48_211, unit: 'impressions' } });
    expect(await post(body)).toMatchObject({
      status: 201,
      body: { outcome: 'accepted', deviceId, clockDoubted: false },
    });
    expect(await post(body)).toMatchObject({ status: 200, body: { outcome: 'duplicate', deviceId } });
    expect(await stored()).toMatchObject([
      { pages: 48_211, levels: [{ key: '1.1', level: { type: 'percent', percent: 42 } }] },
    ]);
    const [device] = await api.system.select().from(devices).where(eq(devices.id, deviceId));
    expect(device!.newestReadingAt).toEqual(new Date(at('06:00')));
  });

  test('names every field that is not as it should be', async () => {
    const { status, body } = await post({
      device: { maker: 'Aldine' },
      takenAt: 'yesterday',
      levels: [{ key: '1.1', level: { type: 'percent', percent: 'full' } }],
      source: 'agent',
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/device/serial',
      '/takenAt',
      '/levels/0/level/percent',
    ]);
  });

  test('a level of a type needs what that type tells; unknown is never zero', async () => {
    const levels = [
      { key: '1.1', level: { type: 'percent' } },
      { key: '1.2', level: { type: 'state' } },
    ];
    const { status, body } = await post({ ...readingOf('R-1', at('06:01'), {}), levels });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/levels/0/level/percent',
      '/levels/1/level/state',
    ]);
    const mute = [
      { key: '1.1', level: { type: 'unknown' } },
      { key: '1.2', level: { type: 'some' } },
    ];
    expect((await post({ ...readingOf('R-1', at('06:02'), {}), levels: mute })).status).toBe(201);
  });

  test('another reading at the same instant is kept aside, and so is one of an unknown device', async () => {
    const other = await post(readingOf('R-1', at('06:00'), { '1.1': 41 }));
    expect(other).toMatchObject({ status: 202, body: { outcome: 'kept-aside', reason: 'differs-from-stored' } });
    const unknown = await post(readingOf('R-404', at('06:00'), { '1.1': 41 }));
    expect(unknown).toMatchObject({ status: 202, body: { outcome: 'kept-aside', reason: 'unknown-device' } });
    const aside = await api.call(staff, 'GET', `readings/aside/${unknown.body.asideId}`);
    expect(aside.body).toMatchObject({
      accountId: customer.accountId,
      body: readingOf('R-404', at('06:00'), { '1.1': 41 }),
    });
  });

  test('a clock that is implausible counts from receipt, unless the reading is history (A16)', async () => {
    const doubted = await post(readingOf('R-1', '2031-01-01T00:00:00Z', { '1.1': 40 }));
    expect(doubted.body).toMatchObject({ outcome: 'accepted', clockDoubted: true, at: api.time.now.toISOString() });
    const past = readingOf('R-1', '2025-01-05T06:00:00Z', { '1.1': 90 }, { source: 'import' });
    expect(await post(past)).toMatchObject({ status: 403 });
    const importer = await api.newToken('importer', { accountId: customer.accountId });
    expect(await post(past, importer)).toMatchObject({
      status: 201,
      body: { at: '2025-01-05T06:00:00.000Z', clockDoubted: false },
    });
    const future = readingOf('R-1', '2027-01-05T06:00:00Z', { '1.1': 90 }, { source: 'import' });
    expect(await post(future, importer)).toMatchObject({ status: 202, body: { reason: 'in-the-future' } });
  });

  test('a counter of something else than pages is no page counter', async () => {
    await post(readingOf('R-1', at('07:00'), { '1.1': 42 }, { pages: { count: 900, unit: 'hours' } }));
    expect((await stored()).find((row) => +row.at === Date.parse(at('07:00')))!.pages).toBeNull();
  });

  test('an agent of another site or account reaches no device of this one', async () => {
    const elsewhere = await newSite(api, customer.accountId, 'Nantes');
    const sameAccount = await api.newToken('agent', { accountId: customer.accountId, siteId: elsewhere });
    const reading = readingOf('R-1', at('08:00'), { '1.1': 39 });
    expect((await post(reading, sameAccount)).body).toMatchObject({ outcome: 'kept-aside', reason: 'other-site' });
    const stranger = await newCustomer(api);
    const other = await api.newToken('agent', { accountId: stranger.accountId, siteId: stranger.siteId });
    expect((await post(reading, other)).body).toMatchObject({ outcome: 'kept-aside', reason: 'unknown-device' });
    expect((await stored()).some((row) => +row.at === Date.parse(at('08:00')))).toBe(false);
  });
});

describe('readings of a device', () => {
  test('newest first, page by page, within bounds', async () => {
    const all = await api.call(staff, 'GET', `devices/${deviceId}/readings`);
    const instants = all.body.items.map((item: { at: string }) => item.at);
    expect(instants).toEqual(instants.toSorted().reverse());
    expect(all.body.items.find((item: { clockDoubted: boolean }) => item.clockDoubted)).toMatchObject({
      takenAt: '2031-01-01T00:00:00.000Z',
    });
    const first = await api.call(staff, 'GET', `devices/${deviceId}/readings?limit=2`);
    const second = await api.call(staff, 'GET', `devices/${deviceId}/readings?limit=2&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items]).toEqual(all.body.items.slice(0, 4));
    const within = await api.call(
      staff,
      'GET',
      `devices/${deviceId}/readings?from=${at('06:00')}&until=${at('06:02')}`,
    );
    expect(within.body.items.map((item: { at: string }) => item.at)).toEqual(['2026-03-02T06:00:00.000Z']);
  });

  test('of another account are those of nobody', async () => {
    const stranger = await newCustomer(api);
    const reader = await api.newToken('account-reader', { accountId: stranger.accountId });
    expect((await api.call(reader, 'GET', `devices/${deviceId}/readings`)).status).toBe(404);
  });
});

describe('a batch', () => {
  const batch = (body: unknown, token = agent) =>
    api.call(token, 'POST', 'readings/batch', {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  test('one bad reading costs only itself, and is kept', async () => {
    const answer = await batch([
      readingOf('R-1', at('09:00'), { '1.1': 38 }),
      { nonsense: true },
      readingOf('R-1', at('09:00'), { '1.1': 38 }),
      readingOf('R-1', '2025-01-01T00:00:00Z', { '1.1': 50 }, { source: 'import' }),
      'text',
      readingOf('R-\ud800', at('09:00'), {}),
      readingOf('R-1', at('09:01'), { '1.1': 37 }),
    ]);
    expect(answer).toMatchObject({ status: 200, body: { received: 7, accepted: 2, duplicates: 1, keptAside: 4 } });
    expect(
      answer.body.results.map((result: { index: number; reason?: string }) => [result.index, result.reason]),
    ).toEqual([
      [1, 'malformed'],
      [2, undefined],
      [3, 'malformed'],
      [4, 'malformed'],
      [5, 'malformed'],
    ]);
    expect(answer.body.results[0].detail).toContain('/device: is missing');
    expect(answer.body.results[2].detail).toContain('history:import');
    const [kept] = await api.system
      .select()
      .from(readingsAside)
      .where(eq(readingsAside.id, answer.body.results[0].asideId));
    expect(kept).toMatchObject({ body: { nonsense: true }, accountId: customer.accountId, state: 'open' });
  });

  test('nothing at all in the place of a reading is kept, too, and costs the others nothing', async () => {
    const answer = await batch([null, readingOf('R-1', at('09:30'), { '1.1': 36 })]);
    expect(answer).toMatchObject({ status: 200, body: { received: 2, accepted: 1, keptAside: 1 } });
    const list = await api.call(staff, 'GET', 'readings/aside');
    const [{ asideId }] = answer.body.results;
    expect(list.body.items.find(({ id }: { id: string }) => id === asideId)).toMatchObject({ body: null });
  });

  test('is a list of at most 1000', async () => {
    expect((await batch('{"readings": []}')).status).toBe(400);
    expect((await batch('[')).status).toBe(400);
    expect((await batch(Array.from({ length: 1001 }, () => ({})))).body.errors[0].detail).toBe(
      'must list at most 1000',
    );
    expect((await batch([])).body).toMatchObject({ received: 0, results: [] });
  });
});

describe('a stream', () => {
  const stream = (text: string | Buffer, token = agent) =>
    api.call(token, 'POST', 'readings/stream', { body: text, headers: { 'content-type': 'application/x-ndjson' } });

  test('thousands of lines, each with its own fate', async () => {
    const from = Date.parse('2026-02-20T00:00:00Z');
    const good = Array.from({ length: 2400 }, (_, i) =>
      JSON.stringify(readingOf('R-1', new Date(from + i * 30_000), { '1.1': 60 })),
    );
    const lines = [
      ...good.slice(0, 700),
      '',
      '{"device":',
      ...good.slice(700),
      JSON.stringify(readingOf('R-404', at('06:00'), {})),
    ];
    const { status, body } = await stream(`${lines.join('\r\n')}\n`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ received: 2402, accepted: 2400, duplicates: 0, keptAside: 2, resultsLeftOff: 0 });
    expect(body.results).toMatchObject([
      { line: 702, outcome: 'kept-aside', reason: 'malformed', detail: 'it is not JSON' },
      { line: 2403, outcome: 'kept-aside', reason: 'unknown-device' },
    ]);
    expect((await stream(lines.join('\n'))).body).toMatchObject({ accepted: 0, duplicates: 2400, keptAside: 2 });
  });

  test('a line that is too long is cut off and kept; the next one counts', async () => {
    const long = JSON.stringify(readingOf('R-1', at('10:00'), {}, { model: 'x'.repeat(400_000) }));
    const { body } = await stream(`${long}\n${JSON.stringify(readingOf('R-1', at('10:01'), { '1.1': 36 }))}`);
    expect(body).toMatchObject({ received: 2, accepted: 1, keptAside: 1 });
    const [kept] = await api.system.select().from(readingsAside).where(eq(readingsAside.id, body.results[0].asideId));
    expect((kept!.body as { text: string }).text).toHaveLength(256 * 1024);
  });

  test('bytes that are no text and characters that no database keeps are kept as far as they can be', async () => {
    const { body } = await stream(Buffer.concat([Buffer.from([0xff, 0x00, 0xfe]), Buffer.from('\n{"a":"\\u0000"}\n')]));
    expect(body).toMatchObject({ received: 2, keptAside: 2 });
  });

  test('is no JSON document', async () => {
    expect((await api.call(agent, 'POST', 'readings/stream', { body: {} })).status).toBe(415);
    expect((await stream('', await api.newToken('warehouse'))).status).toBe(403);
  });
});

describe('readings kept aside', () => {
  const aside = async (serial: string) =>
    (await post(readingOf(serial, at('11:00'), { '1.1': 70 }))).body.asideId as string;

  test('are replayed once their device is enrolled', async () => {
    const asideId = await aside('R-2');
    const path = `readings/aside/${asideId}/replay`;
    expect(await api.call(staff, 'POST', path, { body: {} })).toMatchObject({
      status: 409,
      body: { type: '/problems/conflict' },
    });
    const device = await newDevice(api, staff, customer, 'R-2');
    expect(await api.call(staff, 'POST', path, { body: {} })).toMatchObject({
      status: 200,
      body: { outcome: 'accepted', deviceId: device.id },
    });
    expect(await api.call(staff, 'POST', path, { body: {} })).toMatchObject({ status: 409 });
    const { body } = await api.call(staff, 'GET', `readings/aside/${asideId}`);
    expect(body).toMatchObject({ state: 'replayed', deviceId: device.id });
    expect((await api.call(staff, 'GET', `devices/${device.id}/readings`)).body.items).toHaveLength(1);
  });

  test('are corrected: what still has not its form is refused with its field', async () => {
    const asideId = await aside('R-1x');
    const path = `readings/aside/${asideId}/replay`;
    const wrong = { ...readingOf('R-1', at('11:00'), {}), levels: [{ key: '1.1', level: { type: 'percent' } }] };
    expect((await api.call(staff, 'POST', path, { body: { body: wrong } })).status).toBe(400);
    const right = readingOf('R-1', at('11:00'), { '1.1': 70 });
    expect((await api.call(staff, 'POST', path, { body: { body: right } })).body).toMatchObject({
      outcome: 'accepted',
      deviceId,
    });
  });

  test('are one open task for each device, until none of them is left (A01)', async () => {
    const tasks = async (state = 'open') => {
      const { body } = await api.call(staff, 'GET', 'tasks', {
        query: { kind: 'reading-kept-aside', state, limit: '200' },
      });
      return body.items.filter(({ reason }: { reason: { text: string } }) => reason.text.includes('R-7 '));
    };
    const send = async (instant: string, level: unknown = { type: 'percent', percent: 70 }) => {
      const reading = { ...readingOf('R-7', at(instant), {}), levels: [{ key: '1.1', level }] };
      return (await api.call(agent, 'POST', 'readings/batch', { body: [reading] })).body.results[0].asideId as string;
    };
    const dismiss = (asideId: string) =>
      api.call(staff, 'POST', `readings/aside/${asideId}/dismiss`, { body: { remark: 'No.' } });
    const unknown = await send('11:00');
    const malformed = [await send('11:10', 'full'), await send('11:20', 'full')];
    await send('11:00');
    const [task, ...more] = await tasks();
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      owner: 'connectivity',
      accountId: customer.accountId,
      details: { asideId: unknown, reason: 'unknown-device' },
    });

    const device = await newDevice(api, staff, customer, 'R-7');
    await api.call(staff, 'POST', `readings/aside/${unknown}/replay`, { body: {} });
    expect(await tasks()).toHaveLength(1);
    await Promise.all(malformed.map(dismiss));
    expect(await tasks()).toEqual([]);
    expect(await tasks('done')).toMatchObject([{ id: task.id, settledBy: expect.stringContaining('staff') }]);

    // What was settled comes again: nobody is asked. Something new: somebody is.
    await send('11:10', 'full');
    expect(await tasks()).toEqual([]);
    const differing = await send('11:00', { type: 'percent', percent: 20 });
    expect(await tasks()).toMatchObject([{ deviceId: device.id, siteId: customer.siteId }]);
    await dismiss(differing);
    expect(await tasks()).toEqual([]);
  });

  test('of a stranger are not asked about again once somebody has said that it is none of ours', async () => {
    const open = async () => {
      const { body } = await api.call(staff, 'GET', 'tasks', {
        query: { kind: 'reading-kept-aside', state: 'open', limit: '200' },
      });
      return body.items.filter(({ reason }: { reason: { text: string } }) => reason.text.includes('R-8 '));
    };
    await post(readingOf('R-8', at('11:00'), { '1.1': 70 }));
    const [task] = await open();
    const body = { remark: 'A printer of the neighbour.' };
    await api.call(staff, 'POST', `tasks/${task.id}/dismiss`, { body, headers: { 'if-match': '*' } });
    const { body: kept } = await post(readingOf('R-8', at('11:30'), { '1.1': 69 }));
    expect(kept.outcome).toBe('kept-aside');
    expect(await open()).toEqual([]);
  });

  test('are given up with a remark, by those who may', async () => {
    const asideId = await aside('R-3');
    const path = `readings/aside/${asideId}/dismiss`;
    const body = { remark: 'A printer of the neighbour.' };
    expect((await api.call(agent, 'POST', path, { body })).status).toBe(403);
    expect(await api.call(staff, 'POST', path, { body })).toMatchObject({ status: 200, body: { state: 'dismissed' } });
    const audit = await api.call(staff, 'GET', `audit?entity=reading-aside&entityId=${asideId}`);
    expect(audit.body.items).toMatchObject([{ action: 'reading-aside.dismissed', after: body }]);
  });
});
