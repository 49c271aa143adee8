import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { modelGauges } from '../db/schema/index.ts';
import { alertAbout } from '../domain/alerts.ts';
import { type GaugeHistory, learnGauge } from '../domain/gauges/learn-gauge.ts';
import type { Alert, SlotReading } from '../domain/reading.ts';
import { plusDays } from '../domain/time.ts';

/** So many devices of a model, those heard of last, tell what its gauges can do; so far back. */
const mostDevices = 25;
const lookBackDays = 60;

interface Row extends Record<string, unknown> {
  deviceId: string;
  levels: SlotReading[];
  alerts: Alert[] | null;
}

/** Learns what the gauges of every model that reports can tell (C, honest gauges). Answers how many gauges it knows better than before. */
export async function learnGauges(system: Database, now: Date): Promise<number> {
  const since = plusDays(now, -lookBackDays).toISOString();
  const models = await system.execute<{ id: string }>(
    sql`select distinct model_id as id from devices where newest_reading_at >= ${since}::timestamptz`,
  );
  let learned = 0;
  for (const { id } of models) learned += await learnModel(system, id, since, now);
  return learned;
}

async function learnModel(system: Database, modelId: string, since: string, now: Date): Promise<number> {
  const rows = await system.execute<Row>(sql`
    select r.device_id as "deviceId", r.levels, r.alerts
    from (select id from devices where model_id = ${modelId} and newest_reading_at >= ${since}::timestamptz
      order by newest_reading_at desc limit ${mostDevices}) as asked
    join readings r on r.device_id = asked.id and r.at >= ${since}::timestamptz
    order by r.device_id, r.at`);
  let changed = 0;
  for (const [key, histories] of historiesOf(rows)) {
    const learned = learnGauge(histories);
    // What has only been confirmed is no change: its figures are, not how often they were seen.
    const { devices: _devices, readings: _readings, ...figures } = learned;
    const result = await system
      .insert(modelGauges)
      .values({ modelId, key, learned, learnedAt: now })
      .onConflictDoUpdate({
        target: [modelGauges.modelId, modelGauges.key],
        set: { learned, learnedAt: now, version: sql`${modelGauges.version} + 1` },
        setWhere: sql`(${modelGauges.learned} - 'devices' - 'readings') is distinct from ${JSON.stringify(figures)}::jsonb`,
      })
      .returning({ id: modelGauges.id });
    changed += result.length;
  }
  return changed;
}

/** For each slot the histories of all devices, each in order of time. */
function historiesOf(rows: Iterable<Row>): Map<string, GaugeHistory[]> {
  const found = new Map<string, Map<string, GaugeHistory[number][]>>();
  for (const { deviceId, levels, alerts } of rows) {
    for (const { key, level } of levels) {
      const devices = found.get(key) ?? new Map<string, GaugeHistory[number][]>();
      found.set(key, devices);
      const history = devices.get(deviceId) ?? [];
      devices.set(deviceId, history);
      const alert = alertAbout(alerts ?? [], key);
      history.push(alert ? { level, alert } : { level });
    }
  }
  return new Map([...found].map(([key, devices]) => [key, [...devices.values()]]));
}
