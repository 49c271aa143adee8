import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { builtinWarehouse } from '../../activities/fulfilment/builtin-warehouse.ts';
import { createActivities } from '../../activities/index.ts';
import { buildApp } from '../../api/app.ts';
import { createCredential } from '../../api/auth/credentials.ts';
import { type Role, roleNames, roles } from '../../api/permissions.ts';
import { type Ids, makeCatalogue, makeTenant } from '../../api/test/tenant.ts';
import { recorder } from '../../api/work/unit.ts';
import { settleAfterTheEnd } from '../../commands/order/after-the-end.ts';
import { asTenant, type Database, openDatabase } from '../../db/database.ts';
import { type Messenger, transact } from '../../db/outbox.ts';
import { devices, fulfilmentEvents, orders } from '../../db/schema/index.ts';
import { plusDays } from '../../domain/time.ts';
import { reconcile } from '../../operations/reconcile/reconcile.ts';
import { createMessenger } from '../../relay/messenger.ts';
import { createRelay } from '../../relay/relay.ts';
import { freePort } from '../../servers/ports.ts';
import type { Progress } from '../../servers/setup-error.ts';
import { startTemporal } from '../../servers/temporal.ts';
import { findTemporal } from '../../servers/temporal-binary.ts';
import { workflowBundle } from '../../servers/workflow-bundle.ts';
import { startOwnPostgres } from '../../test/harness/own-postgres.ts';

/** Somebody who calls the API: without a token, or with that of a role. */
export interface Caller {
  name: string;
  token: string | null;
}

export interface RunningProduct {
  url: string;
  callers: Caller[];
  /** Things that there are, by the name that a path's parameter has for each. */
  ids: Record<string, string>;
  /** What the API logged as its own failure, and activities that could not do what a request had asked for. */
  failures: string[];
  cache: string;
  folder: string;
  close(): Promise<void>;
}

const taskQueue = 'fuzz';
const unlimited = { perAddress: 1e9, perCredential: 1e9, refusedPerAddress: 1e9 };

/** The product with everything real: PostgreSQL, Temporal, worker and relay, and the API on a port of this machine. */
export async function startProduct(progress: Progress): Promise<RunningProduct> {
  const stops: (() => unknown)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const postgres = await startOwnPostgres('fuzz', progress);
    stops.push(postgres.close);
    const { config, folder } = postgres;
    const clock = () => new Date();
    const failures: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void failures.push(line) });
    Runtime.install({
      logger: new DefaultLogger('WARN', ({ message, meta }) => {
        if (message.includes('failed'))
          failures.push(`${message}: ${meta?.activityType} of ${meta?.workflowId}: ${meta?.error}`);
      }),
    });
    const silent = pino({ level: 'silent' });
    const client = await startTemporalHere(folder, config.cache, progress, stops);
    const system = openDatabase(config.database.systemUrl, { name: 'fuzz worker' });
    const app = openDatabase(config.database.appUrl, { name: 'fuzz api' });
    stops.push(system.close, app.close);
    const afterTheEnd = (orderId: string) => settleAfterTheEnd(system.db, orderId, clock());
    const delivery = { client: client.client, taskQueue, afterTheEnd };
    const relay = createRelay({ database: system, delivery, clock, log: silent });
    const worker = await Worker.create({
      connection: client.native,
      taskQueue,
      workflowBundle: { codePath: await workflowBundle(folder, progress) },
      activities: createActivities({
        db: system.db,
        messenger: createMessenger({ delivery, db: system.db, log: silent, clock }),
        fulfilment: builtinWarehouse(system.db),
        mailer: { send: async () => 'sent', close() {} },
        reconcile: (now) => reconcile({ db: system.db, client: client.client }, now),
        config,
        log: silent,
      }),
    });
    const [working, relaying] = [worker.run(), relay.run()];
    stops.push(async () => {
      await relay.stop();
      worker.shutdown();
      await Promise.all([working, relaying]);
    });
    const messenger = createMessenger({ delivery, db: app.db, log: silent, clock });
    const api = await buildApp({
      db: app.db,
      messenger,
      clock,
      log,
      config: { ...config, api: { ...config.api, limits: unlimited } },
      temporal: client.client,
    });
    const url = await api.listen({ host: '127.0.0.1', port: 0 });
    stops.push(() => api.close());
    const { ids, bound } = await makeThings(system.db, messenger, clock());
    const callers = await makeCallers(app.db, bound, clock());
    return { url, callers, ids, failures, cache: config.cache, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startTemporalHere(folder: string, cache: string, progress: Progress, stops: (() => unknown)[]) {
  const server = await startTemporal({
    program: await findTemporal(cache, progress),
    port: await freePort(),
    uiPort: await freePort(),
    namespace: 'default',
    dataDir: folder,
    logFile: `${folder}/temporal.log`,
  });
  stops.push(() => server.stop());
  const connection = await Connection.connect({ address: server.address });
  stops.push(() => connection.close());
  const native = await NativeConnection.connect({ address: server.address });
  stops.push(() => native.close());
  return { client: new Client({ connection }), native };
}

/** Two tenants with one of everything; the first one's things are those that requests name. All have their workflows. */
async function makeThings(db: Database, messenger: Messenger, now: Date) {
  const at = { system: db, time: { now } };
  const catalogue = await makeCatalogue(at);
  const { here: bound } = await makeTenant(at, 'fuzz', catalogue);
  await makeTenant(at, 'other', catalogue);
  const holdUntil = plusDays(now, 1);
  await db.update(orders).set({ holdUntil });
  // What stands for a warehouse's word there says nothing.
  await db.update(fulfilmentEvents).set({ outcome: 'applied', appliedAt: now });
  const made = {
    orders: await db.select().from(orders),
    devices: await db.select().from(devices).where(eq(devices.state, 'enrolled')),
  };
  await transact({ db, messenger }, 'all', now, async (_tx, outbox) => {
    for (const { accountId, id: orderId, number, siteId } of made.orders)
      await outbox.queue(accountId, {
        kind: 'order.start',
        orderId,
        number,
        siteId,
        holdUntil: holdUntil.toISOString(),
      });
    for (const { accountId, id: deviceId, siteId, enrolment } of made.devices)
      await outbox.queue(accountId, { kind: 'device.enrol', deviceId, siteId, enrolment, label: 'fuzz' });
  });
  return { ids: { ...catalogue, ...bound }, bound };
}

/** Nobody, and somebody of each role, bound as widely as the role may be. */
async function makeCallers(db: Database, { accountId, siteId }: Ids, now: Date): Promise<Caller[]> {
  const callers: Caller[] = [{ name: 'anonymous', token: null }];
  for (const role of roleNames) callers.push({ name: role, token: await tokenOf(role) });
  return callers;

  async function tokenOf(role: Role): Promise<string> {
    const { binding } = roles[role];
    const bound = {
      ...(binding === 'all' ? {} : { accountId }),
      ...(binding === 'site' ? { siteId } : {}),
    };
    const actor = 'fuzz';
    const { token } = await asTenant(db, 'all', (tx) =>
      createCredential(
        { tx, now, actor, record: recorder(tx, { at: now, actor, requestId: null }) },
        { name: role, roles: [role], ...bound },
        null,
      ),
    );
    return token;
  }
}
