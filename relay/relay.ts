import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DatabaseHandle } from '../db/database.ts';
import { markDelivered, takeWaiting } from '../db/outbox.ts';
import { markRelayed, takeUnrelayed } from '../db/queries/unrelayed.ts';
import { type DeliveryDeps, deliver, deliverReadings } from './deliver.ts';
import { noteFailure } from './messenger.ts';

const pollMs = 1000;
const batch = 500;
const parallel = 20;
const pauseAfterFailureMs = 3000;
const failuresThatEndARound = 3;

export interface Relay {
  /** Delivers all that waits now; answers how much that was. For tests and commands. */
  drain(): Promise<number>;
  stop(): Promise<void>;
}

export interface RelayDeps {
  database: DatabaseHandle;
  delivery: DeliveryDeps;
  clock: () => Date;
  log: Logger;
}

/**
 * Tells workflows what the database knows and they do not: readings stored, messages queued. Any number of relays may run;
 * each row is locked by the one that delivers it. A stopped Temporal loses nothing and delays nothing else.
 */
export function createRelay(deps: RelayDeps): Relay & { run(): Promise<void> } {
  const stopping = new AbortController();
  let wake = Promise.withResolvers<void>();

  async function drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const delivered = (await relayReadings(deps)) + (await relayMessages(deps));
      total += delivered;
      if (delivered === 0) return total;
    }
  }

  async function run(): Promise<void> {
    const listening = await deps.database.client
      .listen('replenish_readings', () => wake.resolve())
      .catch((error: unknown) => {
        deps.log.warn({ err: error }, 'relay cannot listen, it polls');
        return undefined;
      });
    while (!stopping.signal.aborted) {
      wake = Promise.withResolvers<void>();
      try {
        await drain();
      } catch (error) {
        deps.log.warn({ err: error }, 'relay waits');
        await pause(pauseAfterFailureMs);
      }
      await Promise.race([wake.promise, pause(pollMs)]);
    }
    await listening?.unlisten().catch(() => {});
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});
  let running: Promise<void> | undefined;
  return {
    drain,
    run: () => {
      running = run();
      return running;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function relayReadings(deps: RelayDeps): Promise<number> {
  const failures: unknown[] = [];
  const delivered = await deps.database.db.transaction(async (tx) => {
    const devices = await takeUnrelayed(tx, batch);
    await inParallel(devices, async (device) => {
      // One device that cannot be told must not keep the others waiting; but a server that is away is not asked for each.
      if (failures.length >= failuresThatEndARound) return;
      try {
        await deliverReadings(deps.delivery, device, { count: device.readings.length, newestAt: device.newestAt });
        await markRelayed(tx, device.deviceId, device.readings, deps.clock());
      } catch (error) {
        failures.push(error);
      }
    });
    return devices.length;
  });
  if (failures.length > 0) throw failures[0];
  return delivered;
}

async function relayMessages(deps: RelayDeps): Promise<number> {
  return deps.database.db.transaction(async (tx) => {
    const now = deps.clock();
    const waiting = await takeWaiting(tx, now, batch);
    const byWorkflow = Map.groupBy(waiting, ({ message }) =>
      'deviceId' in message ? message.deviceId : 'orderId' in message ? message.orderId : message.noticeId,
    );
    await inParallel([...byWorkflow.values()], async (queue) => {
      for (const queued of queue) {
        try {
          await deliver(deps.delivery, queued);
          await markDelivered(tx, [queued.id], deps.clock());
        } catch (error) {
          // Later ones for the same workflow wait behind it, so that they arrive in order.
          deps.log.warn({ err: error, message: queued.id, kind: queued.message.kind }, 'message not delivered yet');
          await noteFailure(tx, queued, error, deps.clock());
          return;
        }
      }
    });
    return waiting.length;
  });
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: Math.min(parallel, items.length) }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
