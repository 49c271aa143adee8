import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import type { DatabaseHandle } from '../../db/database.ts';
import { freeLowPort, freePort } from '../../servers/ports.ts';
import type { Progress } from '../../servers/setup-error.ts';
import { startTemporal } from '../../servers/temporal.ts';
import { findTemporal } from '../../servers/temporal-binary.ts';
import { startTemporalServer, TEMPORAL_INNER_PORTS } from '../../servers/temporal-server.ts';
import { findTemporalServer } from '../../servers/temporal-server-binaries.ts';

export interface BenchTemporal {
  pid: number;
  /** What it stores so far, in bytes. */
  storedBytes(owner: DatabaseHandle): Promise<number>;
  stop(): Promise<unknown>;
}

export interface BenchTemporalOptions {
  config: Config;
  port: number;
  databaseUrl: string;
  folder: string;
  logFile: string;
  progress: Progress;
}

/** The one for development, whose history is in a file of its own. */
async function startDev({ config, port, folder, logFile, progress }: BenchTemporalOptions): Promise<BenchTemporal> {
  const server = await startTemporal({
    program: await findTemporal(config.cache, progress),
    port,
    uiPort: await freePort(),
    namespace: config.temporal.namespace,
    dataDir: folder,
    logFile,
  });
  const files = ['temporal.db', 'temporal.db-wal'].map((name) => join(folder, name));
  const storedBytes = async () =>
    files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  return { pid: server.pid, storedBytes, stop: () => server.stop() };
}

/** What production runs, with its two databases beside the product's. */
async function startServer(options: BenchTemporalOptions): Promise<BenchTemporal> {
  const { config, port, databaseUrl, folder, logFile, progress } = options;
  const server = await startTemporalServer({
    programs: await findTemporalServer(config.cache, progress),
    databaseUrl,
    port,
    innerPorts: await Promise.all(Array.from({ length: TEMPORAL_INNER_PORTS }, freeLowPort)),
    namespace: config.temporal.namespace,
    dir: join(folder, 'temporal'),
    logFile,
    progress,
  });
  const storedBytes = async ({ client: sql }: DatabaseHandle) => {
    const [row] = await sql`
      select sum(pg_database_size(datname))::float8 as size from pg_database where datname like 'temporal%'`;
    return row!.size as number;
  };
  return { pid: server.pid, storedBytes, stop: () => server.stop() };
}

export const temporalServers = { dev: startDev, prodlike: startServer } as const;
export type TemporalKind = keyof typeof temporalServers;
