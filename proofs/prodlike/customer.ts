import type { SettingName } from '../../domain/settings.ts';
import { type ApiCall, apiClient } from '../../seed/client.ts';
import { demoTokens } from '../../seed/credentials.ts';
import type { Shape } from './shape.ts';

export interface Customer {
  /** Of staff who may do everything. */
  token: string;
  call: ApiCall;
  accountId: string;
  siteId: string;
  email: string;
}

export const MAKER = 'Aldine';
const MODEL = 'M100';
const dayMs = 86_400_000;
/** Points of its gauge that a device uses in a day. */
const perDay = 2;

/** A customer with one site, whose devices have one slot each; orders leave at once unless `settings` hold them. */
export async function makeCustomer(
  shape: Shape,
  name: string,
  settings: Partial<Record<SettingName, number>> = { holdMinutes: 0 },
): Promise<Customer> {
  const tokens = await demoTokens(shape.config);
  const call = apiClient(shape.apis[0]!.url, tokens.operations);
  const create = async (path: string, body: object) => (await call<{ id: string }>('POST', path, body)).id;
  const accountId = await create('/accounts', {
    name,
    customerNumber: `C-${name}`,
    systemNumber: `S-${name}`,
    language: 'en',
  });
  await create(`/accounts/${accountId}/contracts`, {
    number: `V-${name}`,
    kind: 'self-service',
    includesSupplies: true,
    startsOn: '2026-01-01',
  });
  for (const [setting, value] of Object.entries({ ordersPerSiteDay: 1000, ...settings }))
    await call('PUT', `/settings/account/${accountId}/${setting}`, { value });
  const siteId = await create(`/accounts/${accountId}/sites`, {
    name: 'Leeds',
    timeZone: 'Europe/London',
    address: { company: name, lines: ['4 Canal Row'], postcode: 'LS1 4AA', city: 'Leeds', country: 'GB' },
  });
  const email = `ada@${name.toLowerCase()}.example`;
  await create(`/accounts/${accountId}/contacts`, { role: 'administrator', name: 'Ada', email, language: 'en' });
  return { token: tokens.operations, call, accountId, siteId, email };
}

/** One model with one supply; for every customer of the shape. */
export async function makeCatalogue({ call }: Customer): Promise<void> {
  const supply = {
    partNumber: 'M-100K',
    name: 'Black toner 100',
    kind: 'toner',
    colour: 'black',
    ratedYieldPages: 8000,
  };
  await call('POST', '/catalogue/supplies', supply);
  await call('POST', '/catalogue/models', {
    maker: MAKER,
    name: MODEL,
    connections: ['agent'],
    replenishable: true,
    slots: [{ key: '1.1', label: 'Black', partNumber: supply.partNumber, resolutionPercent: 1, usualRatePerDay: 0.02 }],
  });
}

export async function enrol({ call, siteId }: Customer, serial: string): Promise<{ id: string; slotId: string }> {
  const device = { siteId, maker: MAKER, model: MODEL, serial, connection: 'agent', startingStock: { '1.1': 0 } };
  const { id, slots } = await call<{ id: string; slots: { id: string }[] }>('POST', '/devices', device);
  return { id, slotId: slots[0]!.id };
}

/** Daily readings up to `newestAt`, oldest first, as an agent posts them; the newest shows `percent`. */
export function dailyReadings(serial: string, percent: number, days: number, newestAt: Date): object[] {
  return Array.from({ length: days }, (_, i) => days - 1 - i).map((daysAgo) => ({
    device: { maker: MAKER, serial },
    takenAt: new Date(newestAt.getTime() - daysAgo * dayMs).toISOString(),
    pages: { count: 40_000 - daysAgo * 160, unit: 'impressions' },
    levels: [{ key: '1.1', level: { type: 'percent', percent: Math.min(100, percent + daysAgo * perDay) } }],
    source: 'import',
  }));
}
