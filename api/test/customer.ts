import { accounts, contacts, contracts, modelSlots, models, sites, supplies } from '../../db/schema/index.ts';
import type { SupplyKind } from '../../domain/supply-kinds.ts';
import type { TestApi } from './api.ts';

/** A fictional customer with a site and a contract, made straight in the database. */
export interface Customer {
  accountId: string;
  siteId: string;
  contractId: string;
  contactId: string;
}

/** Slots of the fictional model Aldine C410, by key. */
const slots = {
  '1.1': { label: 'Black', kind: 'toner', colour: 'black', part: 'AL-410K', yieldPages: 8000 },
  '1.2': { label: 'Cyan', kind: 'toner', colour: 'cyan', part: 'AL-410C', yieldPages: 6000 },
  '1.5': { label: 'Waste', kind: 'waste', colour: null, part: 'AL-410W', yieldPages: 30_000 },
  '1.9': { label: 'Drum', kind: 'drum', colour: null, part: 'AL-410D', yieldPages: 60_000 },
} as const satisfies Record<
  string,
  { label: string; kind: SupplyKind; colour: string | null; part: string; yieldPages: number }
>;

let made = 0;

export async function newCustomer(
  { system, time }: TestApi,
  options: { kind?: 'self-service' | 'managed'; language?: 'en' | 'fr'; includesSupplies?: boolean } = {},
): Promise<Customer> {
  const number = ++made;
  const createdAt = time.now;
  const language = options.language ?? 'en';
  const [account] = await system
    .insert(accounts)
    .values({
      name: `Customer ${number}`,
      customerNumber: `C-${number}`,
      systemNumber: `S-${number}`,
      language,
      createdAt,
    })
    .returning();
  const accountId = account!.id;
  const [contract] = await system
    .insert(contracts)
    .values({
      accountId,
      number: `V-${number}`,
      kind: options.kind ?? 'self-service',
      includesSupplies: options.includesSupplies ?? true,
      startsOn: '2020-01-01',
      createdAt,
    })
    .returning();
  const [contact] = await system
    .insert(contacts)
    .values({
      accountId,
      role: 'administrator',
      name: 'Ada Martin',
      email: `ada${number}@customer.example`,
      language,
      createdAt,
    })
    .returning();
  const siteId = await newSite({ system, time }, accountId, 'Lyon');
  return { accountId, siteId, contractId: contract!.id, contactId: contact!.id };
}

export async function newSite(
  { system, time }: Pick<TestApi, 'system' | 'time'>,
  accountId: string,
  name: string,
): Promise<string> {
  const [site] = await system
    .insert(sites)
    .values({
      accountId,
      name,
      address: { company: 'Customer', lines: ['1 rue des Lilas'], postcode: '69001', city: name, country: 'FR' },
      timeZone: 'Europe/Paris',
      createdAt: time.now,
    })
    .returning();
  return site!.id;
}

/** The fictional model, once. */
export async function newCatalogue({
  system,
  time,
}: TestApi): Promise<{ modelId: string; supplyIds: Record<string, string> }> {
  const createdAt = time.now;
  const [model] = await system
    .insert(models)
    .values({ maker: 'Aldine', name: 'C410', connections: ['agent'], replenishable: true, createdAt })
    .returning();
  const supplyIds: Record<string, string> = {};
  for (const [key, { label, kind, colour, part, yieldPages }] of Object.entries(slots)) {
    const [supply] = await system
      .insert(supplies)
      .values({ partNumber: part, name: `${label} ${kind}`, kind, colour, ratedYieldPages: yieldPages, createdAt })
      .returning();
    supplyIds[key] = supply!.id;
    await system.insert(modelSlots).values({ modelId: model!.id, key, label, supplyId: supply!.id });
  }
  return { modelId: model!.id, supplyIds };
}

/** Enrols a device through the API. */
export async function newDevice(api: TestApi, token: string, customer: Customer, serial: string, more: object = {}) {
  const { siteId, contractId } = customer;
  const body = { siteId, contractId, maker: 'Aldine', model: 'C410', serial, connection: 'agent', ...more };
  const answer = await api.call(token, 'POST', 'devices', { body });
  if (answer.status !== 201) throw new Error(`not enrolled: ${answer.text}`);
  return answer.body;
}

/** A reading of these percentages. */
export const readingOf = (
  serial: string,
  takenAt: Date | string,
  levels: Record<string, number>,
  more: object = {},
) => ({
  device: { maker: 'Aldine', serial },
  takenAt: typeof takenAt === 'string' ? takenAt : takenAt.toISOString(),
  levels: Object.entries(levels).map(([key, percent]) => ({ key, level: { type: 'percent', percent } })),
  source: 'agent',
  ...more,
});
