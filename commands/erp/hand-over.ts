import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { recordAudit } from '../../db/queries/audit.ts';
import { orders } from '../../db/schema/index.ts';
import { taskKey } from '../../domain/tasks.ts';
import { settleTask } from '../tasks.ts';

/** It is not released, or somebody has taken it. */
export class NothingToHandOver extends Error {
  override name = 'NothingToHandOver';
}

/**
 * A person gives an order that its ERP has refused, or does not answer for, to that ERP anew or to the built-in warehouse. To the
 * ERP it is a question of its own: whoever keeps answers by their key must not give the old one. @throws NothingToHandOver
 */
export async function handOverAnew(
  tx: Transaction,
  outbox: Outbox,
  request: { orderId: string; to: 'erp' | 'warehouse'; actor: string; requestId: string; now: Date },
): Promise<typeof orders.$inferSelect> {
  const { orderId, to, actor, now } = request;
  const [before] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
  if (before?.state !== 'released' || before.handedOverAt || !before.erpId) throw new NothingToHandOver();
  const change = to === 'erp' ? { handOvers: before.handOvers + 1 } : { erpId: null, assignedAt: now };
  const [after] = await tx
    .update(orders)
    .set({ ...change, version: before.version + 1 })
    .where(eq(orders.id, orderId))
    .returning();
  await settleTask(tx, taskKey('erp-refused', orderId), { by: actor, now });
  await outbox.queue(before.accountId, { kind: 'order.review', orderId, because: 'it is handed over anew' });
  await recordAudit(tx, {
    accountId: before.accountId,
    at: now,
    actor,
    action: 'order.hand-over',
    entity: 'order',
    entityId: orderId,
    before: { erpId: before.erpId },
    after: { to },
    requestId: request.requestId,
  });
  return after!;
}
