import type postgres from 'postgres';
import type { DatabaseHandle } from '../../db/database.ts';

export interface BenchDevice {
  deviceId: string;
  accountId: string;
  siteId: string;
  serial: string;
  label: string;
}

export interface Fleet {
  accountId: string;
  contractId: string;
  siteIds: string[];
  devices: BenchDevice[];
}

export const maker = 'Aldine';
export const modelName = 'C410';
const devicesPerSite = 20;
const address = { company: 'Bench', lines: ['1 Main Street'], postcode: '69002', city: 'Lyon', country: 'FR' };

/** A colour printer: each slot's share of the printed pages that uses it, and its rated yield in pages. */
const slots = [
  { key: '1.1', kind: 'toner', colour: 'black', use: 1, yield: 9000, spares: 3 },
  { key: '1.2', kind: 'toner', colour: 'cyan', use: 0.55, yield: 6000, spares: 3 },
  { key: '1.3', kind: 'toner', colour: 'magenta', use: 0.5, yield: 6000, spares: 3 },
  { key: '1.4', kind: 'toner', colour: 'yellow', use: 0.6, yield: 6000, spares: 3 },
  { key: '1.5', kind: 'waste', colour: null, use: 1, yield: 30_000, spares: 3 },
  { key: '1.6', kind: 'drum', colour: null, use: 1, yield: 80_000, spares: 0 },
] as const;

/** One account and the catalogue that all fleets of a bench share. */
export async function makeCatalogue({ client: sql }: DatabaseHandle): Promise<void> {
  await sql`
    with model as (
      insert into models (id, maker, name, connections, replenishable, created_at)
      values (gen_random_uuid(), ${maker}, ${modelName}, '{agent}', true, now()) returning id
    ), parts as (
      insert into supplies (id, part_number, name, kind, colour, rated_yield_pages, created_at)
      select gen_random_uuid(), 'B-' || key, concat_ws(' ', colour, kind), kind, colour, yield, now()
      from ${slotRows(sql)} returning id, part_number
    )
    insert into model_slots (model_id, key, label, supply_id)
    select model.id, substr(part_number, 3), part_number, parts.id from model, parts`;
}

/**
 * Devices with so many days of history, enrolled yesterday with full shelves, so that nothing is due: printing on workdays, each
 * its own amount (60 to 400 pages a day, seeded by its serial number), gauges in whole percent, cartridges with serial numbers.
 */
export async function makeFleet(
  { client: sql }: DatabaseHandle,
  { name, devices, historyDays }: { name: string; devices: number; historyDays: number },
): Promise<Fleet> {
  const [account] = await sql`
    insert into accounts (id, name, customer_number, system_number, language, created_at)
    values (gen_random_uuid(), ${name}, ${`C-${name}`}, ${`S-${name}`}, 'en', now()) returning id`;
  const accountId = account!.id as string;
  const [contract] = await sql`
    insert into contracts (id, account_id, number, kind, includes_supplies, starts_on, created_at)
    values (gen_random_uuid(), ${accountId}, 'B', 'self-service', true, '2020-01-01', now()) returning id`;
  const contractId = contract!.id as string;
  await sql`
    insert into contacts (id, account_id, role, name, email, language, created_at)
    values (gen_random_uuid(), ${accountId}, 'administrator', 'Ada', 'ada@bench.example', 'en', now())`;
  const sites = await sql`
    insert into sites (id, account_id, name, address, time_zone, created_at)
    select gen_random_uuid(), ${accountId}, 'Site ' || n, ${JSON.stringify(address)}::text::jsonb,
      'Europe/Paris', now()
    from generate_series(1, ${Math.max(1, Math.ceil(devices / devicesPerSite))}::int) n returning id`;
  const siteIds = sites.map(({ id }) => id as string);
  const rows = await sql<{ id: string; site_id: string; serial: string }[]>`
    insert into devices (id, account_id, site_id, contract_id, model_id, maker, serial, connection, state, enrolled_at)
    select gen_random_uuid(), ${accountId}, (${siteIds}::uuid[])[1 + n % ${siteIds.length}::int], ${contractId}, m.id, ${maker},
      ${name}::text || '-' || n, 'agent', 'enrolled', now() - interval '1 day'
    from generate_series(1, ${devices}::int) n, models m where m.maker = ${maker} returning id, site_id, serial`;
  await addSlots(sql, accountId);
  if (historyDays > 0) await addHistory(sql, accountId, historyDays);
  await sql`vacuum analyze`;
  return {
    accountId,
    contractId,
    siteIds,
    devices: rows.map(({ id, site_id, serial }) => ({
      deviceId: id,
      accountId,
      siteId: site_id,
      serial,
      label: `${maker} ${modelName} ${serial}`,
    })),
  };
}

/** Also in the books: what stands on the shelves was there at enrolment. */
async function addSlots(sql: postgres.Sql, accountId: string): Promise<void> {
  await sql`
    insert into slots (id, account_id, device_id, key, label, kind, colour, supply_id, starting_stock)
    select gen_random_uuid(), ${accountId}, d.id, s.key, concat_ws(' ', s.colour, s.kind), s.kind, s.colour, p.id, s.spares
    from devices d, ${slotRows(sql)} join supplies p on p.part_number = 'B-' || s.key where d.account_id = ${accountId}`;
  await sql`
    insert into ledger (id, account_id, supply_id, units, from_place, to_place, to_device_id, reason, key, actor, at)
    select gen_random_uuid(), ${accountId}, s.supply_id, s.starting_stock, 'adjustment', 'shelf', s.device_id, 'starting-stock',
      'bench/' || s.id, 'bench', now() - interval '1 day'
    from slots s where s.account_id = ${accountId} and s.starting_stock > 0`;
}

/** A reading a day, told already; the newest is some hours old. */
async function addHistory(sql: postgres.Sql, accountId: string, days: number): Promise<void> {
  await sql`
    insert into readings (account_id, device_id, at, taken_at, received_at, pages, levels, source, relayed_at)
    with printing as (
      select d.id, d.serial, day, now() - (${days}::int - day) * interval '1 day' - ${luck(sql, sql`d.serial`, sql`day`)} * interval '3 hours' as at,
        (60 + 340 * ${luck(sql, sql`d.serial`, sql`0`)}) * (0.4 + 1.2 * ${luck(sql, sql`d.serial`, sql`-day`)})
          * case when extract(isodow from now() - (${days}::int - day) * interval '1 day') > 5 then 0.03 else 1 end as pages
      from devices d, generate_series(1, ${days}::int) day where d.account_id = ${accountId}
    ), counted as (
      select id, at, floor(20000 * ${luck(sql, sql`serial`, sql`100000`)} + sum(pages) over (partition by id order by day)) as pages from printing
    )
    select ${accountId}, c.id, c.at, c.at, c.at, c.pages, l.levels, 'agent', c.at
    from counted c, lateral (
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('key', s.key, 'kind', s.kind, 'colour', s.colour, 'partNumber', 'B-' || s.key,
        'supplySerial', case s.kind when 'toner' then s.key || '/' || floor(c.pages * s.use / s.yield) end,
        'level', jsonb_build_object('type', 'percent', 'resolution', 1,
          'percent', 100 - floor(100 * (c.pages * s.use / s.yield - floor(c.pages * s.use / s.yield)))))) order by s.key) as levels
      from ${slotRows(sql)}
    ) l`;
  await sql`
    update devices d set newest_reading_at = (select max(at) from readings r where r.device_id = d.id) where account_id = ${accountId}`;
}

const slotRows = (sql: postgres.Sql) => sql`jsonb_to_recordset(${JSON.stringify(slots)}::text::jsonb)
  as s(key text, kind text, colour text, use float8, yield int, spares int)`;

/** A number from 0 to 1, always the same for the same device and number. */
const luck = (sql: postgres.Sql, serial: postgres.Fragment, number: postgres.Fragment) =>
  sql`((hashtextextended(${serial}, ${number}) & 1023) / 1023.0)`;
