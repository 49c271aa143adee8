import { and, gte, inArray } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { devices, readings } from '../db/schema/index.ts';
import { plusDays } from '../domain/time.ts';
import { countOf } from './archive/progress.ts';
import { livingDevice } from './living.ts';
import { queue, tellDevices, tellMails, tellOrders } from './tellings.ts';

export interface Requeued {
  devices: number;
  orders: number;
  mails: number;
  readings: number;
}

export const inWords = ({ devices, orders, mails, readings }: Requeued): string =>
  `${countOf(devices, 'device')}, ${countOf(orders, 'order')}, ${countOf(mails, 'mail')} and ${countOf(readings, 'reading')}`;

/** Readings of so many days are told again: what a workflow that starts anew may not have heard of. */
const readingDays = 7;
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
  return {
    devices: await queue(tx, await tellDevices(tx, because), now),
    orders: await queue(tx, await tellOrders(tx, because), now),
    mails: await queue(tx, await tellMails(tx), now),
    readings: await tellReadingsAgain(tx, plusDays(readingsFrom, -readingDays)),
  };
}

async function tellReadingsAgain(tx: Transaction, since: Date): Promise<number> {
  const living = tx.select({ id: devices.id }).from(devices).where(livingDevice());
  const rows = await tx
    .update(readings)
    .set({ relayedAt: null })
    .where(and(gte(readings.at, since), inArray(readings.deviceId, living)));
  return rows.count;
}
