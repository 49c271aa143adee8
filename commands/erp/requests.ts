import { and, desc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { type erpConnections, erpRequests, orders } from '../../db/schema/index.ts';
import { plannedTask, taskKey } from '../../domain/tasks.ts';
import { hourMs } from '../../domain/time.ts';
import { openTask, settleTask } from '../tasks.ts';

export type ErpRequest = typeof erpRequests.$inferSelect;
type Connection = typeof erpConnections.$inferSelect;

/** So long a question to an ERP may wait before people are asked to look. */
const patienceHours = 1;

/** Writes down what an ERP is to be asked, body and all; asked for again, it is the same question with what came of it. */
export async function openErpRequest(
  tx: Transaction,
  request: Pick<
    typeof erpRequests.$inferInsert,
    'key' | 'accountId' | 'connectionId' | 'orderId' | 'lineId' | 'kind' | 'madeAt'
  >,
  body: () => Promise<object>,
): Promise<ErpRequest> {
  const find = () => tx.select().from(erpRequests).where(eq(erpRequests.key, request.key));
  const [before] = await find();
  if (before) return before;
  await tx
    .insert(erpRequests)
    .values({ ...request, body: JSON.stringify(await body()) })
    .onConflictDoNothing({ target: erpRequests.key });
  const [made] = await find();
  return made!;
}

/** What the ERP last said to taking over the order; undefined: it has not been asked. */
export async function lastPlacing(tx: Transaction, orderId: string): Promise<ErpRequest | undefined> {
  const [last] = await tx
    .select()
    .from(erpRequests)
    .where(and(eq(erpRequests.orderId, orderId), eq(erpRequests.kind, 'place')))
    .orderBy(desc(erpRequests.id))
    .limit(1);
  return last;
}

/**
 * The ERP has answered: what follows from it is one transaction with the answer. An order that it takes is handed over; one that it
 * refuses is a task. What a refused change of address or withdrawal means, whoever asked for it knows.
 */
export async function recordErpAnswer(
  tx: Transaction,
  connection: Connection,
  request: ErpRequest,
  answer: { outcome: 'agreed' | 'refused'; reference: string | null; reason: string | null },
  now: Date,
): Promise<void> {
  const { outcome: state, reference, reason } = answer;
  const [answered] = await tx
    .update(erpRequests)
    .set({ state, reference, reason, answeredAt: now, lastTriedAt: now, lastError: null, attempts: oneMore })
    .where(and(eq(erpRequests.id, request.id), eq(erpRequests.state, 'waiting')))
    .returning();
  if (request.attempts > 0) await settleTask(tx, taskKey('erp-away', connection.id), { by: 'system', now });
  // Another try of the same question was faster.
  if (!answered || request.kind !== 'place') return;
  const { orderId, accountId } = request;
  if (state === 'agreed') {
    await tx.update(orders).set({ handedOverAt: now }).where(eq(orders.id, orderId));
  } else {
    const task = plannedTask('erp-refused', { orderId, accountId }, { erp: connection.name, words: reason ?? '–' });
    await openTask(tx, accountId, task, now);
  }
}

const oneMore = sql`${erpRequests.attempts} + 1`;

/** No answer yet. The effect may have happened nevertheless; the same is asked again. */
export async function recordErpFailure(
  tx: Transaction,
  connection: Connection,
  request: ErpRequest,
  error: string,
  now: Date,
): Promise<void> {
  await tx
    .update(erpRequests)
    .set({ lastTriedAt: now, lastError: error.slice(0, 300), attempts: oneMore })
    .where(and(eq(erpRequests.id, request.id), eq(erpRequests.state, 'waiting')));
  if (now.getTime() - request.madeAt.getTime() < patienceHours * hourMs) return;
  const task = plannedTask('erp-away', { connectionId: connection.id }, { erp: connection.name });
  await openTask(tx, connection.accountId, task, now);
}
