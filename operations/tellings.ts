import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { Outbox } from '../db/outbox.ts';
import { devices, models, notices, orders, outbox } from '../db/schema/index.ts';
import { deviceWorkflowId } from '../workflows/device.contract.ts';
import { mailWorkflowId } from '../workflows/mail.contract.ts';
import type { Message } from '../workflows/messages.contract.ts';
import { orderWorkflowId } from '../workflows/order.contract.ts';
import { livingDevice, livingOrder, waitingMail } from './living.ts';

/** What one workflow is to be told, in this order. */
export interface Telling {
  accountId: string;
  workflowId: string;
  messages: Message[];
}

/** Workflows in one statement, well below PostgreSQL's 65,535 parameters. */
const batch = 1000;

/** Has the workflows of living devices start or look again: of all, or of some. */
export async function tellDevices(tx: Transaction, because: string, some?: SQL): Promise<Telling[]> {
  const rows = await tx
    .select({ device: devices, model: models.name })
    .from(devices)
    .innerJoin(models, eq(models.id, devices.modelId))
    .where(and(livingDevice(), some));
  return rows.map(({ device: { id: deviceId, accountId, siteId, enrolment, maker, serial }, model }) => ({
    accountId,
    workflowId: deviceWorkflowId(deviceId),
    messages: [
      { kind: 'device.enrol', deviceId, siteId, enrolment, label: `${maker} ${model} ${serial}` },
      { kind: 'device.recheck', deviceId, because },
    ],
  }));
}

/** The same for orders that are not over; the review after the start deals with what was said of the order while nobody listened. */
export async function tellOrders(tx: Transaction, because: string, some?: SQL): Promise<Telling[]> {
  const rows = await tx.select().from(orders).where(and(livingOrder(), some)).orderBy(orders.number);
  return rows.map(({ id: orderId, accountId, number, siteId, holdUntil }) => ({
    accountId,
    workflowId: orderWorkflowId(orderId),
    messages: [
      { kind: 'order.start', orderId, number, siteId, holdUntil: holdUntil?.toISOString() ?? null },
      { kind: 'order.review', orderId, because },
    ],
  }));
}

/** The same for mails that wait. */
export async function tellMails(tx: Transaction, some?: SQL): Promise<Telling[]> {
  const rows = await tx
    .select({ id: notices.id, accountId: notices.accountId, kind: notices.kind, leavesAt: notices.leavesAt })
    .from(notices)
    .where(and(waitingMail(), some));
  return rows.map(({ id: noticeId, accountId, kind, leavesAt }) => ({
    accountId,
    workflowId: mailWorkflowId(noticeId),
    messages: [{ kind: 'mail.start', noticeId, noticeKind: kind, leavesAt: leavesAt.toISOString() }],
  }));
}

/**
 * Queues what is to be told, through the outbox; what is queued already is not queued twice.
 *
 * @returns how many workflows are told
 */
export async function queue(tx: Transaction, tellings: readonly Telling[], now: Date): Promise<number> {
  const box = new Outbox(tx, now);
  for (let from = 0; from < tellings.length; from += batch) {
    const some = tellings.slice(from, from + batch);
    const waiting = await waitingFor(
      tx,
      some.map(({ workflowId }) => workflowId),
    );
    for (const [accountId, ofAccount] of Map.groupBy(some, (telling) => telling.accountId)) {
      const messages = ofAccount.flatMap((telling) =>
        telling.messages.filter(({ kind }) => !waiting.has(`${telling.workflowId} ${kind}`)),
      );
      await box.queue(accountId, ...messages);
    }
  }
  return tellings.length;
}

async function waitingFor(tx: Transaction, workflowIds: string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ workflowId: outbox.workflowId, kind: outbox.kind })
    .from(outbox)
    .where(and(isNull(outbox.deliveredAt), inArray(outbox.workflowId, workflowIds)));
  return new Set(rows.map(({ workflowId, kind }) => `${workflowId} ${kind}`));
}
