import { eq } from 'drizzle-orm';
import type { DatabaseHandle } from '../../db/database.ts';
import { devices, modelSlots, models, sites, slots, supplies } from '../../db/schema/index.ts';
import type { SupplyKind } from '../../domain/supply-kinds.ts';
import { addressOf, makeAccount } from '../../test/harness/account.ts';

/** A Wednesday morning in winter; weekends and the change of the clock are within reach of a run. */
export const beginsAt = new Date('2026-03-04T08:00:00Z');

export const slotKeys = ['K', 'W'] as const;
export type SlotKey = (typeof slotKeys)[number];

/** By its place in the list: where each device stands, and its slots. What the last one has, the others have no use for. */
const fleet: { siteIndex: number; model: string; keys: readonly SlotKey[] }[] = [
  { siteIndex: 0, model: 'M210', keys: ['K'] },
  { siteIndex: 0, model: 'M210', keys: ['K'] },
  { siteIndex: 1, model: 'C410', keys: ['K', 'W'] },
];

/** The model of a device. */
export const modelOf = (device: number): string => fleet[device]!.model;

export interface Customer {
  accountId: string;
  contractId: string;
  siteIds: string[];
  supplyIds: Record<SlotKey, string>;
  devices: { id: string; siteIndex: number; slotIds: Partial<Record<SlotKey, string>> }[];
}

/** One account with two sites and three devices without history: what every run of the model begins with, and leaves as it was. */
export async function makeCustomer({ db }: DatabaseHandle): Promise<Customer> {
  const createdAt = beginsAt;
  const { accountId, contractId } = await makeAccount(db, { name: 'Model', createdAt });
  const address = addressOf('Model');
  const siteIds: string[] = [];
  for (const name of ['Lyon', 'Metz']) {
    const [site] = await db
      .insert(sites)
      .values({ accountId, name, address, timeZone: 'Europe/Paris', createdAt })
      .returning();
    siteIds.push(site!.id);
  }
  const supplyIds = {} as Record<SlotKey, string>;
  for (const key of slotKeys) {
    const kind = kindOf(key);
    const [supply] = await db
      .insert(supplies)
      .values({ partNumber: `AL-${key}`, name: `AL-${key}`, kind, ratedYieldPages: 8000, createdAt })
      .returning();
    supplyIds[key] = supply!.id;
  }
  const made: Customer['devices'] = [];
  for (const [i, { siteIndex, model, keys }] of fleet.entries()) {
    const modelId = await makeModel(db, model, keys, supplyIds);
    const [device] = await db
      .insert(devices)
      .values({
        accountId,
        siteId: siteIds[siteIndex]!,
        contractId,
        modelId,
        maker: 'Aldine',
        serial: `M-${i}`,
        connection: 'agent',
        state: 'enrolled',
        enrolledAt: createdAt,
      })
      .returning();
    const slotIds: Partial<Record<SlotKey, string>> = {};
    for (const key of keys) {
      const about = { key, label: key, kind: kindOf(key), supplyId: supplyIds[key], startingStock: 0 };
      const [slot] = await db
        .insert(slots)
        .values({ accountId, deviceId: device!.id, ...about })
        .returning();
      slotIds[key] = slot!.id;
    }
    made.push({ id: device!.id, siteIndex, slotIds });
  }
  return { accountId, contractId, siteIds, supplyIds, devices: made };
}

const kindOf = (key: SlotKey): SupplyKind => (key === 'W' ? 'waste' : 'toner');

async function makeModel(
  db: DatabaseHandle['db'],
  name: string,
  keys: readonly SlotKey[],
  supplyIds: Record<SlotKey, string>,
): Promise<string> {
  const [known] = await db.select().from(models).where(eq(models.name, name));
  if (known) return known.id;
  const [model] = await db
    .insert(models)
    .values({ maker: 'Aldine', name, connections: ['agent'], replenishable: true, createdAt: beginsAt })
    .returning();
  // About 33 days of cover from a full cartridge: a little use makes it due.
  await db
    .insert(modelSlots)
    .values(
      keys.map((key) => ({ modelId: model!.id, key, label: key, supplyId: supplyIds[key], usualRatePerDay: 0.03 })),
    );
  return model!.id;
}
