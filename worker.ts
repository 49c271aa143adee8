import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type TelemetryOptions, Worker } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import { builtinWarehouse } from './activities/fulfilment/builtin-warehouse.ts';
import { fulfilmentByConnection } from './activities/fulfilment/by-connection.ts';
import { erpFulfilment } from './activities/fulfilment/erp.ts';
import { hidingValues } from './activities/hiding-values.ts';
import { createActivities } from './activities/index.ts';
import { settleAfterTheEnd } from './commands/order/after-the-end.ts';
import { loadConfig } from './config.ts';
import { openDatabase } from './db/database.ts';
import { openLog } from './log.ts';
import { smtpSender } from './mail/transport.ts';
import { observeFacts } from './metrics/facts.ts';
import { serveMetrics } from './metrics/server.ts';
import { reconcile } from './operations/reconcile/reconcile.ts';
import { ensureNightlySchedules } from './operations/schedule.ts';
import { untilItWorks } from './operations/until-it-works.ts';
import { openCaller } from './outgoing/caller.ts';
import { createSeal } from './outgoing/sealed.ts';
import { createMessenger } from './relay/messenger.ts';
import { createRelay } from './relay/relay.ts';
import { createWebhookRelay } from './relay/webhooks.ts';
import { registerSearchAttributes } from './servers/search-attributes.ts';
import { SetupError } from './servers/setup-error.ts';
import { temporalClientOptions, temporalData, temporalOptions } from './temporal.ts';
import { temporalLogging } from './temporal-log.ts';

const config = loadConfig();
const log = openLog(config, 'worker');
const clock = () => new Date();
const database = openDatabase(config.database.systemUrl, { name: 'replenish worker', poolSize: 20 });
const { host: metricsHost, workerPort, temporalPort } = config.metrics;
const figures = await serveMetrics(metricsHost, workerPort);
observeFacts(database.db, clock);
const options = temporalOptions(config);
const { namespace, taskQueue } = config.temporal;
const temporal = Connection.lazy(temporalClientOptions(config));
const client = new Client({ connection: temporal, namespace, ...temporalData(config) });
const delivery = {
  client,
  taskQueue,
  afterTheEnd: (orderId: string) => settleAfterTheEnd(database.db, orderId, clock()),
};
const messenger = createMessenger({ delivery, db: database.db, log, clock });
const caller = openCaller(config.outgoing);
const seal = createSeal(config.secret);
const relay = createRelay({ database, delivery, clock, log });
const webhookRelay = createWebhookRelay({ db: database.db, caller, seal, clock, log });

// Signals are closeWithGrace's alone: the SDK's own handlers would stop the worker a second time.
const { logger, telemetryOptions } = temporalLogging(log);
Runtime.install({
  logger,
  telemetryOptions: { ...telemetryOptions, ...sdkMetrics(metricsHost, temporalPort) },
  shutdownSignals: [],
});
// The process ends with this handler's promise: not before what is under way has ended, nor before its outcome is reported.
const stopping = new AbortController();
closeWithGrace({ delay: 15_000, logger: log }, async ({ err }) => {
  if (err) log.error({ err }, 'worker stops');
  stopping.abort();
  if (worker?.getState() === 'RUNNING') worker.shutdown();
  await working;
});
let worker: Worker | undefined;
const working = work();
await working;

/** Until the worker is told to stop and its running activities have ended; the relay delivers what they leave until then. */
async function work(): Promise<void> {
  const patiently = { log, signal: stopping.signal };
  const relaying = Promise.all([relay.run(), webhookRelay.run()]);
  let connection: NativeConnection | undefined;
  try {
    connection = await untilItWorks('Temporal', () => NativeConnection.connect(options), patiently);
    await untilItWorks('Temporal’s namespace', () => registerSearchAttributes(temporal, namespace), patiently);
    worker = await createWorker(connection);
    stopping.signal.throwIfAborted();
    const nightly = untilItWorks(
      'Temporal to take the nightly schedules',
      () => ensureNightlySchedules(client, taskQueue),
      patiently,
    ).catch(() => {});
    await worker.run();
    await nightly;
  } catch (error) {
    if (error instanceof SetupError) {
      log.fatal({ err: error }, 'worker does not start');
      process.exit(1);
    }
    if (!stopping.signal.aborted) throw error;
  } finally {
    stopping.abort();
    await Promise.all([relay.stop(), webhookRelay.stop()]);
    await relaying;
    await figures.close();
    await database.close();
    await caller.close();
    // One that a worker was made for and that never ran cannot be closed; the process ends anyway.
    await connection?.close().catch(() => {});
  }
}

function createWorker(connection: NativeConnection): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    ...temporalData(config),
    ...(config.worker.workflowBundlePath
      ? { workflowBundle: { codePath: config.worker.workflowBundlePath } }
      : { workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)) }),
    activities: createActivities({
      db: database.db,
      messenger,
      fulfilment: fulfilmentByConnection(database.db, {
        warehouse: builtinWarehouse(database.db),
        erp: erpFulfilment({ db: database.db, caller, seal, clock }),
      }),
      mailer: smtpSender(config.smtpUrl),
      reconcile: (now) => reconcile({ db: database.db, client }, now),
      config,
      log,
    }),
    interceptors: { activity: [hidingValues] },
    maxCachedWorkflows: config.worker.maxCachedWorkflows,
    // Then activities are told to give up; none of ours listens, they have until the process ends.
    shutdownGraceTime: '8s',
  });
}

/** The SDK serves its own (temporal_…), at an address of its own; names and units as Prometheus wants them. */
function sdkMetrics(host: string, port: number | undefined): Pick<TelemetryOptions, 'metrics'> {
  if (port === undefined) return {};
  const bindAddress = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const likePrometheus = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
  return { metrics: { prometheus: { bindAddress, ...likePrometheus } } };
}
