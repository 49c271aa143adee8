// A worker of the bench, of the floor or of the product, in a process of its own whose CPU can be told.
import { Client, Connection } from '@temporalio/client';
import {
  DefaultLogger,
  type InjectedSinks,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { pino } from 'pino';
import { builtinWarehouse } from '../../activities/fulfilment/builtin-warehouse.ts';
import { type Activities, createActivities } from '../../activities/index.ts';
import { settleAfterTheEnd } from '../../commands/order/after-the-end.ts';
import { loadConfig } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { createMessenger } from '../../relay/messenger.ts';
import { temporalOptions } from '../../temporal.ts';
import { deviceWorkflowId } from '../../workflows/device.contract.ts';
import type { CountSinks } from './floor/workflows.ts';
import type { WorkerNews, WorkerSetup } from './worker-setup.ts';

const setup = JSON.parse(process.argv[2] ?? '') as WorkerSetup;
const config = loadConfig(setup.environment);
const tell = (news: WorkerNews) => process.send?.(news);

Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
const options = temporalOptions(config);
const connection = await NativeConnection.connect(options);
const database = openDatabase(config.database.systemUrl, { name: 'bench worker', poolSize: 20 });
const client = new Client({ connection: Connection.lazy(options), namespace: config.temporal.namespace });
const worker = await Worker.create({
  connection,
  namespace: config.temporal.namespace,
  taskQueue: setup.taskQueue,
  workflowBundle: { codePath: setup.bundlePath },
  maxCachedWorkflows: setup.maxCachedWorkflows,
  ...parts()[setup.kind],
});
process.once('SIGTERM', () => worker.shutdown());
const running = worker.run();
tell({ ready: true });
await running;
await connection.close();
await client.connection.close();
await database.close();
process.disconnect?.();

function parts(): Record<WorkerSetup['kind'], Pick<WorkerOptions, 'activities' | 'sinks'>> {
  const sinks: InjectedSinks<CountSinks> = {
    bench: { counted: { fn: ({ workflowId }) => void tell({ done: workflowId }) } },
  };
  return { floor: { sinks }, product: { activities: tellingOfAssessments(productActivities()) } };
}

function productActivities(): Activities {
  const log = pino({ level: 'warn' });
  const clock = () => new Date();
  const delivery = {
    client,
    taskQueue: setup.taskQueue,
    afterTheEnd: (orderId: string) => settleAfterTheEnd(database.db, orderId, clock()),
  };
  return createActivities({
    db: database.db,
    messenger: createMessenger({ delivery, db: database.db, log, clock }),
    fulfilment: builtinWarehouse(database.db),
    mailer: { send: async () => 'sent', close() {} },
    reconcile: async () => [],
    config,
    log,
  });
}

/** A day is over when it has been assessed: the last that a day without a decision does but for its workflow task's answer. */
function tellingOfAssessments(activities: Activities): Activities {
  return {
    ...activities,
    async assess(request) {
      const found = await activities.assess(request);
      tell({ done: deviceWorkflowId(request.deviceId) });
      return setup.readingsPerRun === undefined ? found : { ...found, readingsPerRun: setup.readingsPerRun };
    },
  };
}
