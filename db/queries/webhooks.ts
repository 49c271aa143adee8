import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/index.ts';

export type Webhook = typeof webhooks.$inferSelect;

/** Takes webhooks for which something is due, for as long as the lease: whoever else looks meanwhile passes them by. */
export async function leaseDueWebhooks(
  db: Queryable,
  now: Date,
  leaseSeconds: number,
  limit: number,
): Promise<Webhook[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const due = sql`
    select w.id from webhooks w
    where w.disabled_at is null and (w.leased_until is null or w.leased_until <= ${at})
      and (w.not_before is null or w.not_before <= ${at})
      and exists (select from webhook_deliveries d
        where d.webhook_id = w.id and d.state = 'waiting' and (d.not_before is null or d.not_before <= ${at})
          and not exists (select from webhook_deliveries e
            where e.webhook_id = w.id and e.subject = d.subject and e.state = 'waiting' and e.position < d.position))
    order by w.leased_until nulls first limit ${limit} for update skip locked`;
  return db
    .update(webhooks)
    .set({ leasedUntil: new Date(now.getTime() + leaseSeconds * 1000) })
    .where(inArray(webhooks.id, sql`(${due})`))
    .returning();
}

/** The first event that waits of each subject, where its time has come; the oldest ones. */
export async function dueDeliveries(db: Queryable, webhookId: string, now: Date, limit: number) {
  const heads = sql`
    select head.id from (
      select distinct on (d.subject) d.id, d.position, d.not_before from webhook_deliveries d
      where d.webhook_id = ${webhookId} and d.state = 'waiting' order by d.subject, d.position) head
    where head.not_before is null or head.not_before <= ${now.toISOString()}::timestamptz
    order by head.position limit ${limit}`;
  return db
    .select({ delivery: webhookDeliveries, body: webhookEvents.body })
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(inArray(webhookDeliveries.id, sql`(${heads})`))
    .orderBy(asc(webhookDeliveries.position));
}

/** Nothing where the lease has run out meanwhile and another worker has taken it. */
export const endLease = (db: Queryable, { id, leasedUntil }: Webhook) =>
  db
    .update(webhooks)
    .set({ leasedUntil: null })
    .where(and(eq(webhooks.id, id), eq(webhooks.leasedUntil, leasedUntil!)));
