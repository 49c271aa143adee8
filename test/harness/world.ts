import './quiet-temporal.ts';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import type { Fulfilment } from '../../activities/fulfilment/adapter.ts';
import { builtinWarehouse } from '../../activities/fulfilment/builtin-warehouse.ts';
import { fulfilmentByConnection } from '../../activities/fulfilment/by-connection.ts';
import { erpFulfilment } from '../../activities/fulfilment/erp.ts';
import { createActivities } from '../../activities/index.ts';
import { buildApp } from '../../api/app.ts';
import { createCredential } from '../../api/auth/credentials.ts';
import type { App } from '../../api/types.ts';
import { recorder } from '../../api/work/unit.ts';
import { settleAfterTheEnd } from '../../commands/order/after-the-end.ts';
import { asTenant, type DatabaseHandle, openDatabase } from '../../db/database.ts';
import type { Messenger } from '../../db/outbox.ts';
import { type OutgoingMail, PermanentRefusal } from '../../mail/transport.ts';
import { databaseChecks, reconcile } from '../../operations/reconcile/reconcile.ts';
import { openCaller } from '../../outgoing/caller.ts';
import { createSeal } from '../../outgoing/sealed.ts';
import { createMessenger } from '../../relay/messenger.ts';
import { createRelay, type Relay } from '../../relay/relay.ts';
import { createWebhookRelay } from '../../relay/webhooks.ts';
import { findTimeSkippingServer } from '../../servers/time-skipping.ts';
import { temporalData } from '../../temporal.ts';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { workflowBundlePath } from './workflow-bundle.ts';

/** Everything of the product but its API process, on a clock that skips: facts in PostgreSQL, workflows on a test server. */
export interface World {
  env: TestWorkflowEnvironment;
  database: TestDatabase;
  system: DatabaseHandle;
  messenger: Messenger;
  relay: Relay;
  /** As the service provider's operations staff, who may do everything. */
  request(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<ApiAnswer>;
  api: App;
  /** Mails in the order in which they left. */
  mails: OutgoingMail[];
  /** Addresses that the mail server refuses for good. */
  refusedAddresses: Set<string>;
  /** While true, the warehouse refuses what it is asked: another address, not to ship a line. */
  warehouse: { refuses: boolean };
  /** After so many tries an activity fails for good; for an outage, more than it lasts. */
  patience: { tries: number };
  now(): Promise<Date>;
  /** Lets time pass, with all that happens in it. */
  sleep(duration: string | number): Promise<void>;
  close(): Promise<void>;
}

/** The server is given five seconds to start, which a busy machine may not have. */
async function startPatiently(
  path: string,
  client: ReturnType<typeof temporalData>,
  tries = 4,
): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
      client,
    });
  } catch (error) {
    if (tries <= 1) throw error;
    return startPatiently(path, client, tries - 1);
  }
}

/** temporal.api.enums.v1.IndexedValueType. */
const searchAttributeTypes = { Keyword: 2, Bool: 5, Datetime: 6 } as const;

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for the journey to assert
export type ApiAnswer = { status: number; body: any; headers: Record<string, unknown> };

/** @param given Where there is no run of vitest to take them from: an empty migrated database, and a bundle of the workflows. */
export async function createWorld(given?: { database: TestDatabase; bundlePath: string }): Promise<World> {
  const database = given?.database ?? (await createTestDatabase());
  const [env, codePath] = await Promise.all([
    findTimeSkippingServer(database.config.cache, () => {}).then((path) =>
      startPatiently(path, temporalData(database.config)),
    ),
    given?.bundlePath ?? workflowBundlePath(),
  ]);
  // The test server knows how to add them, not how to list them.
  await env.connection.operatorService.addSearchAttributes({
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [name, searchAttributeTypes[type]]),
    ),
  });
  const log = pino({ level: 'silent' });
  const system = openDatabase(database.systemUrl, { name: 'journey' });
  let current = new Date(await env.currentTimeMs());
  const clock = () => current;
  const now = async () => {
    current = new Date(await env.currentTimeMs());
    return current;
  };
  const delivery = {
    client: env.client,
    taskQueue: 'replenish',
    afterTheEnd: (orderId: string) => settleAfterTheEnd(system.db, orderId, clock()),
  };
  const messenger = createMessenger({ delivery, db: system.db, log, clock });
  const seal = createSeal(database.config.secret);
  const relay = createRelay({ database: system, delivery, clock, log });
  const mails: OutgoingMail[] = [];
  const refusedAddresses = new Set<string>();
  const warehouse = { refuses: false };
  const patience = { tries: usualTries };
  const config = { ...database.config, outgoing: { networks: ['127.0.0.0/8'], http: true } };
  const caller = openCaller(config.outgoing);
  const webhookRelay = createWebhookRelay({ db: system.db, caller, seal, clock, log, timeoutMs: 1000 });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'replenish',
    workflowBundle: { codePath },
    ...temporalData(database.config),
    activities: patientlyOnce(
      createActivities({
        db: system.db,
        messenger,
        // The time-skipping server lists no workflows: what the database alone can tell is compared.
        reconcile: (now) => reconcile({ db: system.db, client: env.client }, now, { checks: databaseChecks }),
        fulfilment: fulfilmentByConnection(system.db, {
          warehouse: refusing(builtinWarehouse(system.db), warehouse),
          erp: erpFulfilment({
            db: system.db,
            caller,
            seal,
            clock,
            timeoutMs: 1000,
            pauseMs: 0,
          }),
        }),
        mailer: {
          async send(mail) {
            if (refusedAddresses.has(mail.to.address)) throw new PermanentRefusal(550, 'no such mailbox');
            mails.push(mail);
            return 'sent';
          },
          close() {},
        },
        config,
        log,
      }),
      patience,
    ),
  });
  const app = openDatabase(database.appUrl, { name: 'journey api' });
  const api = await buildApp({
    db: app.db,
    messenger: createMessenger({ delivery, db: app.db, log, clock }),
    clock,
    log,
    config: { ...config, api: { ...config.api, limits: unlimited } },
    temporal: env.client,
  });
  const token = await staffToken(app, clock);
  /** Until nothing is left to do: virtual time stands still while a task or an activity runs, so ten seconds pass only after it. */
  const settle = async () => {
    do {
      await relay.drain();
      await env.sleep('10 seconds');
      await now();
    } while ((await relay.drain()) > 0);
    await webhookRelay.drain();
  };
  const running = worker.run();
  return {
    env,
    database,
    system,
    messenger,
    relay,
    mails,
    refusedAddresses,
    warehouse,
    patience,
    now,
    api,
    async request(method, url, body) {
      await now();
      const answer = await api.inject({
        method,
        url: `/v1${url}`,
        headers: { authorization: `Bearer ${token}`, 'if-match': '*' },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      if (method !== 'GET') await settle();
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.headers['content-type']?.toString().includes('json') ? answer.json() : answer.body,
      };
    },
    async sleep(duration) {
      await env.sleep(duration);
      await settle();
    },
    async close() {
      worker.shutdown();
      await running;
      await env.teardown();
      await caller.close();
      await api.close();
      await app.close();
      await system.close();
      await database.drop();
    },
  };
}

function refusing(adapter: Fulfilment, said: World['warehouse']): Fulfilment {
  return {
    ...adapter,
    changeAddress: async (change, now) => (said.refuses ? 'refused' : adapter.changeAddress(change, now)),
    withdraw: async (lineId, now) => (said.refuses ? 'refused' : adapter.withdraw(lineId, now)),
  };
}

/** Production tries for ever; a journey whose activity keeps failing would wait for ever, so it fails for good after a few tries. */
function patientlyOnce<T extends object>(activities: T, patience: World['patience']): T {
  const limited = Object.entries(activities).map(([name, run]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        if (activityInfo().attempt < patience.tries) throw error;
        console.error(`activity ${name} failed ${patience.tries} times`, error);
        throw ApplicationFailure.nonRetryable(`${name}: ${error}`);
      }
    },
  ]);
  return Object.fromEntries(limited);
}

const usualTries = 5;
const unlimited = { perAddress: 1e9, perCredential: 1e9, refusedPerAddress: 1e9 };

async function staffToken(app: DatabaseHandle, clock: () => Date): Promise<string> {
  const now = clock();
  const actor = 'test';
  const { token } = await asTenant(app.db, 'all', (tx) =>
    createCredential(
      { tx, now, actor, record: recorder(tx, { at: now, actor, requestId: null }) },
      { name: 'journeys', roles: ['operations'] },
      null,
    ),
  );
  return token;
}
