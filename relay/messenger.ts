import type { Logger } from 'pino';
import { asTenant, type Database, type Queryable } from '../db/database.ts';
import { type Messenger, markDelivered, markFailed, type QueuedMessage } from '../db/outbox.ts';
import { type DeliveryDeps, deliver } from './deliver.ts';

/** Between tries of one message; short enough that an outage's length does not matter. */
export const retryCapSeconds = 15;
/** How long a request or an activity waits for its messages to be taken before it leaves them to the relay. */
const patienceMs = 3000;
/** After a failure nobody waits again for this long: the relay finds out when Temporal is back. */
const pauseMs = 5000;

/** Delivers what a transaction queued, at once. What fails stays in the outbox for the relay. */
export function createMessenger(deps: {
  delivery: DeliveryDeps;
  db: Database;
  log: Logger;
  clock: () => Date;
}): Messenger {
  let pausedUntilMs = 0;
  return {
    deliver: (messages) => forAtMost(patienceMs, deliverAll(messages)),
  };

  async function deliverAll(messages: readonly QueuedMessage[]): Promise<void> {
    const deadlineMs = performance.now() + patienceMs;
    for (const queued of messages) {
      if (performance.now() < pausedUntilMs) return;
      try {
        await deliver(deps.delivery, queued, Math.max(1, deadlineMs - performance.now()));
        await asTenant(deps.db, 'all', (tx) => markDelivered(tx, [queued.id], deps.clock()));
      } catch (error) {
        pausedUntilMs = performance.now() + pauseMs;
        deps.log.warn({ err: error, message: queued.id, kind: queued.message.kind }, 'message left to the relay');
        // Should the database be away, too: the message is in it, undelivered, and that is all that matters.
        await asTenant(deps.db, 'all', (tx) => noteFailure(tx, queued, error, deps.clock())).catch(() => {});
      }
    }
  }
}

export const noteFailure = (db: Queryable, queued: QueuedMessage, error: unknown, now: Date): Promise<void> =>
  markFailed(db, queued.id, error instanceof Error ? error.message : String(error), now, retryCapSeconds);

/** Waits for work that never fails, but not for ever: it then goes on by itself. */
async function forAtMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, enough]).finally(() => clearTimeout(timer));
}
