import { and, eq } from 'drizzle-orm';
import { openTask } from '../../commands/tasks.ts';
import { asTenant, type Database } from '../../db/database.ts';
import { tasks } from '../../db/schema/index.ts';
import { plannedTask } from '../../domain/tasks.ts';
import type { Outcome } from './reconcile.ts';

/** One open task for each kind of disagreement, with what the last run found; settled by the first run that finds none. */
export async function leaveTask(db: Database, { check, left, examples }: Outcome, now: Date): Promise<void> {
  const task = plannedTask('facts-disagree', { check }, { check, count: left });
  const isOpen = and(eq(tasks.dedupKey, task.key), eq(tasks.state, 'open'));
  await asTenant(db, 'all', async (tx) => {
    if (left === 0) {
      await tx.update(tasks).set({ state: 'done', settledAt: now, settledBy: 'system' }).where(isOpen);
      return;
    }
    const data = { reason: task.reason, about: task.about, details: { examples } };
    const known = await tx.update(tasks).set({ data }).where(isOpen).returning({ id: tasks.id });
    if (known.length === 0) await openTask(tx, null, task, now, { examples });
  });
}
