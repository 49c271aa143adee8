import { and, eq, gt } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { orderLines } from '../../db/schema/index.ts';
import { inTransit } from '../../domain/order/lines.ts';
import { confirmDelivery, presumeInstalled, refutePresumption } from '../../domain/order/presumed.ts';
import type { LineQuantities } from '../../domain/order/types.ts';
import { lockOrder } from './followed.ts';
import { writeChange } from './write.ts';

/** A09: a cartridge of this line was seen installed, so what was in transit of it has arrived, whatever the carrier says. */
export async function believeArrived(tx: Transaction, outbox: Outbox, lineId: string, now: Date): Promise<void> {
  const [line] = await tx.select().from(orderLines).where(eq(orderLines.id, lineId));
  if (!line) return;
  const order = await lockOrder(tx, line.orderId);
  const change = presumeInstalled(order.followed, line.id, inTransit(line));
  if (change.lines.length === 0) return;
  const key = `installed/${line.id}/${settled(line)}`;
  await writeChange(tx, outbox, order, change, { key, actor: 'gauge', now });
  await tellWorkflow(outbox, order.row, 'its cartridge was seen installed');
}

/** A09: the gauge ran dry with the presumed cartridge still believed there: it never came, and is ordered again. */
export async function refutePresumed(tx: Transaction, outbox: Outbox, lineId: string, now: Date): Promise<void> {
  const [line] = await tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.id, lineId), gt(orderLines.presumed, 0)));
  if (!line) return;
  const order = await lockOrder(tx, line.orderId);
  await writeChange(tx, outbox, order, refutePresumption(order.followed, line.id), {
    key: `refuted/${line.id}/${settled(line)}`,
    actor: 'gauge',
    now,
  });
  await tellWorkflow(outbox, order.row, 'its delivery was refuted');
}

/** Cartridges whose end is known: each presumption follows on more of them, so that it has a key of its own in the books (A15). */
const settled = (line: LineQuantities) => line.shipped - inTransit(line);

/** A09, by one click of the customer: the parcel's lines have arrived, or never came. */
export async function answerDelivery(
  tx: Transaction,
  outbox: Outbox,
  request: {
    orderId: string;
    parcel: { carrier: string; tracking: string };
    lineIds: string[];
    arrived: boolean;
    actor: string;
    key: string;
    now: Date;
  },
): Promise<void> {
  for (const lineId of request.lineIds) {
    const order = await lockOrder(tx, request.orderId);
    const decide = request.arrived ? confirmDelivery : refutePresumption;
    const change = decide(order.followed, lineId, request.parcel);
    await writeChange(tx, outbox, order, change, {
      key: `answer/${request.key}/${lineId}`,
      actor: request.actor,
      now: request.now,
    });
  }
  const order = await lockOrder(tx, request.orderId);
  await tellWorkflow(outbox, order.row, 'the customer has answered');
}

const tellWorkflow = (outbox: Outbox, order: { id: string; accountId: string }, because: string) =>
  outbox.queue(order.accountId, { kind: 'order.review', orderId: order.id, because });
