import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { type Config, type Environment, loadConfig } from '../../config.ts';
import { type DatabaseHandle, openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { freePort } from '../../servers/ports.ts';
import { startPostgres } from '../../servers/postgres.ts';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import { workflowBundle } from '../../servers/workflow-bundle.ts';
import { type TemporalKind, temporalServers } from './temporal.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';
import type { WorkerSetup } from './worker-setup.ts';

const secret = 'a-bench-has-nothing-to-hide-0123456789';

export type WorkerWish = Pick<WorkerSetup, 'kind' | 'maxCachedWorkflows' | 'readingsPerRun'>;

/** Servers of its own with the product's durability, in a temporary folder, and what starts workers on them. */
export interface BenchServers {
  config: Config;
  /** What processes of the product need to be given. */
  environment: Environment;
  folder: string;
  owner: DatabaseHandle;
  system: DatabaseHandle;
  client: Client;
  pids: { temporal: number; database: number };
  /** What Temporal stores so far, in bytes. */
  temporalBytes(): Promise<number>;
  startWorker(wish: WorkerWish): Promise<WorkerProcess>;
  /** Called when all else has ended, last come first served. */
  atEnd(stop: () => unknown): void;
  close(): Promise<void>;
}

export const taskQueues = { floor: 'bench-floor', product: 'bench-product' } as const;

export async function startServers(kind: TemporalKind, progress: Progress): Promise<BenchServers> {
  if (!existsSync('/proc/self/stat'))
    throw new SetupError('The bench reads CPU times from /proc: it runs on Linux only.');
  const folder = mkdtempSync(join(tmpdir(), 'replenish-bench-'));
  // PostgreSQL runs as another user when we are root.
  chmodSync(folder, 0o755);
  const stops: (() => unknown)[] = [
    () => {
      removePostgresData(join(folder, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  ];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const url = `postgres://postgres:bench@127.0.0.1:${await freePort()}/replenish`;
    const temporalPort = await freePort();
    const environment = {
      NODE_ENV: 'test',
      DATABASE_URL: url,
      REPLENISH_SECRET: secret,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      LOG_LEVEL: 'warn',
    };
    const config = loadConfig(environment);
    const log = (name: string) => join(folder, `${name}.log`);
    const database = await startPostgres({
      url,
      dataDir: join(folder, 'postgres'),
      logFile: log('postgres'),
      progress,
    });
    stops.push(() => database.stop());
    const temporal = await temporalServers[kind]({
      config,
      port: temporalPort,
      databaseUrl: url,
      folder,
      logFile: log('temporal'),
      progress,
    });
    stops.push(() => temporal.stop());
    await migrate(config);
    const [owner, system] = [config.database.ownerUrl, config.database.systemUrl].map((of) =>
      openDatabase(of, { name: 'bench', poolSize: 20, statementSeconds: 600 }),
    ) as [DatabaseHandle, DatabaseHandle];
    stops.push(
      () => owner.close(),
      () => system.close(),
    );
    const connection = await Connection.connect({ address: config.temporal.address });
    stops.push(() => connection.close());
    const bundles = await bundleBoth(folder, progress);
    let workers = 0;
    return {
      config,
      environment,
      folder,
      owner,
      system,
      client: new Client({ connection, namespace: config.temporal.namespace }),
      pids: { temporal: temporal.pid, database: database.pid },
      temporalBytes: () => temporal.storedBytes(owner),
      async startWorker(wish) {
        const { kind } = wish;
        const worker = await startWorker(
          { ...wish, environment, bundlePath: bundles[kind], taskQueue: taskQueues[kind] },
          log(`worker-${++workers}`),
        );
        stops.push(() => worker.stop());
        return worker;
      },
      atEnd: (stop) => void stops.push(stop),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The floor's workflow, and the product's. */
async function bundleBoth(folder: string, progress: Progress): Promise<Record<WorkerSetup['kind'], string>> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, 'floor', 'workflows.ts'),
    logger: new DefaultLogger('WARN'),
  });
  const floor = join(folder, 'floor.js');
  writeFileSync(floor, code);
  return { floor, product: await workflowBundle(folder, progress) };
}
