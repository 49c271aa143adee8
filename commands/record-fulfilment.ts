import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { fulfilmentEvents, orders } from '../db/schema/index.ts';
import type { FulfilmentEvent } from '../domain/order/types.ts';
import { countBlocked } from '../metrics/blocked.ts';

export type FulfilmentRow = typeof fulfilmentEvents.$inferSelect;

export interface FulfilmentNews extends FulfilmentEvent {
  /** Who says so, and its own name for this event: together they are taken once. */
  source: string;
  eventId: string;
  order: { id: string } | { number: number };
}

export type FulfilmentReceipt =
  | { result: 'taken' | 'repeated'; event: FulfilmentRow }
  /** Nothing was stored. */
  | { result: 'unknown-order' | 'other-content'; event: null };

/**
 * Stores what a warehouse, an ERP or a carrier says of an order, and has its workflow told. What comes of it is the order's to find
 * out: `settleOrder`. The same event again changes nothing.
 */
export async function recordFulfilment(
  tx: Transaction,
  outbox: Outbox,
  news: FulfilmentNews,
  now: Date,
): Promise<FulfilmentReceipt> {
  const { source, eventId, order: named, type, occurredAt, ...body } = news;
  const [order] = await tx
    .select({ id: orders.id, accountId: orders.accountId })
    .from(orders)
    .where('id' in named ? eq(orders.id, named.id) : eq(orders.number, named.number));
  if (!order) return { result: 'unknown-order', event: null };
  const [stored] = await tx
    .insert(fulfilmentEvents)
    .values({ accountId: order.accountId, orderId: order.id, source, eventId, type, occurredAt, body, receivedAt: now })
    .onConflictDoNothing({ target: [fulfilmentEvents.source, fulfilmentEvents.eventId] })
    .returning();
  if (!stored) return before(tx, news, order.id);
  await outbox.queue(order.accountId, { kind: 'order.fulfilment', orderId: order.id, eventId: stored.id });
  return { result: 'taken', event: stored };
}

/** What was said under this name before; its body may have shrunk since to what is still to be tried. */
async function before(tx: Transaction, news: FulfilmentNews, orderId: string): Promise<FulfilmentReceipt> {
  const [event] = await tx
    .select()
    .from(fulfilmentEvents)
    .where(and(eq(fulfilmentEvents.source, news.source), eq(fulfilmentEvents.eventId, news.eventId)));
  const same = event?.orderId === orderId && event.type === news.type && +event.occurredAt === +news.occurredAt;
  if (!same) return { result: 'other-content', event: null };
  countBlocked('fulfilment-event');
  return { result: 'repeated', event };
}
