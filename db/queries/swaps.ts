import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { devices, swaps } from '../schema/index.ts';

/** C: how many cartridges were changed on a site, and how many of them early. */
export interface EarlySwapFigure {
  swaps: number;
  early: number;
  /** Of which the gauge cannot tell. */
  unknown: number;
  /** Cartridges that were left in the early ones, together. */
  cartridgesLeft: number;
}

const counted = {
  swaps: sql<number>`count(*)::int`,
  early: sql<number>`count(*) filter (where ${swaps.early} = 'yes')::int`,
  unknown: sql<number>`count(*) filter (where ${swaps.early} = 'unknown')::int`,
  cartridgesLeft: sql<number>`coalesce(sum(${swaps.leftPercent}) filter (where ${swaps.early} = 'yes'), 0)::float / 100`,
};

/** Of swaps since enrolment only: what happened before is history that nobody here could have advised on. */
const within = (siteId: string, from: Date, until: Date) =>
  and(eq(swaps.siteId, siteId), gt(swaps.at, from), lte(swaps.at, until), gt(swaps.at, devices.enrolledAt));

export async function earlySwapsOfSite(
  tx: Queryable,
  siteId: string,
  from: Date,
  until: Date,
): Promise<EarlySwapFigure> {
  const [row] = await tx
    .select(counted)
    .from(swaps)
    .innerJoin(devices, eq(devices.id, swaps.deviceId))
    .where(within(siteId, from, until));
  return row!;
}

/** The same for each of its devices, those with most left in early ones first. */
export const earlySwapsByDevice = (tx: Queryable, siteId: string, from: Date, until: Date) =>
  tx
    .select({ deviceId: devices.id, serial: devices.serial, ...counted })
    .from(swaps)
    .innerJoin(devices, eq(devices.id, swaps.deviceId))
    .where(within(siteId, from, until))
    .groupBy(devices.id)
    .orderBy(sql`coalesce(sum(${swaps.leftPercent}) filter (where ${swaps.early} = 'yes'), 0) desc`, devices.id);
