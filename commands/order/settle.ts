import { and, asc, eq, isNull, lte, or } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { fulfilmentEvents, parcels } from '../../db/schema/index.ts';
import type { ParcelLine } from '../../domain/order/followed.ts';
import { applyFulfilment } from '../../domain/order/fulfilment.ts';
import { presumeParcel } from '../../domain/order/presumed.ts';
import type { FulfilmentEvent } from '../../domain/order/types.ts';
import type { OrderView } from '../../workflows/order.contract.ts';
import { openTask } from '../tasks.ts';
import { lockOrder } from './followed.ts';
import { tellFulfilment } from './notices.ts';
import { viewOrder } from './view.ts';
import { writeChange } from './write.ts';

type EventRow = typeof fulfilmentEvents.$inferSelect;

/**
 * Deals with everything that the warehouse has said of an order and that has not been dealt with, in the order in which it was
 * received; what came too early is tried again after each. Then presumes parcels delivered whose time has passed (A09).
 */
export async function settleOrder(tx: Transaction, outbox: Outbox, orderId: string, now: Date): Promise<OrderView> {
  await lockOrder(tx, orderId);
  for (let progress = true; progress; ) {
    progress = false;
    for (const event of await waitingEvents(tx, orderId)) {
      if (await applyEvent(tx, outbox, event, now)) progress = true;
    }
  }
  await presumeOverdue(tx, outbox, orderId, now);
  return viewOrder(tx, orderId);
}

const waitingEvents = (tx: Transaction, orderId: string) =>
  tx
    .select()
    .from(fulfilmentEvents)
    .where(
      and(
        eq(fulfilmentEvents.orderId, orderId),
        or(isNull(fulfilmentEvents.outcome), eq(fulfilmentEvents.outcome, 'early')),
      ),
    )
    .orderBy(asc(fulfilmentEvents.receivedAt), asc(fulfilmentEvents.id));

/** @returns whether anything changed, so that what came too early may have its turn. */
async function applyEvent(tx: Transaction, outbox: Outbox, event: EventRow, now: Date): Promise<boolean> {
  const order = await lockOrder(tx, event.orderId);
  const said = { ...(event.body as object), type: event.type, occurredAt: event.occurredAt } as FulfilmentEvent;
  const result = applyFulfilment(order.followed, said);
  await writeChange(tx, outbox, order, result, {
    key: `event/${event.id}/${event.attempts}`,
    actor: event.source,
    now,
    serials: Object.fromEntries(said.lines.flatMap(({ lineId, serials }) => (serials ? [[lineId, serials]] : []))),
  });
  await tellFulfilment(tx, outbox, order, result.notices, now);
  for (const task of result.tasks) await openTask(tx, order.row.accountId, task, now);
  await tx
    .update(fulfilmentEvents)
    .set({
      outcome: result.retry ? 'early' : result.outcome,
      body: result.retry ?? event.body,
      attempts: event.attempts + 1,
      appliedAt: now,
    })
    .where(eq(fulfilmentEvents.id, event.id));
  return result.outcome === 'applied' || result.outcome === 'partly-applied';
}

/** A09: no word of it for so long. */
async function presumeOverdue(tx: Transaction, outbox: Outbox, orderId: string, now: Date): Promise<void> {
  const overdue = await tx
    .select()
    .from(parcels)
    .where(and(eq(parcels.orderId, orderId), isNull(parcels.settledAt), lte(parcels.presumeAt, now)));
  for (const parcel of overdue) {
    const order = await lockOrder(tx, orderId);
    // More may be put into a parcel that was presumed delivered: its key is of what has not been settled yet.
    const settled = order.followed.parcels
      .find(({ id }) => id === parcel.id)!
      .lines.reduce((sum, line) => sum + settledUnits(line), 0);
    await writeChange(tx, outbox, order, presumeParcel(order.followed, parcel), {
      key: `presumed/${parcel.id}/${settled}`,
      actor: 'workflow',
      now,
    });
  }
}

const settledUnits = ({ delivered, presumed, lost, returned }: ParcelLine) => delivered + presumed + lost + returned;
