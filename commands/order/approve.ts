import { eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { recordAudit } from '../../db/queries/audit.ts';
import { orders } from '../../db/schema/index.ts';
import { holdUntil } from '../../domain/order/hold.ts';
import { taskKey } from '../../domain/tasks.ts';
import { settleTask } from '../tasks.ts';
import { cancelLines } from './cancel.ts';
import { type LockedOrder, lockOrder, type OrderRow } from './followed.ts';
import { tellOrderMade } from './notices.ts';
import { writeOrderState } from './write.ts';

/** A person has decided already, or nobody has to. */
export class NothingToApprove extends Error {
  override name = 'NothingToApprove';
}

interface Decision {
  orderId: string;
  actor: string;
  requestId: string;
  now: Date;
}

/** A19: a person lets an order pass the ceiling. Its hold begins now, and the customer is told of it. @throws NothingToApprove */
export async function approveOrder(tx: Transaction, outbox: Outbox, decision: Decision): Promise<OrderRow> {
  const order = await waiting(tx, decision.orderId);
  const until = holdUntil(decision.now, order.row.urgent, order.settings);
  await tx.update(orders).set({ holdUntil: until }).where(eq(orders.id, order.row.id));
  await writeOrderState(tx, order.row.id, decision.now);
  const [approved] = await tx.select().from(orders).where(eq(orders.id, order.row.id));
  await tellOrderMade(tx, outbox, approved!, order.lineRows, order.calendar.timeZone, decision.now);
  const holdUntilIso = until.toISOString();
  await outbox.queue(order.row.accountId, { kind: 'order.approved', orderId: order.row.id, holdUntil: holdUntilIso });
  await settle(tx, order, decision, null);
  await note(tx, order, decision, 'order.approved', { holdUntil: holdUntilIso });
  return approved!;
}

/**
 * A19: a person refuses it: all its lines are cancelled, and as after any cancelling the slots wait until their cover has fallen
 * (A11), or the same order would be back at once. The customer was never told of it, and is not now. @throws NothingToApprove
 */
export async function refuseOrder(
  tx: Transaction,
  outbox: Outbox,
  decision: Decision & { remark: string },
): Promise<OrderRow> {
  const order = await waiting(tx, decision.orderId);
  const { orderId, actor, now } = decision;
  await settle(tx, order, decision, decision.remark);
  await cancelLines(tx, outbox, { orderId, key: `refused/${orderId}`, lineIds: null, actor, now });
  await outbox.queue(order.row.accountId, { kind: 'order.review', orderId, because: 'a person has refused it' });
  await note(tx, order, decision, 'order.refused', { remark: decision.remark });
  const [refused] = await tx.select().from(orders).where(eq(orders.id, orderId));
  return refused!;
}

async function waiting(tx: Transaction, orderId: string): Promise<LockedOrder> {
  const order = await lockOrder(tx, orderId);
  if (order.row.state !== 'awaiting-approval') throw new NothingToApprove(`order ${orderId} is ${order.row.state}`);
  return order;
}

const settle = (tx: Transaction, order: LockedOrder, by: Decision, remark: string | null): Promise<void> =>
  settleTask(tx, taskKey('approve-order', order.row.id), { by: by.actor, now: by.now, remark });

const note = (tx: Transaction, { row }: LockedOrder, by: Decision, action: string, after: object) =>
  recordAudit(tx, {
    accountId: row.accountId,
    at: by.now,
    actor: by.actor,
    action,
    entity: 'order',
    entityId: row.id,
    after,
    requestId: by.requestId,
  });
