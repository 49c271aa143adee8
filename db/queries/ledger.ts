import { sql } from 'drizzle-orm';
import type { Place } from '../../domain/ledger.ts';
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

/** Units of a supply that are an account's and no device's. */
export async function unassignedBalance(tx: Queryable, accountId: string, supplyId: string): Promise<number> {
  const places = await accountBalances(tx, accountId);
  return places.find((row) => row.supplyId === supplyId && row.place === 'unassigned')?.units ?? 0;
}

export interface PlaceBalance {
  supplyId: string;
  place: Place;
  deviceId: string | null;
  units: number;
}

/** What the books of an account have at each place; places with none are left out. */
export async function accountBalances(tx: Queryable, accountId: string): Promise<PlaceBalance[]> {
  const rows = await tx.execute<{ supply_id: string; place: Place; device_id: string | null; units: number }>(sql`
    select supply_id, place, device_id, sum(units)::int as units from (
      select supply_id, to_place as place, to_device_id as device_id, units from ledger where account_id = ${accountId}
      union all
      select supply_id, from_place, from_device_id, -units from ledger where account_id = ${accountId}
    ) moves
    group by supply_id, place, device_id
    having sum(units) <> 0
    order by supply_id, place, device_id`);
  return rows.map(({ supply_id, place, device_id, units }) => ({
    supplyId: supply_id,
    place,
    deviceId: device_id,
    units,
  }));
}
