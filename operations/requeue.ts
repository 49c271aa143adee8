import { and, eq, gte, inArray, isNull } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { Outbox } from '../db/outbox.ts';
import { devices, models, notices, orders, outbox, readings } from '../db/schema/index.ts';
import { plusDays } from '../domain/time.ts';
import { deviceWorkflowId } from '../workflows/device.contract.ts';
import { mailWorkflowId } from '../workflows/mail.contract.ts';
import type { Message } from '../workflows/messages.contract.ts';
import { orderWorkflowId } from '../workflows/order.contract.ts';
import { countOf } from './archive/progress.ts';
import { livingDevice, livingOrder } from './living.ts';

export interface Requeued {
  devices: number;
  orders: number;
  mails: number;
  readings: number;
}

export const inWords = ({ devices, orders, mails, readings }: Requeued): string =>
  `${countOf(devices, 'device')}, ${countOf(orders, 'order')}, ${countOf(mails, 'mail')} and ${countOf(readings, 'reading')}`;

/** What one workflow is to be told, in this order. */
interface Telling {
  accountId: string;
  workflowId: string;
  messages: Message[];
}

/** Readings of so many days are told again: what a workflow that starts anew may not have heard of. */
const readingDays = 7;
/** Workflows in one statement, well below PostgreSQL's 65,535 parameters. */
const batch = 1000;
const because = 'taken up from the facts';

/**
 * Has every process that the facts know taken up again, through the outbox: each living device, each order that is not over, each mail
 * that waits. For a Temporal that lost its store, or facts that were restored. A workflow that runs is told to look again; what is
 * queued already is not queued twice.
 */
export async function requeue(
  tx: Transaction,
  { now, readingsFrom = now }: { now: Date; readingsFrom?: Date },
): Promise<Requeued> {
  const [deviceTellings, orderTellings, mailTellings] = [
    await devicesToTell(tx),
    await ordersToTell(tx),
    await mailsToTell(tx),
  ];
  return {
    devices: await queue(tx, deviceTellings, now),
    orders: await queue(tx, orderTellings, now),
    mails: await queue(tx, mailTellings, now),
    readings: await tellReadingsAgain(tx, plusDays(readingsFrom, -readingDays)),
  };
}

async function devicesToTell(tx: Transaction): Promise<Telling[]> {
  const rows = await tx
    .select({ device: devices, model: models.name })
    .from(devices)
    .innerJoin(models, eq(models.id, devices.modelId))
    .where(livingDevice());
  return rows.map(({ device: { id: deviceId, accountId, siteId, enrolment, maker, serial }, model }) => ({
    accountId,
    workflowId: deviceWorkflowId(deviceId),
    messages: [
      { kind: 'device.enrol', deviceId, siteId, enrolment, label: `${maker} ${model} ${serial}` },
      { kind: 'device.recheck', deviceId, because },
    ],
  }));
}

/** The review after the start deals with what was said of the order while nobody listened. */
async function ordersToTell(tx: Transaction): Promise<Telling[]> {
  const rows = await tx.select().from(orders).where(livingOrder()).orderBy(orders.number);
  return rows.map(({ id: orderId, accountId, number, siteId, holdUntil }) => ({
    accountId,
    workflowId: orderWorkflowId(orderId),
    messages: [
      { kind: 'order.start', orderId, number, siteId, holdUntil: holdUntil?.toISOString() ?? null },
      { kind: 'order.review', orderId, because },
    ],
  }));
}

async function mailsToTell(tx: Transaction): Promise<Telling[]> {
  const rows = await tx
    .select({ id: notices.id, accountId: notices.accountId, kind: notices.kind, leavesAt: notices.leavesAt })
    .from(notices)
    .where(eq(notices.state, 'waiting'));
  return rows.map(({ id: noticeId, accountId, kind, leavesAt }) => ({
    accountId,
    workflowId: mailWorkflowId(noticeId),
    messages: [{ kind: 'mail.start', noticeId, noticeKind: kind, leavesAt: leavesAt.toISOString() }],
  }));
}

/** @returns how many workflows are told */
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

async function tellReadingsAgain(tx: Transaction, since: Date): Promise<number> {
  const living = tx.select({ id: devices.id }).from(devices).where(livingDevice());
  const rows = await tx
    .update(readings)
    .set({ relayedAt: null })
    .where(and(gte(readings.at, since), inArray(readings.deviceId, living)));
  return rows.count;
}
