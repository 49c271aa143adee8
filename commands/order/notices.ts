import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { links, parcelLines, parcels } from '../../db/schema/index.ts';
import { factKey, type NoticeFact } from '../../domain/notices.ts';
import type { LineUnits } from '../../domain/order/cancellation.ts';
import { parcelName } from '../../domain/order/followed.ts';
import { isOpen } from '../../domain/order/lines.ts';
import { plusDays } from '../../domain/time.ts';
import type { NoticeData } from '../../mail/notice-data.ts';
import type { CancelRequest } from '../../workflows/order.contract.ts';
import { linesForMail, siteName } from '../mail-data.ts';
import { queueNotice } from '../notices.ts';
import { type LineRow, type LockedOrder, lockOrder, type OrderRow } from './followed.ts';

/** A confirmation link in a mail works this long. */
const confirmDays = 90;

/** Mails about an order hold together as one thread. */
const threadOf = (order: OrderRow) => `order/${order.id}`;

type Extra<K extends keyof NoticeData> = Omit<NoticeData[K], 'orderNumber' | 'siteName'>;

async function tell<
  K extends
    | 'order-made'
    | 'shipped'
    | 'shipped-after-backorder'
    | 'backordered'
    | 'cancelled'
    | 'expected-after-run-out',
>(
  tx: Transaction,
  outbox: Outbox,
  order: OrderRow,
  kind: K,
  key: string,
  data: Extra<K>,
  now: Date,
  linkId?: string,
): Promise<void> {
  await queueNotice(
    tx,
    outbox,
    {
      accountId: order.accountId,
      siteId: order.siteId,
      orderId: order.id,
      linkId,
      kind,
      factKey: key,
      thread: threadOf(order),
      data: {
        orderNumber: order.number,
        siteName: await siteName(tx, order.siteId),
        ...data,
      } as unknown as NoticeData[K],
      leavesAt: now,
    },
    now,
  );
}

/** Both links of the mail work until the hold ends. */
const linkFor = (order: OrderRow, now: Date) => ({
  accountId: order.accountId,
  orderId: order.id,
  madeAt: now,
  expiresAt: order.holdUntil!,
});

/** A11: what has been ordered, why, and until when it can be cancelled. */
export async function tellOrderMade(
  tx: Transaction,
  outbox: Outbox,
  order: OrderRow,
  lines: LineRow[],
  timeZone: string,
  now: Date,
): Promise<void> {
  const mayBeCancelled = order.holdUntil !== null && order.holdUntil > now;
  let link: { id: string } | undefined;
  if (mayBeCancelled) {
    [link] = await tx
      .insert(links)
      .values({ ...linkFor(order, now), purpose: 'cancel-order' })
      .returning({ id: links.id });
  }
  const offered = mayBeCancelled && lines.some(({ offer }) => offer);
  const [moveLink] = offered
    ? await tx
        .insert(links)
        .values({ ...linkFor(order, now), purpose: 'move-spares' })
        .returning({ id: links.id })
    : [];
  await tell(
    tx,
    outbox,
    order,
    'order-made',
    factKey.orderMade(order.id),
    {
      address: order.address,
      lines: await linesForMail(tx, timeZone, lines),
      urgent: order.urgent,
      holdUntil: mayBeCancelled ? order.holdUntil!.toISOString() : null,
      // Signed when the mail is written: no token is kept.
      cancelUrl: null,
      ...(moveLink && { moveLinkId: moveLink.id }),
      exceptional: order.exceptional,
    },
    now,
    link?.id,
  );
}

/** A11: cancelled, by whom. */
export async function tellCancelled(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  cancelled: LineUnits[],
  request: Pick<CancelRequest, 'key' | 'actor' | 'instead'> & { now: Date },
): Promise<void> {
  const { timeZone } = order.calendar;
  const moved = request.instead === 'move';
  const quantities = new Map(cancelled.map(({ lineId, quantity }) => [lineId, quantity]));
  const lines = order.lineRows.filter(({ id }) => quantities.has(id));
  await tell(
    tx,
    outbox,
    order.row,
    'cancelled',
    factKey.cancelled(order.row.id, request.key),
    {
      lines: await linesForMail(tx, timeZone, lines, ({ id }) => quantities.get(id)!),
      by: { kind: cancellerOf(request.actor) },
      ...(moved && { moved }),
      remaining: await linesForMail(tx, timeZone, (await currentLines(tx, order)).filter(isOpen)),
    },
    request.now,
    moved ? await moveLinkOf(tx, order.row) : undefined,
  );
}

/** The link that the spares were offered with leads to their new labels, too, whichever way they were taken. */
async function moveLinkOf(tx: Transaction, { id }: OrderRow): Promise<string | undefined> {
  const [link] = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(eq(links.orderId, id), eq(links.purpose, 'move-spares')));
  return link?.id;
}

const cancellerOf = (actor: string) =>
  actor === 'link' ? 'link' : actor.startsWith('staff:') ? 'helpdesk' : actor === 'system' ? 'system' : 'api';

/** A11: one mail per parcel, one per message of backordered lines, one when a date slips beyond the run-out. */
export async function tellFulfilment(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  facts: NoticeFact[],
  now: Date,
): Promise<void> {
  const { timeZone } = order.calendar;
  for (const fact of facts) {
    const lines = await currentLines(tx, order, fact.lineIds);
    if (fact.kind === 'backordered') {
      const data = { lines: await linesForMail(tx, timeZone, lines, ({ backordered }) => backordered) };
      await tell(tx, outbox, order.row, fact.kind, fact.key, data, now);
    } else if (fact.kind === 'expected-after-run-out') {
      await tell(tx, outbox, order.row, fact.kind, fact.key, { lines: await linesForMail(tx, timeZone, lines) }, now);
    } else if (fact.kind === 'shipped' || fact.kind === 'shipped-after-backorder') {
      await tellShipped(tx, outbox, order, fact.kind, fact, now);
    }
  }
}

async function tellShipped(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  kind: 'shipped' | 'shipped-after-backorder',
  fact: NoticeFact,
  now: Date,
): Promise<void> {
  const { timeZone } = order.calendar;
  const packed = await tx
    .select({ parcel: parcels, line: parcelLines })
    .from(parcels)
    .innerJoin(parcelLines, eq(parcelLines.parcelId, parcels.id))
    .where(eq(parcels.orderId, order.row.id));
  const parcel = packed.find(({ parcel }) => fact.key === factKey.shipped(order.row.id, parcelName(parcel)))?.parcel;
  if (!parcel) throw new Error(`no parcel for ${fact.key}`);
  const quantities = new Map(
    packed.filter((row) => row.parcel.id === parcel.id).map(({ line }) => [line.lineId, line.quantity]),
  );
  const all = await currentLines(tx, order);
  const [link] = await tx
    .insert(links)
    .values({
      accountId: order.row.accountId,
      purpose: 'confirm-delivery',
      orderId: order.row.id,
      parcelId: parcel.id,
      madeAt: now,
      expiresAt: plusDays(now, confirmDays),
    })
    .returning({ id: links.id });
  await tell(
    tx,
    outbox,
    order.row,
    kind,
    fact.key,
    {
      carrier: parcel.carrier,
      tracking: parcel.tracking,
      expectedOn: parcel.expectedOn,
      lines: await linesForMail(
        tx,
        timeZone,
        all.filter(({ id }) => quantities.has(id)),
        ({ id }) => quantities.get(id)!,
      ),
      confirmUrl: null,
      stillBackordered: await linesForMail(
        tx,
        timeZone,
        all.filter(({ backordered }) => backordered > 0),
        ({ backordered }) => backordered,
      ),
    },
    now,
    link!.id,
  );
}

/** The lines as they are after the change that the mail tells of. */
async function currentLines(tx: Transaction, order: LockedOrder, lineIds?: string[]): Promise<LineRow[]> {
  const { lineRows } = await lockOrder(tx, order.row.id);
  return lineIds ? lineRows.filter(({ id }) => lineIds.includes(id)) : lineRows;
}
