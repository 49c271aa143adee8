import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import postgres from 'postgres';
import { type Daemon, spawnDaemon } from './daemon.ts';
import { lastLines } from './log-file.ts';
import { registerSearchAttributes } from './search-attributes.ts';
import { type Progress, SetupError } from './setup-error.ts';
import type { TemporalServerPrograms } from './temporal-server-binaries.ts';

export interface TemporalServerOptions {
  programs: TemporalServerPrograms;
  /** Owner's URL of a PostgreSQL that runs; two databases of Temporal's own are made in it. */
  databaseUrl: string;
  /** Of its frontend, and those that its services use among themselves; each of `freeLowPort`. */
  port: number;
  innerPorts: readonly number[];
  namespace: string;
  /** Folder for its configuration. */
  dir: string;
  logFile: string;
  progress: Progress;
}

export const TEMPORAL_INNER_PORTS = 7;
const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 120_000;
const STOP_GRACE_MS = 20_000;
const ALREADY_EXISTS = 6;
/** SQLSTATE invalid_catalog_name. */
const DATABASE_MISSING = '3D000';
/** Days that a closed workflow can be looked at. */
const RETENTION_DAYS = 7;
/** Of the history shards; fixed for the life of a database. */
const SHARDS = 4;

/** Each of Temporal's two databases, and which of the schemas inside the SQL tool it has. */
const databases = { temporal: 'postgresql/v12/temporal', temporal_visibility: 'postgresql/v12/visibility' } as const;

/**
 * Starts the Temporal server that production runs, all its services in one process, on PostgreSQL: schema, namespace and search attributes
 * included. Nothing is made a second time, so a server that was killed is started again by the same call.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<Daemon & { address: string }> {
  const { programs, port, dir, logFile, namespace, progress } = options;
  mkdirSync(dir, { recursive: true });
  for (const [database, schema] of Object.entries(databases)) await makeDatabase(options, database, schema, progress);
  // JSON is YAML, too.
  writeFileSync(join(dir, 'replenish.yaml'), JSON.stringify(serverConfig(options), null, 2), { mode: 0o600 });
  const args = ['--root', dir, '--config', '.', '--env', 'replenish', '--allow-no-auth', 'start'];
  const server = spawnDaemon(programs.server, args, {
    cwd: dir,
    logFile,
    stopSignal: 'SIGTERM',
    graceMs: STOP_GRACE_MS,
  });
  const address = `${HOST}:${port}`;
  try {
    await untilServing(address, namespace, server, logFile);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, address };
}

async function makeDatabase(
  { programs, databaseUrl }: TemporalServerOptions,
  database: string,
  schema: string,
  progress: Progress,
): Promise<void> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const server = ['--ep', hostname, '-p', port, '-u', decodeURIComponent(username), '--pl', 'postgres12'];
  const tool = (...args: string[]) =>
    promisify(execFile)(programs.sql, [...server, '--db', database, ...args], {
      // Not on the command line, where everybody on the machine could read it.
      env: { SQL_PASSWORD: decodeURIComponent(password) },
    });
  if (!(await hasSchema(databaseUrl, database))) {
    progress(`making the tables of ${database}`);
    await tool('create-database');
    await tool('setup-schema', '-v', '0.0');
  }
  await tool('update-schema', '--schema-name', schema);
}

/** A second set-up would begin to count the schema's versions anew. */
async function hasSchema(databaseUrl: string, database: string): Promise<boolean> {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  const sql = postgres(url.href, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [found] = await sql`select to_regclass('public.schema_version') is not null as found`;
    return found!.found;
  } catch (error) {
    if ((error as { code?: string }).code === DATABASE_MISSING) return false;
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function serverConfig({ databaseUrl, port, innerPorts }: TemporalServerOptions) {
  if (innerPorts.length < TEMPORAL_INNER_PORTS)
    throw new Error(`Temporal’s server needs ${TEMPORAL_INNER_PORTS} ports of its own`);
  const url = new URL(databaseUrl);
  const store = (databaseName: string) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: url.host,
      connectProtocol: 'tcp',
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      maxConns: 10,
      maxIdleConns: 10,
      maxConnLifetime: '1h',
    },
  });
  const [frontendRing, historyGrpc, historyRing, matchingGrpc, matchingRing, workerGrpc, workerRing] = innerPorts;
  const rpc = (grpcPort = 0, membershipPort = 0) => ({ rpc: { grpcPort, membershipPort, bindOnLocalHost: true } });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: SHARDS,
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
    services: {
      frontend: rpc(port, frontendRing),
      history: rpc(historyGrpc, historyRing),
      matching: rpc(matchingGrpc, matchingRing),
      worker: rpc(workerGrpc, workerRing),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `${HOST}:${port}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: `${HOST}:${port}` },
  };
}

/** Until the namespace is there with our search attributes and can be used; a new one is seen by all services only after a while. */
async function untilServing(address: string, namespace: string, server: Daemon, logFile: string): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await sleep(500)) {
    try {
      return await prepare(address, namespace);
    } catch (error) {
      if (error instanceof SetupError) throw error;
      if (server.hasEnded() || Date.now() > deadline)
        throw new SetupError(
          `Temporal’s server does not start. ${logFile} ends with:\n${lastLines(logFile, 5).join('\n')}`,
        );
    }
  }
}

async function prepare(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    await connection.withDeadline(Date.now() + 5000, async () => {
      await register(connection, namespace);
      await registerSearchAttributes(connection, namespace);
      await connection.workflowService.listWorkflowExecutions({ namespace, query: "ReplenishPhase = 'none'" });
    });
  } finally {
    await connection.close();
  }
}

async function register(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION_DAYS * 86_400_000),
    });
  } catch (error) {
    if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
  }
}
