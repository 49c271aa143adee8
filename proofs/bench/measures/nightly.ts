import { cpuDuring } from '../cpu.ts';
import type { Fleet } from '../fleet.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';

/**
 * For honesty: one statement a night over the same readings that says of each slot how fast it falls and how long it lasts. It looks
 * once a day, takes every rise for a swap and every gauge at its word, knows no stock, calendar, hold or silence, wakes up for no
 * deadline, and leaves what it finds to others.
 */
export async function measureNightly(servers: BenchServers, { accountId, devices }: Fleet): Promise<Figure[]> {
  const { client: sql } = servers.owner;
  const { cpuMs } = await cpuDuring({ database: servers.pids.database }, async () => {
    await sql`
      create table bench_nightly as
      with levels as (
        select r.device_id, l ->> 'key' as key, r.at, (l -> 'level' ->> 'percent')::float8 as percent
        from readings r, jsonb_array_elements(r.levels) l
        where r.account_id = ${accountId} and r.at >= now() - interval '180 days'
      ), falls as (
        select device_id, key, at, percent, lag(percent) over slot - percent as fall
        from levels window slot as (partition by device_id, key order by at)
      ), rates as (
        select device_id, key, (array_agg(percent order by at desc))[1] as percent,
          sum(greatest(fall, 0)) / (extract(epoch from max(at) - min(at)) / 86400) as per_day
        from falls group by device_id, key
      )
      select *, percent / nullif(per_day, 0) as days_of_use from rates`;
    await sql`drop table bench_nightly`;
  });
  return [
    {
      name: 'nightly SQL over the same readings: CPU per device-day',
      value: cpuMs.database / devices.length,
      unit: 'ms',
    },
  ];
}
