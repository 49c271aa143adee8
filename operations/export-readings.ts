import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { and, asc, eq, gt, gte, type SQL } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { devices, models, readings, slots } from '../db/schema/index.ts';

export interface ReadingsExport {
  folder: string;
  /** Only of this account. */
  accountId?: string;
  /** Only readings that count for this instant or a later one. */
  since?: Date;
}

/** Read at a time. */
const pageRows = 2000;

/**
 * Writes the readings of each site to `<site id>.ndjson`, each line as POST /v1/readings/stream takes it: device by device, oldest
 * first, with the instant that a reading counts for and the kinds of supply that the catalogue has where the device did not tell them.
 * No names and no addresses are in them. A file stands under its name once it is whole.
 */
export async function exportReadings(
  db: Database,
  { folder, accountId, since }: ReadingsExport,
): Promise<{ sites: number; devices: number; readings: number }> {
  await mkdir(folder, { recursive: true });
  const known = await db
    .select({
      id: devices.id,
      siteId: devices.siteId,
      maker: devices.maker,
      serial: devices.serial,
      model: models.name,
    })
    .from(devices)
    .innerJoin(models, eq(models.id, devices.modelId))
    .where(accountId ? eq(devices.accountId, accountId) : undefined)
    .orderBy(asc(devices.siteId), asc(devices.id));
  const bySite = Map.groupBy(known, ({ siteId }) => siteId);
  let count = 0;
  for (const [siteId, ofSite] of bySite) {
    const path = join(folder, `${siteId}.ndjson`);
    const file = createWriteStream(`${path}.part`);
    for (const device of ofSite) {
      for await (const line of linesOf(db, device, since)) {
        count += 1;
        if (!file.write(`${line}\n`)) await once(file, 'drain');
      }
    }
    file.end();
    await once(file, 'finish');
    await rename(`${path}.part`, path);
  }
  return { sites: bySite.size, devices: known.length, readings: count };
}

interface KnownDevice {
  id: string;
  maker: string;
  serial: string;
  model: string;
}

async function* linesOf(db: Database, { id, maker, serial, model }: KnownDevice, since: Date | undefined) {
  const ofDevice = await db.select({ key: slots.key, kind: slots.kind }).from(slots).where(eq(slots.deviceId, id));
  const kinds = new Map(ofDevice.map(({ key, kind }) => [key, kind]));
  let after: SQL | undefined = since && gte(readings.at, since);
  for (;;) {
    const rows = await db
      .select()
      .from(readings)
      .where(and(eq(readings.deviceId, id), after))
      .orderBy(asc(readings.at))
      .limit(pageRows);
    for (const { at, pages, levels, alerts } of rows) {
      const told = levels.map((level) => ({ ...level, kind: level.kind ?? kinds.get(level.key) }));
      yield JSON.stringify({
        device: { maker, serial, model },
        takenAt: at.toISOString(),
        ...(pages !== null && { pages: { count: pages, unit: 'pages' } }),
        levels: told,
        ...(alerts && { alerts }),
        source: 'import',
      });
    }
    if (rows.length < pageRows) return;
    after = gt(readings.at, rows.at(-1)!.at);
  }
}
