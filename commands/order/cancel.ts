import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { recordAudit } from '../../db/queries/audit.ts';
import { loadDeviceFacts } from '../../db/queries/facts.ts';
import { audit, slots } from '../../db/schema/index.ts';
import { assessDevice } from '../../domain/assessment.ts';
import { cancelLines as cancel, type LineUnits } from '../../domain/order/cancellation.ts';
import { mayCancel } from '../../domain/order/hold.ts';
import { coverDaysAtCancel } from '../../domain/replenishment/cancel-hold.ts';
import type { CancelAnswer, CancelRequest, OrderView } from '../../workflows/order.contract.ts';
import { type LockedOrder, lockOrder } from './followed.ts';
import { tellCancelled } from './notices.ts';
import { takeOffered } from './offers.ts';
import { viewOrder } from './view.ts';
import { writeChange } from './write.ts';

/**
 * A11: cancels an order, or lines of it, while it is held; at the deadline exactly it is too late. Takes turns with release on the
 * order's row. The same request again gives the same answer.
 */
export async function cancelLines(
  tx: Transaction,
  outbox: Outbox,
  request: CancelRequest & { orderId: string; now: Date },
): Promise<CancelAnswer & { view: OrderView }> {
  const order = await lockOrder(tx, request.orderId);
  const before = await answerGiven(tx, request);
  const answer = before ?? (await decide(tx, outbox, order, request));
  return { ...answer, view: await viewOrder(tx, request.orderId) };
}

async function decide(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  request: CancelRequest & { orderId: string; now: Date },
): Promise<CancelAnswer> {
  const { row, followed } = order;
  const held = row.state === 'held' || row.state === 'awaiting-approval';
  if (!held || !mayCancel(request.now, row.holdUntil)) return { cancelledLineIds: [], refused: 'too-late' };
  const known = new Set(followed.lines.map(({ id }) => id));
  if (request.lineIds?.some((lineId) => !known.has(lineId))) return { cancelledLineIds: [], refused: 'unknown-line' };
  const { key, actor, now } = request;
  const moved =
    request.instead === 'move' &&
    (await takeOffered(tx, outbox, order, request.lineIds, { actor, requestId: key, now }));
  if (moved && moved.refused !== null) return { cancelledLineIds: [], refused: moved.refused };
  const found = cancel(followed, (moved ? moved.lineIds : request.lineIds) ?? 'all');
  if (found.cancelled.length === 0) return { cancelledLineIds: [], refused: 'nothing-left' };
  // What has another cartridge instead needs no holding back: its cover has not fallen (A11).
  if (!moved) await holdBack(tx, order, found.cancelled, request.now);
  await writeChange(tx, outbox, order, found, { key: `cancel/${request.key}`, actor: request.actor, now: request.now });
  // What waited for approval was never told of (A19): neither is its end.
  if (row.state === 'held') await tellCancelled(tx, outbox, order, found.cancelled, request);
  const answer: CancelAnswer = { cancelledLineIds: found.cancelled.map(({ lineId }) => lineId), refused: null };
  await recordAudit(tx, {
    accountId: row.accountId,
    at: request.now,
    actor: request.actor,
    action: 'order.cancel',
    entity: 'order',
    entityId: row.id,
    after: moved ? { ...answer, instead: 'move' } : answer,
    requestId: request.key,
  });
  return answer;
}

/** What this very request was answered before. */
async function answerGiven(tx: Transaction, request: { orderId: string; key: string }): Promise<CancelAnswer | null> {
  const [row] = await tx
    .select({ after: audit.after })
    .from(audit)
    .where(
      and(
        eq(audit.entity, 'order'),
        eq(audit.entityId, request.orderId),
        eq(audit.action, 'order.cancel'),
        eq(audit.requestId, request.key),
      ),
    );
  return (row?.after as CancelAnswer | undefined) ?? null;
}

/**
 * A11: the slots of cancelled lines wait until their cover has fallen; it is measured without what has just been cancelled. A job's
 * line says nothing of what its slot needs (A14).
 */
async function holdBack(tx: Transaction, order: LockedOrder, cancelled: LineUnits[], now: Date): Promise<void> {
  const quantities = new Map(cancelled.map(({ lineId, quantity }) => [lineId, quantity]));
  const lines = order.lineRows.filter(({ id, kind }) => quantities.has(id) && kind !== 'exceptional');
  const devices = await loadDeviceFacts(tx, [...new Set(lines.map(({ deviceId }) => deviceId))], now);
  const situations = devices.flatMap((device) => assessDevice(device, now).slots.map(({ situation }) => situation));
  for (const line of lines) {
    const situation = situations.find(({ slotId }) => slotId === line.slotId);
    const cover = situation && coverDaysAtCancel(situation, [{ lineId: line.id, quantity: quantities.get(line.id)! }]);
    await tx
      .update(slots)
      .set({ cancelledAtCoverDays: cover ?? null })
      .where(eq(slots.id, line.slotId));
  }
}
