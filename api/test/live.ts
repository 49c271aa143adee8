import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { inject } from 'vitest';
import { builtinWarehouse } from '../../activities/fulfilment/builtin-warehouse.ts';
import { createActivities } from '../../activities/index.ts';
import { settleAfterTheEnd } from '../../commands/order/after-the-end.ts';
import { loadConfig } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import type { Messenger } from '../../db/outbox.ts';
import { reconcile } from '../../operations/reconcile/reconcile.ts';
import { createMessenger } from '../../relay/messenger.ts';
import { createRelay } from '../../relay/relay.ts';
import { freePort } from '../../servers/ports.ts';
import { startTemporal } from '../../servers/temporal.ts';
import { findTemporal } from '../../servers/temporal-binary.ts';
import { workflowBundlePath } from '../../test/harness/workflow-bundle.ts';
import { openTestApi, type TestApi } from './api.ts';

export interface LiveApi extends TestApi {
  client: Client;
  /** Ends the worker: workflows then wait. */
  stopWorker(): Promise<void>;
}

const taskQueue = 'live';

/** The API with worker and relay on a real Temporal server, by the real clock. */
export async function openLiveApi(): Promise<LiveApi> {
  const config = loadConfig({
    NODE_ENV: 'test',
    REPLENISH_SECRET: inject('testSecret'),
    DATABASE_URL: inject('templateUrl'),
  });
  const folder = mkdtempSync(join(inject('runFolder'), 'live-'));
  const server = await startTemporal({
    program: await findTemporal(config.cache, () => {}),
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    dataDir: folder,
    logFile: join(folder, 'temporal.log'),
  });
  const clock = () => new Date();
  const log = pino({ level: 'silent' });
  const connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection });
  // The database is made with the API, and what tells Temporal of its facts needs both.
  let messenger: Messenger;
  const api = await openTestApi({
    clock,
    temporal: client,
    messenger: { deliver: (messages) => messenger.deliver(messages) },
  });
  api.time.now = clock();
  const system = openDatabase(api.systemUrl, { name: 'live test' });
  const delivery = {
    client,
    taskQueue,
    afterTheEnd: (orderId: string) => settleAfterTheEnd(system.db, orderId, clock()),
  };
  messenger = createMessenger({ delivery, db: api.db, log, clock });
  const relay = createRelay({ database: system, delivery, clock, log });
  const native = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: { codePath: await workflowBundlePath() },
    activities: createActivities({
      db: system.db,
      messenger: createMessenger({ delivery, db: system.db, log, clock }),
      fulfilment: builtinWarehouse(system.db),
      reconcile: (now) => reconcile({ db: system.db, client }, now),
      mailer: { send: async () => 'sent', close() {} },
      config,
      log,
    }),
  });
  const working = worker.run();
  const relaying = relay.run();
  const stopWorker = async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await working;
  };
  return {
    ...api,
    client,
    stopWorker,
    async close() {
      await relay.stop();
      await relaying;
      await stopWorker();
      await native.close();
      await connection.close();
      await server.stop();
      await system.close();
      await api.close();
    },
  };
}
