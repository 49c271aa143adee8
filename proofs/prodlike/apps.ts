import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Config, Environment } from '../../config.ts';
import { type Daemon, spawnDaemon } from '../../servers/daemon.ts';
import { lastLines } from '../../servers/log-file.ts';
import { freeLowPort } from '../../servers/ports.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { STOP_GRACE_MS } from '../../servers/supervisor.ts';
import { temporalOptions } from '../../temporal.ts';
import { createPart, type Part } from './part.ts';

/** What starting an API or a worker of the shape takes. */
export interface Launching {
  config: Config;
  environment: Environment;
  logOf(name: string): string;
}

export interface ApiPart extends Part {
  url: string;
  metricsUrl: string;
}

/** This checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');
const READY_TIMEOUT_MS = 120_000;
/** temporal.api.enums.v1.TaskQueueType */
const WORKFLOW_TASKS = 1;

/** `code`: the checkout that it runs. */
export async function apiPart(launching: Launching, name: string, port: number, code = ROOT): Promise<ApiPart> {
  const url = `http://127.0.0.1:${port}`;
  const metricsPort = await freeLowPort();
  const part = createPart(name, () => {
    const own = {
      API_PORT: String(port),
      API_METRICS_PORT: String(metricsPort),
      ...rolesAlone(launching.config, code),
    };
    return launch(launching, name, join(code, 'api/server.ts'), own, async () => {
      // Ready or degraded: it may be started while others are away.
      await fetch(`${url}/health/live`);
    });
  });
  return Object.assign(part, { url, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` });
}

/** The same; another checkout brings its own workflows. */
export async function workerPart(launching: Launching, name: string, code = ROOT): Promise<Part> {
  const own = {
    WORKER_METRICS_PORT: String(await freeLowPort()),
    TEMPORAL_METRICS_PORT: String(await freeLowPort()),
    ...(code === ROOT ? {} : { WORKFLOW_BUNDLE_PATH: '' }),
    ...rolesAlone(launching.config, code),
  };
  return createPart(name, () =>
    launch(launching, name, join(code, 'worker.ts'), own, (worker) => polls(launching.config, worker.pid)),
  );
}

/** As in production neither knows the owner's login; 0.1.0 asks for it all the same. */
const rolesAlone = ({ database }: Config, code: string): Environment =>
  code === ROOT ? { DATABASE_URL: '', DATABASE_APP_URL: database.appUrl, DATABASE_SYSTEM_URL: database.systemUrl } : {};

async function launch(
  { environment, logOf }: Launching,
  name: string,
  script: string,
  own: Environment,
  ready: (app: Daemon) => Promise<void>,
): Promise<Daemon> {
  const logFile = logOf(name);
  const app = spawnDaemon(process.execPath, [script], {
    logFile,
    stopSignal: 'SIGTERM',
    graceMs: STOP_GRACE_MS,
    env: { ...environment, ...own },
  });
  for (const deadline = Date.now() + READY_TIMEOUT_MS; ; await sleep(200)) {
    try {
      await ready(app);
      return app;
    } catch {
      if (!app.hasEnded() && Date.now() < deadline) continue;
      await app.stop();
      throw new SetupError(`${name} does not get ready. ${logFile} ends with:\n${lastLines(logFile, 5).join('\n')}`);
    }
  }
}

/** That very process asks Temporal for work; it names itself by its id. */
async function polls(config: Config, pid: number): Promise<void> {
  const connection = await Connection.connect({ ...temporalOptions(config), connectTimeout: 2000 });
  try {
    const { pollers } = await connection.withDeadline(Date.now() + 2000, () =>
      connection.workflowService.describeTaskQueue({
        namespace: config.temporal.namespace,
        taskQueue: { name: config.temporal.taskQueue },
        taskQueueType: WORKFLOW_TASKS,
      }),
    );
    if (!pollers.some(({ identity }) => identity?.startsWith(`${pid}@`))) throw new Error('it does not ask yet');
  } finally {
    await connection.close();
  }
}
