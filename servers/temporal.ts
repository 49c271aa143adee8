import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { spawnDaemon } from './daemon.ts';
import { lastLines } from './log-file.ts';
import { removePidFile, stopLeftover, writePidFile } from './pid-file.ts';
import { assertPortFree } from './ports.ts';
import { type RunningServer, SetupError } from './setup-error.ts';

export interface TemporalOptions {
  /** The `temporal` program, see `findTemporal`. */
  program: string;
  port: number;
  uiPort: number;
  namespace: string;
  /** How long workflows that have ended are kept; a day unless told. */
  retentionDays?: number;
  /** Folder for the database file. */
  dataDir: string;
  logFile: string;
}

const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 15_000;
/** While it starts, the server at times gets in the way of itself in its own SQLite file, or of another in a port that it takes for itself. */
const WORKS_NEXT_TIME = /database is locked|address already in use/;
const MOST_ATTEMPTS = 5;
/** Temporal tells the cause at the end of lines of a thousand characters and more. */
const WHOLE_LINES = Number.POSITIVE_INFINITY;

/** Starts Temporal with its web UI on this machine. Workflows are kept in a file between starts. */
export async function startTemporal(
  options: TemporalOptions,
): Promise<RunningServer & { address: string; uiUrl: string }> {
  const databaseFile = join(options.dataDir, 'temporal.db');
  const pidFile = join(options.dataDir, 'temporal.pid');
  mkdirSync(options.dataDir, { recursive: true });
  await stopLeftover(pidFile, databaseFile, STOP_GRACE_MS);
  await assertPortFree({ port: options.port, purpose: 'Temporal', setting: 'TEMPORAL_PORT' });
  await assertPortFree({ port: options.uiPort, purpose: 'Temporal’s web UI', setting: 'TEMPORAL_UI_PORT' });

  const address = `${HOST}:${options.port}`;
  for (let attempt = 1; ; attempt += 1) {
    const server = spawnDaemon(options.program, serverArguments(options, databaseFile), {
      cwd: options.dataDir,
      logFile: options.logFile,
      stopSignal: 'SIGTERM',
      graceMs: STOP_GRACE_MS,
    });
    writePidFile(pidFile, server.pid);
    void server.gone.then(() => removePidFile(pidFile, server.pid));
    const problem = await waitUntilReady(address, options, server.hasEnded);
    if (problem === undefined) return { ...server, address, uiUrl: `http://${HOST}:${options.uiPort}` };
    await server.stop();
    if (!WORKS_NEXT_TIME.test(problem) || attempt === MOST_ATTEMPTS) throw startError(problem, options.logFile);
  }
}

function serverArguments({ port, uiPort, namespace }: TemporalOptions, databaseFile: string): string[] {
  const options = {
    '--ip': HOST,
    '--port': String(port),
    '--ui-port': String(uiPort),
    '--namespace': namespace,
    '--db-filename': databaseFile,
    '--log-level': 'warn',
  };
  return [
    'server',
    'start-dev',
    ...Object.entries(options).flat(),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}

/** Resolves to undefined once the server answers, to the whole last lines of its log when it does not. */
async function waitUntilReady(
  address: string,
  options: TemporalOptions,
  hasEnded: () => boolean,
): Promise<string | undefined> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; !(await isReady(address, options)); await sleep(100))
    if (hasEnded() || Date.now() > deadline) return lastLines(options.logFile, 3, WHOLE_LINES).join('\n');
  return undefined;
}

function startError(lastWords: string, logFile: string): SetupError {
  if (/no space left|disk is full/i.test(lastWords))
    return new SetupError('The disk is full: free some space for Temporal’s database, then start again.');
  return new SetupError(
    `Temporal does not start. Its log, ${logFile}, ends with:\n${lastLines(logFile, 3).join('\n')}`,
  );
}

/** Whether it answers; with the namespace as it shall be, which the server makes by itself with its own retention. */
async function isReady(address: string, { namespace, retentionDays }: TemporalOptions): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1000 });
    try {
      await connection.workflowService.describeNamespace({ namespace });
      if (retentionDays !== undefined) {
        const workflowExecutionRetentionTtl = msToTs(`${retentionDays} days`);
        await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
      }
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}
