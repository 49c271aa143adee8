import { asc } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import {
  devices,
  fulfilmentEvents,
  ledger,
  notices,
  orderLines,
  orders,
  outbox,
  parcelLines,
  parcels,
  silenceStages,
  slots,
  swaps,
} from '../../db/schema/index.ts';

export type Facts = Awaited<ReturnType<typeof readFacts>>;
export type LineFacts = Facts['lines'][number];
export type OrderFacts = Facts['orders'][number];

/** Everything that the model compares. Only the run's customer is in the database. */
export async function readFacts(tx: Transaction) {
  const [orderRows, lines, boxes, packed, moves, mails, deviceRows, slotRows, swapRows, stages, events, messages] =
    await Promise.all([
      tx.select().from(orders).orderBy(asc(orders.number)),
      tx.select().from(orderLines).orderBy(asc(orderLines.id)),
      tx.select().from(parcels).orderBy(asc(parcels.shippedAt), asc(parcels.id)),
      tx.select().from(parcelLines),
      tx.select().from(ledger),
      tx
        .select({
          id: notices.id,
          kind: notices.kind,
          orderId: notices.orderId,
          factKey: notices.factKey,
          madeAt: notices.madeAt,
        })
        .from(notices),
      tx.select().from(devices),
      tx.select().from(slots),
      tx.select().from(swaps),
      tx.select().from(silenceStages),
      tx
        .select({ id: fulfilmentEvents.id, eventId: fulfilmentEvents.eventId, outcome: fulfilmentEvents.outcome })
        .from(fulfilmentEvents),
      tx.select({ kind: outbox.kind, body: outbox.body }).from(outbox),
    ]);
  return {
    orders: orderRows,
    lines,
    boxes,
    packed,
    moves,
    mails,
    devices: deviceRows,
    slots: slotRows,
    swaps: swapRows,
    stages,
    events,
    messages,
  };
}
