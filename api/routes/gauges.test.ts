import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDeviceFacts } from '../../db/queries/facts.ts';
import { outbox, readings } from '../../db/schema/index.ts';
import { learnGauges } from '../../operations/learn-gauges.ts';
import { openTestApi, type TestApi } from '../test/api.ts';
import { type Customer, newCatalogue, newCustomer, newDevice } from '../test/customer.ts';

let api: TestApi;
let staff: string;
let customer: Customer;
let modelId: string;
const deviceIds: string[] = [];
const day = (ago: number) => new Date(api.time.now.getTime() - ago * 86_400_000);

beforeAll(async () => {
  api = await openTestApi();
  ({ modelId } = await newCatalogue(api));
  staff = await api.newToken('connectivity');
  customer = await newCustomer(api);
  const enroller = await api.newToken('operations');
  for (const serial of ['G-1', 'G-2']) {
    const { id } = await newDevice(api, enroller, customer, serial);
    deviceIds.push(id);
    await report(id);
  }
});
afterAll(() => api.close());

/** 50 days: a gauge in steps of 10 that is used up and comes to an alert at 20, and says 137 now and then. */
async function report(deviceId: string) {
  const values = Array.from({ length: 50 }, (_, i) => {
    const percent = i % 17 === 8 ? 137 : 100 - Math.floor(i / 5) * 10;
    return {
      ...{ accountId: customer.accountId, deviceId, source: 'agent' as const },
      ...{ at: day(50 - i), takenAt: day(50 - i), receivedAt: day(50 - i) },
      levels: [{ key: '1.1', level: { type: 'percent' as const, percent } }],
      alerts: percent <= 20 ? [{ code: 1104, key: '1.1' }] : null,
    };
  });
  await api.system.insert(readings).values(values);
  await api.system.execute(`update devices set newest_reading_at = '${day(1).toISOString()}' where id = '${deviceId}'`);
}

const gauges = async () => (await api.call(staff, 'GET', 'catalogue/gauges', { query: { modelId } })).body.items;
const factsOf = async (deviceId: string) => {
  const [facts] = await loadDeviceFacts(api.system, [deviceId], api.time.now);
  return facts!.slots.find(({ key }) => key === '1.1')!;
};

describe('C, honest gauges: the registry of what a model’s gauges can tell', () => {
  test('is learned from the readings of its devices, once', async () => {
    expect(await learnGauges(api.system, api.time.now)).toBe(1);
    expect(await learnGauges(api.system, api.time.now)).toBe(0);
    expect(await gauges()).toMatchObject([
      {
        ...{ maker: 'Aldine', model: 'C410', key: '1.1', corrected: null, version: 1 },
        inForce: { resolutionPercent: 10, sentinels: [137], lowPercent: null, alerts: null },
        learned: { tells: 'percent', devices: 2, readings: 100 },
        learnedAt: api.time.now.toISOString(),
      },
    ]);
  });

  test('is what the forecast takes the readings for', async () => {
    const { observations } = await factsOf(deviceIds[0]!);
    expect(observations[8]!.level).toEqual({ type: 'unknown' });
    expect(observations[9]!.level).toEqual({ type: 'percent', percent: 90, resolution: 10 });
  });

  test('is corrected by staff, whose word wins, with who said so', async () => {
    const [{ id, version }] = await gauges();
    const path = `catalogue/gauges/${id}`;
    const body = { resolutionPercent: 5, sentinels: [], lowPercent: 15, remark: 'Service manual' };
    expect((await api.call(staff, 'PATCH', path, { body })).status).toBe(428);
    expect((await api.call(staff, 'PATCH', path, { body, headers: { 'if-match': '"9"' } })).status).toBe(412);
    const engineer = await api.newToken('engineer');
    const headers = { 'if-match': `"${version}"` };
    expect((await api.call(engineer, 'PATCH', path, { body, headers })).status).toBe(403);
    const corrected = await api.call(staff, 'PATCH', path, { body, headers });
    expect(corrected).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: {
        inForce: { resolutionPercent: 5, sentinels: [], lowPercent: 15 },
        learned: { resolutionPercent: 10, sentinels: [137] },
        correctedBy: expect.stringContaining('staff'),
        remark: 'Service manual',
      },
    });
    const auditor = await api.newToken('operations');
    const audit = await api.call(auditor, 'GET', `audit?entity=gauge&entityId=${id}`);
    expect(audit.body.items).toMatchObject([{ action: 'gauge.changed', after: { resolutionPercent: 5 } }]);
    const told = await api.system.select().from(outbox).where(eq(outbox.kind, 'device.recheck'));
    expect(told.map(({ workflowId }) => workflowId).sort()).toEqual(deviceIds.map((each) => `device/${each}`).sort());

    const slot = await factsOf(deviceIds[0]!);
    expect(slot.observations[8]!.level).toEqual({ type: 'percent', percent: 137, resolution: 5 });
    expect(slot.profile.lowShare).toBe(0.15);
    // What is learned from then on changes nothing of it.
    await learnGauges(api.system, api.time.now);
    expect((await gauges())[0]).toMatchObject({ inForce: { resolutionPercent: 5 }, version: 2 });
  });

  test('staff take their word back with null', async () => {
    const [{ id }] = await gauges();
    const body = { resolutionPercent: null, sentinels: null, lowPercent: null };
    const { body: after } = await api.call(staff, 'PATCH', `catalogue/gauges/${id}`, {
      body,
      headers: { 'if-match': '*' },
    });
    expect(after).toMatchObject({ corrected: null, inForce: { resolutionPercent: 10, sentinels: [137] } });
  });

  test('can be said before anything was learned', async () => {
    const body = { modelId, key: '1.2', lowPercent: 25, alerts: true };
    const made = await api.call(staff, 'POST', 'catalogue/gauges', { body });
    expect(made).toMatchObject({ status: 201, body: { inForce: { lowPercent: 25, alerts: true }, learned: null } });
    expect((await api.call(staff, 'POST', 'catalogue/gauges', { body })).status).toBe(409);
    const unknown = { ...body, modelId: customer.siteId };
    expect((await api.call(staff, 'POST', 'catalogue/gauges', { body: unknown })).status).toBe(422);
    expect(
      (await api.call(staff, 'GET', 'catalogue/gauges', { query: { corrected: 'true' } })).body.items,
    ).toHaveLength(1);
  });
});
