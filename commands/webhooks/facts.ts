import { eq } from 'drizzle-orm';
import type { Queryable } from '../../db/database.ts';
import { orders, parcelLines, parcels, type tasks } from '../../db/schema/index.ts';
import type { AgentSilenceEventData, SilenceEventData, WebhookEventType } from '../../domain/webhook-events.ts';
import { publish } from './publish.ts';

type OrderRow = typeof orders.$inferSelect;

/** The states of an order that subscribers are told of when it gets there. */
const orderEvents: Partial<Record<OrderRow['state'], WebhookEventType & `order.${string}`>> = {
  held: 'order.approved',
  released: 'order.released',
  cancelled: 'order.cancelled',
  closed: 'order.closed',
};

/** An order has been made, or has got into another state. */
export async function publishOrder(
  tx: Queryable,
  order: OrderRow,
  happened: 'made' | 'changed',
  now: Date,
): Promise<void> {
  const type = happened === 'made' ? 'order.made' : orderEvents[order.state];
  if (!type || order.state === 'shadow') return;
  const { id: orderId, accountId, number: orderNumber, siteId, state, urgent, exceptional } = order;
  await publish(
    tx,
    {
      accountId,
      type,
      subject: `order/${orderId}`,
      key: `order/${orderId}/${happened === 'made' ? 'made' : `${state}/${order.version}`}`,
      data: {
        ...{ orderId, orderNumber, siteId, state, urgent, exceptional },
        madeAt: order.madeAt.toISOString(),
        holdUntil: order.holdUntil?.toISOString() ?? null,
      },
    },
    now,
  );
}

/** A parcel has left, or something has become of it. `cause`: names the fact. */
export async function publishParcel(
  tx: Queryable,
  parcelId: string,
  happened: 'shipped' | 'updated',
  cause: { key: string; now: Date },
): Promise<void> {
  const [row] = await tx
    .select({ parcel: parcels, number: orders.number, siteId: orders.siteId })
    .from(parcels)
    .innerJoin(orders, eq(orders.id, parcels.orderId))
    .where(eq(parcels.id, parcelId));
  const { parcel, number: orderNumber, siteId } = row!;
  const lines = await tx.select().from(parcelLines).where(eq(parcelLines.parcelId, parcelId)).orderBy(parcelLines.id);
  const { accountId, orderId, carrier, tracking, expectedOn } = parcel;
  await publish(
    tx,
    {
      accountId,
      type: `parcel.${happened}`,
      subject: `order/${orderId}`,
      key: `parcel/${parcelId}/${happened}/${cause.key}`,
      data: {
        ...{ parcelId, orderId, orderNumber, siteId, carrier, tracking, expectedOn },
        shippedAt: parcel.shippedAt.toISOString(),
        settled: parcel.settledAt !== null,
        lines: lines.map(({ lineId, quantity, delivered, presumed, lost, returned }) => ({
          ...{ lineId, quantity, delivered, presumed, lost, returned },
        })),
      },
    },
    cause.now,
  );
}

/** A16: a stage of a silence is reached, or (stage null) data came back. */
export function publishSilence(tx: Queryable, accountId: string, data: SilenceEventData, now: Date): Promise<void> {
  const type = data.stage === null ? 'silence.ended' : 'silence.reached';
  const subject = `device/${data.deviceId}`;
  const key = `${subject}/silence/${data.silentSince}/${data.stage ?? 'ended'}`;
  return publish(tx, { accountId, type, subject, key, data }, now);
}

/** A16: the same of an agent. */
export function publishAgentSilence(
  tx: Queryable,
  accountId: string,
  data: AgentSilenceEventData,
  now: Date,
): Promise<void> {
  const type = data.stage === null ? 'agent-silence.ended' : 'agent-silence.reached';
  const subject = `agent/${data.agentId}`;
  const key = `${subject}/silence/${data.silentSince}/${data.stage ?? 'ended'}`;
  return publish(tx, { accountId, type, subject, key, data }, now);
}

/** A task of an account has been opened or settled. */
export async function publishTask(tx: Queryable, task: typeof tasks.$inferSelect, now: Date): Promise<void> {
  const { id: taskId, accountId, kind, owner, state, siteId, deviceId, orderId, dueAt } = task;
  if (!accountId) return;
  const data = { taskId, kind, owner, state, siteId, deviceId, orderId, dueAt: dueAt.toISOString() };
  const type = state === 'open' ? 'task.opened' : 'task.settled';
  await publish(tx, { accountId, type, subject: `task/${taskId}`, key: `task/${taskId}/${state}`, data }, now);
}
