import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { loadDeviceFacts } from '../db/queries/facts.ts';
import { devices, sites } from '../db/schema/index.ts';
import { assessDevice, type DeviceFacts } from '../domain/assessment.ts';
import { deviceStateMeanings, deviceStates } from '../domain/device-life.ts';
import type { SlotSituation } from '../domain/replenishment/situation.ts';

export type Site = typeof sites.$inferSelect;

/** Whoever decides about a site's orders holds this lock, so that two deciders see each other's lines (A09). */
export async function lockSite(tx: Transaction, siteId: string): Promise<Site> {
  const [site] = await tx.select().from(sites).where(eq(sites.id, siteId)).for('update');
  if (!site) throw new Error(`site ${siteId} is not on record`);
  return site;
}

const living = deviceStates.filter((state) => !deviceStateMeanings[state].ended);

/** Every slot of the site's living devices, judged now. */
export async function siteSituations(
  tx: Transaction,
  siteId: string,
  now: Date,
): Promise<{ devices: DeviceFacts[]; situations: SlotSituation[] }> {
  const rows = await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.siteId, siteId), inArray(devices.state, living)))
    .orderBy(sql`${devices.id}`);
  const facts = await loadDeviceFacts(
    tx,
    rows.map(({ id }) => id),
    now,
  );
  return {
    devices: facts,
    situations: facts.flatMap((device) => assessDevice(device, now).slots.map(({ situation }) => situation)),
  };
}
