import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { recordAudit } from '../../db/queries/audit.ts';
import { type DeliveryTry, webhookDeliveries, webhooks } from '../../db/schema/index.ts';
import { plannedTask } from '../../domain/tasks.ts';
import { awayAfterFailures, isGivenUp, webhookRetrySeconds } from '../../domain/webhook-retry.ts';
import { openTask } from '../tasks.ts';

type Webhook = typeof webhooks.$inferSelect;
type Delivery = typeof webhookDeliveries.$inferSelect;

/** Of each delivery so many tries are kept. */
const triesKept = 10;

/** What one try came to. */
export interface Tried {
  /** Null: there was no answer. */
  status: number | null;
  error: string | null;
  /** Seconds that the receiver asks us to wait. */
  retryAfterSeconds: number;
}

/** Writes down one try. Whoever takes an event is no longer failing; one that is gone, or has failed for days, is switched off. */
export async function recordTry(
  tx: Transaction,
  webhook: Webhook,
  delivery: Delivery,
  tried: Tried,
  now: Date,
): Promise<void> {
  const { status, error } = tried;
  const entry: DeliveryTry = { at: now.toISOString(), status, error };
  const noted = { attempts: delivery.attempts + 1, tries: [entry, ...delivery.tries].slice(0, triesKept) };
  const thisOne = eq(webhookDeliveries.id, delivery.id);
  if (error === null) {
    await tx
      .update(webhookDeliveries)
      .set({ ...noted, state: 'delivered', deliveredAt: now, notBefore: null })
      .where(thisOne);
    await tx
      .update(webhooks)
      .set({ failures: 0, failingSince: null, notBefore: null })
      .where(and(eq(webhooks.id, webhook.id), sql`${webhooks.failures} > 0`));
    return;
  }
  const waitSeconds = (failures: number) => Math.max(webhookRetrySeconds(failures), tried.retryAfterSeconds);
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  await tx
    .update(webhookDeliveries)
    .set(
      isGivenUp(delivery.madeAt, now)
        ? { ...noted, state: 'given-up', notBefore: null }
        : { ...noted, notBefore: later(waitSeconds(delivery.attempts)) },
    )
    .where(thisOne);
  const [present] = await tx.select().from(webhooks).where(eq(webhooks.id, webhook.id)).for('update');
  const failures = present!.failures + 1;
  const failingSince = present!.failingSince ?? now;
  const away = failures >= awayAfterFailures;
  await tx
    .update(webhooks)
    .set({ failures, failingSince, notBefore: away ? later(waitSeconds(failures)) : null })
    .where(eq(webhooks.id, webhook.id));
  const because = status === 410 ? 'gone' : isGivenUp(failingSince, now) ? 'failing' : null;
  if (because && !present!.disabledAt) await switchOff(tx, present!, because, now);
}

async function switchOff(tx: Transaction, webhook: Webhook, because: 'gone' | 'failing', now: Date): Promise<void> {
  const { id: webhookId, accountId, name, version } = webhook;
  const change = { disabledAt: now, disabledBecause: because, version: version + 1 };
  await tx.update(webhooks).set(change).where(eq(webhooks.id, webhookId));
  await recordAudit(tx, {
    accountId,
    at: now,
    actor: 'system',
    action: 'webhook.disabled',
    entity: 'webhook',
    entityId: webhookId,
    after: { because },
    requestId: null,
  });
  await openTask(tx, accountId, plannedTask('webhook-disabled', { webhookId, accountId }, { name }), now);
}
