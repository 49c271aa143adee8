import { and, arrayContains, eq, isNull } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Queryable } from '../../db/database.ts';
import { webhookDeliveries, webhookEvents, webhooks } from '../../db/schema/index.ts';
import type { WebhookDataOf, WebhookEventType } from '../../domain/webhook-events.ts';

interface Fact<T extends WebhookEventType> {
  accountId: string;
  type: T;
  /** What it happened to (`order/<id>` …): events of one subject are told in order. */
  subject: string;
  /** Names the fact: the same one is told once. */
  key: string;
  data: WebhookDataOf<T>;
}

/**
 * Writes down, in the transaction of a fact, whom it is to be told. Where nobody subscribes to it, nothing is written. The relay
 * delivers what is committed.
 */
export async function publish<T extends WebhookEventType>(tx: Queryable, fact: Fact<T>, now: Date): Promise<void> {
  const { accountId, type } = fact;
  const subscribers = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.accountId, accountId), isNull(webhooks.disabledAt), arrayContains(webhooks.events, [type])));
  await publishTo(
    tx,
    subscribers.map(({ id }) => id),
    fact,
    now,
  );
}

/** The same for those named, whatever they subscribe to. Gives the event's id, where it is new. */
export async function publishTo<T extends WebhookEventType>(
  tx: Queryable,
  webhookIds: string[],
  { accountId, type, subject, key, data }: Fact<T>,
  now: Date,
): Promise<string | null> {
  if (webhookIds.length === 0) return null;
  const id = uuidv7();
  const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
  const [made] = await tx
    .insert(webhookEvents)
    .values({ id, accountId, type, subject, factKey: key, body, madeAt: now })
    .onConflictDoNothing({ target: webhookEvents.factKey })
    .returning({ id: webhookEvents.id });
  if (!made) return null;
  const delivery = { accountId, eventId: id, subject, madeAt: now };
  await tx.insert(webhookDeliveries).values(webhookIds.map((webhookId) => ({ ...delivery, webhookId })));
  return id;
}
