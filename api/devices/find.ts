import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { devices } from '../../db/schema/index.ts';
import { type Caller, withinSite } from '../auth/caller.ts';
import { notFound } from '../errors/problem.ts';

export type DeviceRow = typeof devices.$inferSelect;

/** The device, if the caller may see it. */
export async function findDevice(tx: Transaction, caller: Caller, deviceId: string, lock?: 'lock'): Promise<DeviceRow> {
  const query = tx
    .select()
    .from(devices)
    .where(and(eq(devices.id, deviceId), withinSite(caller, devices.siteId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'device', fr: 'Appareil' });
  return row;
}
