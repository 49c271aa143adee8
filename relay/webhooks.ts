import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import { recordTry, type Tried } from '../commands/webhooks/outcome.ts';
import type { Database } from '../db/database.ts';
import { dueDeliveries, endLease, leaseDueWebhooks, type Webhook } from '../db/queries/webhooks.ts';
import { webhooks } from '../db/schema/index.ts';
import { awayAfterFailures } from '../domain/webhook-retry.ts';
import { type Caller, CallFailed } from '../outgoing/caller.ts';
import { liveSecrets, sealedFor } from '../outgoing/live-secrets.ts';
import type { Seal } from '../outgoing/sealed.ts';
import { signatureHeaders } from '../outgoing/signature.ts';

export interface WebhookDeps {
  /** As replenish_system. */
  db: Database;
  caller: Caller;
  seal: Seal;
  clock: () => Date;
  log: Logger;
  timeoutMs?: number;
}

const pollMs = 1000;
const usualTimeoutMs = 15_000;
/** One worker's turn with a webhook; a call begun within it ends before the lease does. */
const turnMs = 10_000;
const leaseSeconds = 30;
const webhooksAtOnce = 20;
/** Of one webhook, each of another subject. */
const eventsAtOnce = 5;
const longestRetryAfterSeconds = 3600;
const pauseAfterFailureMs = 3000;
const patienceAtEndMs = 5000;

/**
 * Delivers what transactions wrote down for subscribers: at least once, in order for each subject, by any number of workers. A receiver
 * that is slow or away keeps only its own events waiting.
 */
export function createWebhookRelay(deps: WebhookDeps) {
  const stopping = new AbortController();
  const turns = new Set<Promise<void>>();
  let running: Promise<void> | undefined;

  /** Begins a turn with each webhook for which something is due. Gives how many. */
  async function begin(): Promise<number> {
    const room = webhooksAtOnce - turns.size;
    const leased = room > 0 ? await leaseDueWebhooks(deps.db, deps.clock(), leaseSeconds, room) : [];
    for (const webhook of leased) {
      const turn = takeTurn(deps, webhook)
        .catch((error: unknown) => deps.log.warn({ err: error, webhook: webhook.id }, 'webhook waits'))
        .finally(() => turns.delete(turn));
      turns.add(turn);
    }
    return leased.length;
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  return {
    /** Delivers all that is due now. For tests. */
    async drain(): Promise<void> {
      while ((await begin()) > 0) await Promise.all(turns);
    },
    run(): Promise<void> {
      running = (async () => {
        while (!stopping.signal.aborted) {
          await begin().catch(async (error: unknown) => {
            deps.log.warn({ err: error }, 'webhooks wait');
            await pause(pauseAfterFailureMs);
          });
          await pause(pollMs);
        }
      })();
      return running;
    },
    async stop(): Promise<void> {
      stopping.abort();
      await running;
      // A call that goes on is not waited for: its event is delivered again once the lease is over.
      await Promise.race([Promise.all(turns), sleep(patienceAtEndMs, undefined, { ref: false })]);
    },
  };
}

async function takeTurn(deps: WebhookDeps, leased: Webhook): Promise<void> {
  const endsAt = performance.now() + turnMs;
  try {
    for (let webhook: Webhook | undefined = leased; webhook && performance.now() < endsAt; ) {
      const away = webhook.failures >= awayAfterFailures;
      const due = await dueDeliveries(deps.db, webhook.id, deps.clock(), away ? 1 : eventsAtOnce);
      if (due.length === 0) return;
      const present: Webhook = webhook;
      const secrets = liveSecrets(deps.seal, sealedFor.webhook(present.id), present, deps.clock());
      const all = await Promise.all(due.map((one) => deliverOne(deps, present, secrets, one)));
      if (all.includes('failed')) return;
      [webhook] = await deps.db.select().from(webhooks).where(eq(webhooks.id, present.id));
      if (webhook?.disabledAt) return;
    }
  } finally {
    await endLease(deps.db, leased);
  }
}

async function deliverOne(
  deps: WebhookDeps,
  webhook: Webhook,
  secrets: string[],
  { delivery, body }: Awaited<ReturnType<typeof dueDeliveries>>[number],
): Promise<'delivered' | 'failed'> {
  const headers = signatureHeaders({ id: delivery.eventId, body, at: deps.clock() }, secrets);
  const tried = await call(deps, webhook.url, headers, body);
  await deps.db.transaction((tx) => recordTry(tx, webhook, delivery, tried, deps.clock()));
  return tried.error === null ? 'delivered' : 'failed';
}

/** Any 2xx is taken. A redirect is a failure; the answer's content does not matter and is not kept. */
async function call(deps: WebhookDeps, url: string, headers: Record<string, string>, body: string): Promise<Tried> {
  try {
    const timeoutMs = deps.timeoutMs ?? usualTimeoutMs;
    const { status, retryAfter } = await deps.caller.post({ url, headers, body, timeoutMs });
    const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
    const taken = status >= 200 && status < 300;
    return {
      status,
      error: taken ? null : `answered ${status}`,
      retryAfterSeconds: Math.min(seconds, longestRetryAfterSeconds),
    };
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return { status: null, error: error.message, retryAfterSeconds: 0 };
  }
}
