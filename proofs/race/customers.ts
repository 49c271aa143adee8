import type { DatabaseHandle } from '../../db/database.ts';
import { devices, modelSlots, models, readings, settings, sites, slots, supplies } from '../../db/schema/index.ts';
import { dayMs } from '../../domain/time.ts';
import { addressOf, makeAccount } from '../../test/harness/account.ts';

export interface Slot {
  accountId: string;
  siteId: string;
  deviceId: string;
  slotId: string;
  supplyId: string;
}

/** An account with as many sites as there are rounds, each with one device whose toner is due. */
export async function makeSlots({ db }: DatabaseHandle, count: number, now: Date): Promise<Slot[]> {
  const createdAt = now;
  const { accountId, contractId } = await makeAccount(db, { name: 'Race', createdAt });
  // A19: so many orders within an hour would wait for a person.
  const ceiling = { name: 'fleetHourMinimum', value: 1_000_000 };
  await db.insert(settings).values({ scope: 'global', scopeId: 'global', ...ceiling, changedAt: createdAt });
  const [model] = await db
    .insert(models)
    .values({ maker: 'Aldine', name: 'C410', connections: ['agent'], replenishable: true, createdAt })
    .returning();
  const [supply] = await db
    .insert(supplies)
    .values({ partNumber: 'AL-K', name: 'AL-K', kind: 'toner', ratedYieldPages: 8000, createdAt })
    .returning();
  const modelId = model!.id;
  const supplyId = supply!.id;
  await db.insert(modelSlots).values({ modelId, key: 'K', label: 'K', supplyId, usualRatePerDay: 0.03 });
  const address = addressOf('Race');
  const numbers = Array.from({ length: count }, (_, i) => i);
  const siteRows = await db
    .insert(sites)
    .values(numbers.map((n) => ({ accountId, name: `Site ${n}`, address, timeZone: 'Europe/Paris', createdAt })))
    .returning({ id: sites.id });
  const newestReadingAt = new Date(now.getTime() - dayMs / 24);
  const about = { accountId, contractId, modelId, maker: 'Aldine', connection: 'agent' as const };
  const deviceRows = await db
    .insert(devices)
    .values(
      siteRows.map(({ id: siteId }, n) => ({
        ...about,
        siteId,
        serial: `R-${n}`,
        state: 'enrolled' as const,
        enrolledAt: new Date(now.getTime() - 2 * dayMs),
        newestReadingAt,
      })),
    )
    .returning({ id: devices.id, siteId: devices.siteId });
  const slotRows = await db
    .insert(slots)
    .values(
      deviceRows.map(({ id: deviceId }) => ({
        accountId,
        deviceId,
        key: 'K',
        label: 'K',
        kind: 'toner' as const,
        supplyId,
        startingStock: 0,
      })),
    )
    .returning({ id: slots.id, deviceId: slots.deviceId });
  await db.insert(readings).values(
    deviceRows.map(({ id: deviceId }) => ({
      accountId,
      deviceId,
      at: newestReadingAt,
      takenAt: newestReadingAt,
      receivedAt: newestReadingAt,
      levels: [{ key: 'K', level: { type: 'percent' as const, percent: 50 } }],
      source: 'agent' as const,
      relayedAt: newestReadingAt,
    })),
  );
  const siteOf = new Map(deviceRows.map(({ id, siteId }) => [id, siteId]));
  return slotRows.map(({ id: slotId, deviceId }) => ({
    accountId,
    siteId: siteOf.get(deviceId)!,
    deviceId,
    slotId,
    supplyId,
  }));
}
