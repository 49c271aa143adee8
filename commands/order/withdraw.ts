import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/database.ts';
import { type Messenger, type Outbox, transact } from '../../db/outbox.ts';
import { devices, orderLines, sites } from '../../db/schema/index.ts';
import { cancelConsented } from '../../domain/order/cancellation.ts';
import { unshipped } from '../../domain/order/lines.ts';
import { plannedTask } from '../../domain/tasks.ts';
import { openTask } from '../tasks.ts';
import { type LineToMake, makeAskedOrder } from './exceptional.ts';
import { type LockedOrder, lockOrder } from './followed.ts';
import { tellCancelled } from './notices.ts';
import { writeChange } from './write.ts';

interface WithdrawDeps {
  db: Database;
  messenger: Messenger;
  fulfilment: { withdraw(lineId: string, now: Date): Promise<'agreed' | 'refused'> };
}

/**
 * A18: asks the warehouse not to ship the lines of an order that are to be withdrawn. What it agrees to is cancelled, or ordered for
 * the device's new site; what it refuses is a task for people. Says whether anything was asked.
 */
export async function withdrawAsked(deps: WithdrawDeps, orderId: string, now: Date): Promise<boolean> {
  const asked = await deps.db
    .select({ id: orderLines.id })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), isNotNull(orderLines.withdraw)));
  for (const { id } of asked) {
    const answer = await deps.fulfilment.withdraw(id, now);
    await transact(deps, 'all', now, (tx, outbox) => settleWithdrawal(tx, outbox, orderId, id, answer, now));
  }
  return asked.length > 0;
}

async function settleWithdrawal(
  tx: Transaction,
  outbox: Outbox,
  orderId: string,
  lineId: string,
  answer: 'agreed' | 'refused',
  now: Date,
): Promise<void> {
  const order = await lockOrder(tx, orderId);
  const line = order.lineRows.find(({ id }) => id === lineId);
  if (!line?.withdraw) return;
  const quantity = answer === 'agreed' ? unshipped(line) : 0;
  const found = cancelConsented(order.followed, [{ lineId, quantity }]);
  await tx.update(orderLines).set({ withdraw: null }).where(eq(orderLines.id, lineId));
  await writeChange(tx, outbox, order, found, { key: `withdrawn/${lineId}`, actor: 'system', now });
  // While a part of it is in transit the line stays open, and what of it was lost has just been ordered again: a slot has one open line
  // (A09), so the rest is ordered again when it is due.
  const moves = line.withdraw === 'move' && !(await hasOpenLine(tx, line));
  if (found.cancelled.length > 0 && !moves) {
    await tellCancelled(tx, outbox, order, found.cancelled, { key: `withdrawn/${lineId}`, actor: 'system', now });
  }
  if (found.cancelled.length > 0 && moves) {
    const moved = { slotId: line.slotId, kind: line.kind, quantity, jobWindowDays: order.row.jobWindowDays };
    await orderForNewSite(tx, outbox, `moved/${lineId}`, [moved], line.deviceId, now);
  }
  if (answer === 'refused') await askPeople(tx, order, line, now);
}

async function hasOpenLine(tx: Transaction, { slotId, kind }: typeof orderLines.$inferSelect): Promise<boolean> {
  const [open] = await tx
    .select({ id: orderLines.id })
    .from(orderLines)
    .where(and(eq(orderLines.slotId, slotId), eq(orderLines.kind, kind), isNull(orderLines.closedAt)));
  return open !== undefined;
}

async function askPeople(
  tx: Transaction,
  order: LockedOrder,
  line: typeof orderLines.$inferSelect,
  now: Date,
): Promise<void> {
  const about = { lineId: line.id, orderId: order.row.id, deviceId: line.deviceId, siteId: order.row.siteId };
  const kind = line.withdraw === 'move' ? 'in-transit-after-move' : 'cancel-refused';
  await openTask(tx, order.row.accountId, plannedTask(kind, about, { quantity: unshipped(line) }), now);
}

export interface MovedLine extends LineToMake {
  /** Of the order that it was in. */
  jobWindowDays: number | null;
}

/** A18, moved: what had not been shipped goes to an order of the site where the device is now; what is for a job, to one of its own. */
export async function orderForNewSite(
  tx: Transaction,
  outbox: Outbox,
  occasion: string,
  lines: MovedLine[],
  deviceId: string,
  now: Date,
): Promise<void> {
  const [row] = await tx
    .select({ site: sites })
    .from(devices)
    .innerJoin(sites, eq(sites.id, devices.siteId))
    .where(eq(devices.id, deviceId));
  for (const [jobWindowDays, together] of Map.groupBy(lines, (line) => line.jobWindowDays)) {
    await makeAskedOrder(tx, outbox, row!.site, {
      occasion: jobWindowDays === null ? occasion : `${occasion}/job-${jobWindowDays}`,
      lines: together,
      reason: 'moved',
      jobWindowDays: jobWindowDays ?? undefined,
      actor: 'system',
      now,
    });
  }
}
