import { and, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '../db/database.ts';
import { tasks } from '../db/schema/index.ts';
import { type PlannedTask, type TaskKind, taskDueAt, taskKinds } from '../domain/tasks.ts';
import { countBlocked } from '../metrics/blocked.ts';
import { publishTask } from './webhooks/facts.ts';

/** Asks people to do something. While the same matter is open, noticing it again changes nothing; answers whether it was new. */
export async function openTask(
  tx: Queryable,
  accountId: string | null,
  task: PlannedTask,
  now: Date,
  /** What whoever does it has at hand. */
  details?: Record<string, unknown>,
): Promise<boolean> {
  const opened = await tx
    .insert(tasks)
    .values({
      accountId,
      kind: task.kind,
      owner: taskKinds[task.kind].owner,
      dedupKey: task.key,
      siteId: task.about.siteId,
      deviceId: task.about.deviceId,
      orderId: task.about.orderId,
      data: { reason: task.reason, about: task.about, ...(details ? { details } : {}) },
      madeAt: now,
      dueAt: taskDueAt(task.kind, now),
    })
    .onConflictDoNothing()
    .returning();
  if (opened.length === 0) countBlocked('task');
  for (const row of opened) await publishTask(tx, row, now);
  return opened.length > 0;
}

/** What it was for has come about: whoever has the task need not do it any more. Nothing where none is open under this key. */
export async function settleTask(
  tx: Queryable,
  key: string,
  settled: { by: string; now: Date; state?: 'done' | 'dismissed'; remark?: string | null },
): Promise<void> {
  const { by: settledBy, now: settledAt, state = 'done', remark } = settled;
  const rows = await tx
    .update(tasks)
    .set({ state, settledAt, settledBy, ...(remark === undefined ? {} : { remark }) })
    .where(and(eq(tasks.dedupKey, key), eq(tasks.state, 'open')))
    .returning();
  for (const row of rows) await publishTask(tx, row, settledAt);
}

/** The same for all that are open of these kinds about a device. */
export async function settleDeviceTasks(
  tx: Queryable,
  deviceId: string,
  kinds: readonly TaskKind[],
  settled: { by: string; now: Date; remark: string },
): Promise<void> {
  const open = await tx
    .select({ key: tasks.dedupKey })
    .from(tasks)
    .where(and(eq(tasks.deviceId, deviceId), inArray(tasks.kind, [...kinds]), eq(tasks.state, 'open')));
  for (const { key } of open) await settleTask(tx, key, settled);
}

/**
 * `openTask` for what every look at a device finds anew for as long as it lasts: one task for each occasion that the key names, and no
 * other when a person has dealt with it.
 */
export async function openTaskOnce(tx: Queryable, accountId: string, task: PlannedTask, now: Date): Promise<void> {
  const [before] = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.accountId, accountId), eq(tasks.dedupKey, task.key)))
    .limit(1);
  if (!before) await openTask(tx, accountId, task, now);
}
