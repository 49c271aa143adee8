import { join } from 'node:path';
import { createCredential } from '../../../api/auth/credentials.ts';
import { recorder } from '../../../api/work/unit.ts';
import { asTenant, openDatabase } from '../../../db/database.ts';
import { freeLowPort } from '../../../servers/ports.ts';
import { apiPart } from '../../prodlike/apps.ts';
import { type BenchDevice, type Fleet, makeFleet, maker, modelName } from '../fleet.ts';
import { inTurns, median } from '../load.ts';
import type { Figure } from '../report.ts';
import type { BenchServers } from '../servers.ts';

const devicesPerTurn = 100;
const days = 200;
const dayMs = 86_400_000;
/** As the API does, in one transaction each. */
const rowsPerInsert = 2000;

/**
 * A stream of NDJSON through the API, with all that is looked at on the way, beside multi-row inserts of the same rows, which are
 * made of the same lines by somebody who trusts them. Both with the product's durability.
 */
export async function measureIngestion(servers: BenchServers, rounds: number): Promise<Figure[]> {
  const { config, environment, folder } = servers;
  const launching = {
    config,
    environment: { ...environment, REPLENISH_HOME: folder },
    logOf: (name: string) => join(folder, `${name}.log`),
  };
  const api = await apiPart(launching, 'api', await freeLowPort());
  servers.atEnd(() => api.stop());
  await api.start();
  const token = await staffToken(config.database.appUrl);
  let fleets = 0;
  const turn = async (take: (fleet: Fleet, lines: string[]) => Promise<void>) => {
    const name = `lines-${++fleets}`;
    const fleet = await makeFleet(servers.owner, { name, devices: devicesPerTurn, historyDays: 0 });
    const lines = linesOf(fleet.devices);
    const beganAt = performance.now();
    await take(fleet, lines);
    return lines.length / ((performance.now() - beganAt) / 1000);
  };
  const perSecond = await inTurns(rounds, {
    floor: () => turn(({ accountId, devices }, lines) => insertRows(servers, accountId, devices, lines)),
    product: () => turn((_, lines) => stream(`${api.url}/v1/readings/stream`, token, lines)),
  });
  await api.stop();
  return [
    { name: 'floor: rows by multi-row inserts', value: median(perSecond.floor), unit: 'per second' },
    { name: 'readings by NDJSON', value: median(perSecond.product), unit: 'per second' },
    {
      name: 'readings by NDJSON, of the floor’s rows',
      value: median(perSecond.product.map((value, i) => value / perSecond.floor[i]!)),
      unit: '× floor',
      target: { atLeast: 0.5 },
    },
  ];
}

async function staffToken(appUrl: string): Promise<string> {
  const database = openDatabase(appUrl, { poolSize: 1 });
  try {
    const now = new Date();
    const { token } = await asTenant(database.db, 'all', (tx) =>
      createCredential(
        { tx, now, actor: 'bench', record: recorder(tx, { at: now, actor: 'bench', requestId: null }) },
        { name: 'bench', roles: ['operations'] },
        null,
      ),
    );
    return token;
  } finally {
    await database.close();
  }
}

/** A reading a day of each device, as history to import. */
function linesOf(devices: readonly BenchDevice[]): string[] {
  const until = Date.now() - dayMs;
  return Array.from({ length: days }, (_, day) =>
    devices.map(({ serial }) =>
      JSON.stringify({
        device: { maker, serial, model: modelName },
        takenAt: new Date(until - (days - day) * dayMs).toISOString(),
        pages: { count: 1000 + 150 * day, unit: 'impressions' },
        levels: ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6'].map((key, i) => ({
          key,
          level: { type: 'percent', percent: 100 - ((day + 7 * i) % 100), resolution: 1 },
        })),
        source: 'import',
      }),
    ),
  ).flat();
}

async function insertRows(
  { system }: BenchServers,
  accountId: string,
  devices: readonly BenchDevice[],
  lines: readonly string[],
): Promise<void> {
  const idOf = new Map(devices.map(({ serial, deviceId }) => [serial, deviceId]));
  const now = new Date().toISOString();
  for (let from = 0; from < lines.length; from += rowsPerInsert) {
    const rows = lines.slice(from, from + rowsPerInsert).map((line) => {
      const { device, takenAt, pages, levels, source } = JSON.parse(line);
      return {
        account_id: accountId,
        device_id: idOf.get(device.serial)!,
        at: takenAt,
        taken_at: takenAt,
        received_at: now,
        pages: pages.count,
        levels: JSON.stringify(levels),
        source,
      };
    });
    await system.client.begin(async (sql) => {
      await sql`select set_config('app.account', '', true), set_config('app.staff', 'on', true)`;
      await sql`insert into readings ${sql(rows)}`;
    });
  }
}

async function stream(url: string, token: string, lines: readonly string[]): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  const receipt = (await answer.json()) as { accepted?: number };
  if (receipt.accepted !== lines.length)
    throw new Error(
      `of ${lines.length} readings not all were taken: ${answer.status} ${JSON.stringify(receipt).slice(0, 500)}`,
    );
}
