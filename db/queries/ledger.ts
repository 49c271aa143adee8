import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';

/** Units that the books have on the shelf of each device, by supply. */
export async function shelfBalances(
  tx: Queryable,
  deviceIds: string[],
): Promise<(deviceId: string, supplyId: string | null) => number> {
  const rows = await tx.execute<{ device_id: string; supply_id: string; units: number }>(sql`
    select device_id, supply_id, sum(units)::int as units from (
      select to_device_id as device_id, supply_id, units from ledger
        where to_place = 'shelf' and to_device_id = any(${sql.param(deviceIds)}::uuid[])
      union all
      select from_device_id, supply_id, -units from ledger
        where from_place = 'shelf' and from_device_id = any(${sql.param(deviceIds)}::uuid[])
    ) moves group by device_id, supply_id`);
  const units = new Map(rows.map((row) => [`${row.device_id}/${row.supply_id}`, row.units]));
  return (deviceId, supplyId) => units.get(`${deviceId}/${supplyId}`) ?? 0;
}
