import { eq } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { webhooks } from '../../db/schema/index.ts';
import { notFound } from '../errors/problem.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { Webhook } from '../schemas/webhooks.ts';
import type { Change } from '../work/unit.ts';

type Row = typeof webhooks.$inferSelect;

/** @throws not-found, for another account's, too */
export async function findWebhook(tx: Transaction, webhookId: string, lock?: 'lock'): Promise<Row> {
  const query = tx.select().from(webhooks).where(eq(webhooks.id, webhookId));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'webhook', fr: 'Webhook' });
  return row;
}

/** Changes it, counts the change and notes it in the audit. */
export async function changeWebhook(
  { tx, record }: Change,
  before: Row,
  action: string,
  values: Partial<typeof webhooks.$inferInsert>,
  noted: { before?: unknown; after?: unknown } = {},
): Promise<Row> {
  const [after] = await tx
    .update(webhooks)
    .set({ ...values, version: before.version + 1 })
    .where(eq(webhooks.id, before.id))
    .returning();
  await record({ accountId: before.accountId, action, entity: 'webhook', entityId: before.id, ...noted });
  return after!;
}

export const viewWebhook = (row: Row): Static<typeof Webhook> => ({
  id: row.id,
  accountId: row.accountId,
  name: row.name,
  url: row.url,
  events: row.events,
  previousSecretUntil: isoOrNull(row.previousUntil),
  createdBy: row.createdBy,
  createdAt: iso(row.createdAt),
  disabledAt: isoOrNull(row.disabledAt),
  disabledBecause: row.disabledBecause,
  failingSince: isoOrNull(row.failingSince),
  version: row.version,
});
