import { and, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Message } from '../workflows/messages.contract.ts';
import type { Database, Queryable, Transaction, Visibility } from './database.ts';
import { asTenant } from './database.ts';
import { outbox } from './schema/index.ts';

export interface QueuedMessage {
  id: number;
  accountId: string;
  workflowId: string;
  message: Message;
  attempts: number;
}

const headStartMs = 3000;

/** Collects what a transaction has to tell workflows; stored with the facts, so that neither exists without the other. */
export class Outbox {
  readonly queued: QueuedMessage[] = [];

  readonly #tx: Transaction;
  readonly #now: Date;

  constructor(tx: Transaction, now: Date) {
    this.#tx = tx;
    this.#now = now;
  }

  async queue(accountId: string, ...messages: Message[]): Promise<void> {
    if (messages.length === 0) return;
    const rows = await this.#tx
      .insert(outbox)
      .values(
        messages.map((message) => ({
          accountId,
          kind: message.kind,
          workflowId: workflowOf(message),
          body: message as unknown as Record<string, unknown>,
          madeAt: this.#now,
          // Delivered at once by whoever queued it; the relay steps in when that has not worked.
          notBefore: new Date(this.#now.getTime() + headStartMs),
        })),
      )
      .returning({ id: outbox.id });
    rows.forEach((row, i) => {
      const message = messages[i]!;
      this.queued.push({ id: row.id, accountId, workflowId: workflowOf(message), message, attempts: 0 });
    });
  }
}

/** Messages to one workflow are delivered in order. */
const workflowOf = (message: Message): string =>
  'deviceId' in message
    ? `device/${message.deviceId}`
    : 'orderId' in message
      ? `order/${message.orderId}`
      : `mail/${message.noticeId}`;

/** Tells workflows what transactions queued; never throws: what cannot be delivered now is the relay's. */
export interface Messenger {
  deliver(messages: readonly QueuedMessage[]): Promise<void>;
}

/** One transaction under row-level security; once it is committed, its messages go out at once. */
export async function transact<T>(
  deps: { db: Database; messenger: Messenger },
  visibility: Visibility,
  now: Date,
  work: (tx: Transaction, outbox: Outbox) => Promise<T>,
): Promise<T> {
  const { result, queued } = await asTenant(deps.db, visibility, async (tx) => {
    const box = new Outbox(tx, now);
    return { result: await work(tx, box), queued: box.queued };
  });
  await deps.messenger.deliver(queued);
  return result;
}

/**
 * Takes messages whose time has come, for as long as the transaction lives: those first that are due for longest, so that one which fails
 * again and again keeps no other waiting; none before an older one to the same workflow.
 */
export async function takeWaiting(tx: Queryable, now: Date, limit: number): Promise<QueuedMessage[]> {
  const rows = await tx
    .select()
    .from(outbox)
    .where(
      and(
        isNull(outbox.deliveredAt),
        or(isNull(outbox.notBefore), lte(outbox.notBefore, now)),
        sql`not exists (
          select from outbox older
          where older.workflow_id = ${outbox.workflowId} and older.id < ${outbox.id}
            and older.delivered_at is null and older.not_before > ${now.toISOString()}::timestamptz)`,
      ),
    )
    .orderBy(sql`coalesce(${outbox.notBefore}, ${outbox.madeAt})`, outbox.id)
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map((row) => ({
    id: row.id,
    accountId: row.accountId,
    workflowId: row.workflowId,
    message: row.body as unknown as Message,
    attempts: row.attempts,
  }));
}

export async function markDelivered(db: Queryable, ids: number[], now: Date): Promise<void> {
  if (ids.length > 0) await db.update(outbox).set({ deliveredAt: now, lastError: null }).where(inArray(outbox.id, ids));
}

/** Backs off up to `capSeconds`, so that the length of an outage does not matter. */
export async function markFailed(
  db: Queryable,
  id: number,
  error: string,
  now: Date,
  capSeconds: number,
): Promise<void> {
  await db
    .update(outbox)
    .set({
      attempts: sql`${outbox.attempts} + 1`,
      lastError: error.slice(0, 500),
      notBefore: sql`${now.toISOString()}::timestamptz + least(${capSeconds}, power(2, least(${outbox.attempts}, 10))) * interval '1 second'`,
    })
    .where(eq(outbox.id, id));
}
