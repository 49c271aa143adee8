import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DatabaseHandle } from '../db/database.ts';
import { markDelivered, takeWaiting } from '../db/outbox.ts';
import { markRelayed, takeUnrelayed } from '../db/queries/unrelayed.ts';
import { type DeliveryDeps, deliver, deliverReadings, gotNoAnswer } from './deliver.ts';
import { noteFailure } from './messenger.ts';

const pollMs = 1000;
const batch = 500;
const parallel = 20;
const pauseAfterFailureMs = 3000;
/** So many that got no answer, and Temporal is taken to be away: it is not asked for each of the others. */
const silencesThatEndARound = 3;
/** A workflow that cannot take its message has this long, and no longer, to keep those behind it waiting. */
const roundMs = 10_000;

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
      // One device that cannot be told must not keep the messages waiting.
      const rounds = await Promise.allSettled([relayReadings(deps), relayMessages(deps)]);
      const failed = rounds.find((round) => round.status === 'rejected');
      if (failed) throw failed.reason;
      const delivered = rounds.reduce((sum, round) => sum + (round.status === 'fulfilled' ? round.value : 0), 0);
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
  const round = new Round();
  const delivered = await deps.database.db.transaction(async (tx) => {
    const devices = await takeUnrelayed(tx, batch);
    await inParallel(devices, async (device) => {
      if (round.isOver()) return;
      try {
        await deliverReadings(deps.delivery, device, { count: device.readings.length, newestAt: device.newestAt });
        await markRelayed(tx, device.deviceId, device.readings, deps.clock());
      } catch (error) {
        round.failed(error);
      }
    });
    return devices.length;
  });
  if (round.failure !== undefined) throw round.failure;
  return delivered;
}

async function relayMessages(deps: RelayDeps): Promise<number> {
  const round = new Round();
  return deps.database.db.transaction(async (tx) => {
    const waiting = await takeWaiting(tx, deps.clock(), batch);
    const byWorkflow = Map.groupBy(waiting, ({ workflowId }) => workflowId);
    await inParallel([...byWorkflow.values()], async (queue) => {
      for (const queued of queue.toSorted((a, b) => a.id - b.id)) {
        if (round.isOver()) return;
        try {
          await deliver(deps.delivery, queued);
          await markDelivered(tx, [queued.id], deps.clock());
        } catch (error) {
          // Later ones for the same workflow wait behind it, so that they arrive in order.
          round.failed(error);
          deps.log.warn({ err: error, message: queued.id, kind: queued.message.kind }, 'message not delivered yet');
          await noteFailure(tx, queued, error, deps.clock());
          return;
        }
      }
    });
    return round.isOver() ? 0 : waiting.length;
  });
}

/** One round of deliveries: over when Temporal seems to be away, or when it has taken long enough. */
class Round {
  failure: unknown;
  #silences = 0;
  readonly #beganAtMs = performance.now();

  failed(error: unknown): void {
    this.failure ??= error;
    if (gotNoAnswer(error)) this.#silences += 1;
  }

  isOver(): boolean {
    return this.#silences >= silencesThatEndARound || performance.now() - this.#beganAtMs > roundMs;
  }
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: Math.min(parallel, items.length) }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
