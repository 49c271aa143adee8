import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { readings } from '../schema/index.ts';

export interface UnrelayedDevice {
  deviceId: string;
  accountId: string;
  siteId: string;
  /** Which device it is, for people. */
  label: string;
  /** ISO instants of the readings that its workflow has not been told of. */
  readings: string[];
  newestAt: string;
}

/** Devices whose workflow has yet to hear of a reading; the rows stay locked by this transaction. */
export async function takeUnrelayed(tx: Queryable, limit: number): Promise<UnrelayedDevice[]> {
  const rows = await tx.execute<Record<'device_id' | 'account_id' | 'site_id' | 'label' | 'at', string>>(sql`
    select r.device_id, d.account_id, d.site_id, concat_ws(' ', d.maker, m.name, d.serial) as label,
      to_char(r.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from readings r join devices d on d.id = r.device_id and d.ended_at is null
    join models m on m.id = d.model_id
    where r.relayed_at is null
    order by r.received_at
    limit ${limit}
    for update of r skip locked`);
  return [...Map.groupBy(rows, (row) => row.device_id).values()].map((ofDevice) => {
    const readings = ofDevice.map((row) => row.at).sort();
    const { device_id, account_id, site_id, label } = ofDevice[0]!;
    return { deviceId: device_id, accountId: account_id, siteId: site_id, label, readings, newestAt: readings.at(-1)! };
  });
}

export async function markRelayed(tx: Queryable, deviceId: string, instants: string[], now: Date): Promise<void> {
  await tx
    .update(readings)
    .set({ relayedAt: now })
    .where(
      and(
        eq(readings.deviceId, deviceId),
        inArray(
          readings.at,
          instants.map((at) => new Date(at)),
        ),
      ),
    );
}
