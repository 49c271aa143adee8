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
import { openCaller } from './outgoing/caller.ts';
import { createSeal } from './outgoing/sealed.ts';
import { createMessenger } from './relay/messenger.ts';
import { createRelay } from './relay/relay.ts';
import { registerSearchAttributes } from './servers/search-attributes.ts';
import { temporalData, temporalOptions } from './temporal.ts';
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
const temporal = Connection.lazy(options);
const client = new Client({ connection: temporal, namespace, ...temporalData(config) });
const delivery = {
  client,
  taskQueue,
  afterTheEnd: (orderId: string) => settleAfterTheEnd(database.db, orderId, clock()),
};
const messenger = createMessenger({ delivery, db: database.db, log, clock });
const caller = openCaller(config.outgoing);
const relay = createRelay({ database, delivery, clock, log });

// Signals are closeWithGrace's alone: the SDK's own handlers would stop the worker a second time.
const { logger, telemetryOptions } = temporalLogging(log);
Runtime.install({
  logger,
  telemetryOptions: { ...telemetryOptions, ...sdkMetrics(metricsHost, temporalPort) },
  shutdownSignals: [],
});
const connection = await NativeConnection.connect(options);
await registerSearchAttributes(temporal, namespace).catch((err) => {
  log.fatal({ err }, 'worker does not start');
  process.exit(1);
});
const worker = await Worker.create({
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
      erp: erpFulfilment({ db: database.db, caller, seal: createSeal(config.secret), clock }),
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

ensureNightlySchedules(client, taskQueue).catch((err) =>
  log.error({ err }, 'the nightly schedules are not there: run npm run maintain and npm run reconcile once a day'),
);
const working = work();
// The process ends with this handler's promise: not before what is under way has ended, nor before its outcome is reported.
closeWithGrace({ delay: 15_000, logger: log }, async ({ err }) => {
  if (err) log.error({ err }, 'worker stops');
  if (worker.getState() === 'RUNNING') worker.shutdown();
  await working;
});
await working;

/** Until the worker is told to stop and its running activities have ended; the relay delivers what they leave until then. */
async function work(): Promise<void> {
  const relaying = relay.run();
  try {
    await worker.run();
  } finally {
    await relay.stop();
    await relaying;
    await figures.close();
    await caller.close();
    await database.close();
    await connection.close();
  }
}

/** The SDK serves its own (temporal_…), at an address of its own; names and units as Prometheus wants them. */
function sdkMetrics(host: string, port: number | undefined): Pick<TelemetryOptions, 'metrics'> {
  if (port === undefined) return {};
  const bindAddress = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const likePrometheus = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
  return { metrics: { prometheus: { bindAddress, ...likePrometheus } } };
}
