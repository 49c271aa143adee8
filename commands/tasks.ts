import type { Queryable } from '../db/database.ts';
import { tasks } from '../db/schema/index.ts';
import { type PlannedTask, taskDueAt, taskKinds } from '../domain/tasks.ts';

/** Asks people to do something. While the same matter is open, noticing it again changes nothing. */
export async function openTask(
  tx: Queryable,
  accountId: string | null,
  task: PlannedTask,
  now: Date,
  /** What whoever does it has at hand. */
  details?: Record<string, unknown>,
): Promise<void> {
  await tx
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
    .onConflictDoNothing();
}
