import { eq } from 'drizzle-orm';
import { placeOrder } from '../../commands/order/place.ts';
import { releaseOrder } from '../../commands/order/release.ts';
import { settleOrder } from '../../commands/order/settle.ts';
import type { Transaction } from '../../db/database.ts';
import { type Outbox, transact } from '../../db/outbox.ts';
import { orderLines, orders } from '../../db/schema/index.ts';
import type { TestApi } from './api.ts';
import { type Customer, newDevice, readingOf } from './customer.ts';

const dayMs = 86_400_000;
let made = 0;

/** Does what a workflow's activity would do now, as the role of the worker. */
export const asWorker = <T>({ system, time, told }: TestApi, work: (tx: Transaction, outbox: Outbox) => Promise<T>) =>
  transact(
    { db: system, messenger: { deliver: async (messages) => void told.push(...messages) } },
    'all',
    time.now,
    work,
  );

/** A device whose readings of the last weeks fall by these points a day, to these levels now. */
export async function newReportingDevice(
  api: TestApi,
  token: string,
  customer: Customer,
  levels: Record<string, number>,
  perDay = 1.5,
) {
  const serial = `O-${++made}`;
  const device = await newDevice(api, token, customer, serial, { place: `Room ${made}` });
  const past = Array.from({ length: 30 }, (_, i) => 29 - i).map((daysAgo) =>
    readingOf(
      serial,
      new Date(+api.time.now - daysAgo * dayMs - 3_600_000),
      Object.fromEntries(Object.entries(levels).map(([key, level]) => [key, Math.min(100, level + daysAgo * perDay)])),
      { source: 'import' },
    ),
  );
  const answer = await api.call(token, 'POST', 'readings/batch', { body: past });
  if (answer.body.accepted !== past.length) throw new Error(`not stored: ${answer.text}`);
  return device;
}

/** The order that the site needs now. */
export async function newOrder(api: TestApi, customer: Customer) {
  const orderId = await asWorker(api, (tx, outbox) =>
    placeOrder(tx, outbox, {
      siteId: customer.siteId,
      occasion: `test/${++made}`,
      actor: 'workflow',
      now: api.time.now,
    }),
  );
  if (!orderId) throw new Error('nothing is due');
  return orderId;
}

/** Lets the hold pass, and the warehouse take it. */
export async function handOver(api: TestApi, orderId: string): Promise<void> {
  const [order] = await api.system.select().from(orders).where(eq(orders.id, orderId));
  api.time.now = new Date(Math.max(+api.time.now, +order!.holdUntil!));
  await asWorker(api, (tx, outbox) => releaseOrder(tx, outbox, orderId, api.time.now));
  await api.system.update(orders).set({ handedOverAt: api.time.now }).where(eq(orders.id, orderId));
}

export const settle = (api: TestApi, orderId: string) =>
  asWorker(api, (tx, outbox) => settleOrder(tx, outbox, orderId, api.time.now));

export const linesOf = ({ system }: TestApi, orderId: string) =>
  system.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(orderLines.id);
