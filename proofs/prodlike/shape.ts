import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Config, type Environment, environmentWith, loadConfig } from '../../config.ts';
import { type MailCatcher, startMailCatcher } from '../../servers/mail-catcher.ts';
import { freeLowPort } from '../../servers/ports.ts';
import { startPostgres } from '../../servers/postgres.ts';
import type { Progress } from '../../servers/setup-error.ts';
import { startTemporal } from '../../servers/temporal.ts';
import { findTemporal } from '../../servers/temporal-binary.ts';
import { startTemporalServer, TEMPORAL_INNER_PORTS } from '../../servers/temporal-server.ts';
import { findTemporalServer } from '../../servers/temporal-server-binaries.ts';
import { workflowBundle } from '../../servers/workflow-bundle.ts';
import { type ApiPart, apiPart, type Launching, ROOT, workerPart } from './apps.ts';
import { createPart, type Part } from './part.ts';

export interface ShapeOptions {
  /** Folder of its data and logs; what is there from an earlier run is taken up again. */
  folder: string;
  /** 'server': what production runs, on PostgreSQL; 'dev': the one that `npm start` runs, in a file of its own. */
  temporal: 'server' | 'dev';
  workers: number;
  apis: number;
  /** The checkout whose schema, APIs and workers it begins with, packages installed; this one if none is named. */
  code?: string;
  /** Settings for API and worker, besides those that the shape gives. */
  settings?: Environment;
  /** On which port of this machine API and worker find a server, where something stands between; at its own if not. */
  reach?: (server: Reached, port: number) => Promise<number>;
  progress: Progress;
}

export type Reached = 'postgres' | 'temporal' | 'smtp';

/** The shape of production on this machine: each part a process of its own, on 127.0.0.1 and ports of its own. */
export interface Shape {
  /** For programs that look at the same; each server at its own port. */
  config: Config;
  /** What API and worker are told. */
  environment: Environment;
  postgres: Part;
  temporal: Part;
  workers: Part[];
  apis: ApiPart[];
  mails: MailCatcher;
  /** One more, of this checkout. */
  addApi(name: string): Promise<ApiPart>;
  addWorker(name: string): Promise<Part>;
  logOf(name: string): string;
  /** Ends all of it, in order. What is stored stays in the folder. */
  stop(): Promise<void>;
}

/** Not secret: whoever can read it can read the database beside it. */
const SECRET = 'prodlike-has-nothing-to-hide-but-from-the-network';

/** Starts all of it; when something does not start, what was started is ended again. */
export async function startShape(options: ShapeOptions): Promise<Shape> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return await assemble(options, (end) => stops.push(end), stop);
  } catch (error) {
    options.progress('ending what was started');
    await stop();
    throw error;
  }
}

async function assemble(
  options: ShapeOptions,
  atTheEnd: (end: () => Promise<unknown>) => void,
  stop: Shape['stop'],
): Promise<Shape> {
  const { folder, progress } = options;
  const logOf = (name: string) => join(folder, 'logs', `${name}.log`);
  const started = async <P extends Part>(part: P): Promise<P> => {
    atTheEnd(() => part.stop());
    const beganAt = performance.now();
    await part.start();
    progress(`${part.name} ready after ${((performance.now() - beganAt) / 1000).toFixed(1)} s`);
    return part;
  };
  // PostgreSQL runs as another user where we are root, and must be able to enter.
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const databaseUrl = `postgres://postgres:prodlike@127.0.0.1:${await freeLowPort()}/replenish`;
  const mails = await startMailCatcher({ port: 0, pagePort: await freeLowPort(), dir: join(folder, 'mails') });
  atTheEnd(() => mails.stop());
  const postgres = await started(
    createPart('PostgreSQL', () =>
      startPostgres({ url: databaseUrl, dataDir: join(folder, 'postgres'), logFile: logOf('postgres'), progress }),
    ),
  );
  const temporalPort = await freeLowPort();
  const temporal = await started(await temporalPart(options, databaseUrl, temporalPort, logOf('temporal')));
  const apiPorts = await ports(options.apis);
  const direct: Environment = {
    NODE_ENV: 'production',
    REPLENISH_SECRET: SECRET,
    REPLENISH_HOME: folder,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    SMTP_URL: mails.smtpUrl,
    MAIL_FROM: 'supplies@prodlike.example',
    PROVIDER_NAME: 'Prodlike',
    PUBLIC_URL: `http://127.0.0.1:${apiPorts[0]}`,
    WORKFLOW_BUNDLE_PATH: await workflowBundle(join(folder, 'run'), progress),
    ...options.settings,
  };
  const config = loadConfig(direct);
  const environment = { ...direct, ...(await ways(direct, options.reach)) };
  const launching: Launching = { config, environment, logOf };
  const { code } = options;
  await migrateAs(direct, code);
  const apis: ApiPart[] = [];
  const workers: Part[] = [];
  for (const [i, port] of apiPorts.entries())
    apis.push(await started(await apiPart(launching, `api-${i + 1}`, port, code)));
  for (let i = 1; i <= options.workers; i++)
    workers.push(await started(await workerPart(launching, `worker-${i}`, code)));
  const addApi = async (name: string) => started(await apiPart(launching, name, await freeLowPort()));
  const addWorker = async (name: string) => started(await workerPart(launching, name));
  return { config, environment, postgres, temporal, workers, apis, mails, addApi, addWorker, logOf, stop };
}

/** The settings that name a server by its port, as they are for whoever reaches it another way. */
async function ways(direct: Environment, reach: ShapeOptions['reach'] = async (_server, port) => port) {
  const by = async (server: Reached, address: string) => {
    const url = new URL(address);
    url.port = String(await reach(server, Number(url.port)));
    return url;
  };
  return {
    DATABASE_URL: (await by('postgres', direct.DATABASE_URL!)).href,
    TEMPORAL_ADDRESS: (await by('temporal', `tcp://${direct.TEMPORAL_ADDRESS}`)).host,
    SMTP_URL: (await by('smtp', direct.SMTP_URL!)).href,
  };
}

/** In a process of its own, as it is done in production: a checkout has its own migrations. */
export async function migrateAs(environment: Environment, code = ROOT): Promise<void> {
  await promisify(execFile)(process.execPath, [join(code, 'db/migrate.ts')], { env: environmentWith(environment) });
}

async function temporalPart(
  { folder, temporal, progress }: ShapeOptions,
  databaseUrl: string,
  port: number,
  logFile: string,
): Promise<Part> {
  const { cache } = loadConfig({});
  const common = { port, namespace: 'default', logFile };
  if (temporal === 'dev') {
    const program = await findTemporal(cache, progress);
    const uiPort = await freeLowPort();
    return createPart('Temporal', () => startTemporal({ ...common, program, uiPort, dataDir: folder }));
  }
  const programs = await findTemporalServer(cache, progress);
  const innerPorts = await ports(TEMPORAL_INNER_PORTS);
  const dir = join(folder, 'temporal');
  return createPart('Temporal', () =>
    startTemporalServer({ ...common, programs, innerPorts, databaseUrl, dir, progress }),
  );
}

const ports = (count: number) => Promise.all(Array.from({ length: count }, freeLowPort));
