import { and, desc, eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { readingsAside, tasks } from '../db/schema/index.ts';
import { type PlannedTask, plannedTask } from '../domain/tasks.ts';
import { daysBetween } from '../domain/time.ts';
import { recheckHeld } from './identity-case.ts';
import { openTask, settleTask } from './tasks.ts';

/** The device that a reading names, as far as it can be told; ids where it is enrolled. */
export interface NamedDevice {
  maker: string;
  serial: string;
  id?: string;
  siteId?: string;
}

/**
 * Readings kept aside are looked at device by device (A01): one task for each that readings name, one for all of a sender that name
 * none. Makers share serial numbers, and so do devices of two accounts before they are enrolled.
 */
export function asideTask(accountId: string | null, device: NamedDevice | null): PlannedTask {
  const serial = device?.serial.trim() ?? '–';
  const whose = [device?.maker.trim().toLowerCase(), accountId].filter(Boolean).join('/');
  const about = { serial, deviceId: device?.id, siteId: device?.siteId };
  return plannedTask('reading-kept-aside', about, { device: device ? `${device.maker.trim()} ${serial}` : '–' }, whose);
}

/** Asks a person to look, unless somebody is asked already, or has said that nothing need be done: this stranger is none of ours. */
export async function askAboutAside(
  tx: Transaction,
  accountId: string | null,
  task: PlannedTask,
  first: { asideId: string; reason: string; detail: string; now: Date },
): Promise<void> {
  const { now, ...details } = first;
  // The lock keeps the task open until this reading is seen by whoever settles it with the one before.
  const [open] = await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.dedupKey, task.key), eq(tasks.state, 'open')))
    .for('share');
  if (open) return;
  const restDays =
    task.kind === 'reading-kept-aside' ? (first.reason === 'unknown-device' ? strangerRestDays : 0) : Infinity;
  const dismissed = await dismissedAt(tx, task.key);
  if (dismissed && daysBetween(dismissed, now) < restDays) return;
  const opened = await openTask(tx, accountId, task, now, details);
  if (opened) await recheckHeld(tx, { kind: task.kind, ...task.about }, 'a case about its serial number is open', now);
}

/** A stranger that was dismissed as none of ours, and still reports after this time, is asked about again: it may have become ours. */
const strangerRestDays = 90;

/** Once none of a device's readings is left aside, nothing is left to do. */
export async function settleAsideTask(
  tx: Transaction,
  key: string | null,
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  // A case is settled by who finds out, not by what becomes of the readings.
  if (key === null || !key.startsWith('reading-kept-aside/')) return;
  await tx
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.dedupKey, key), eq(tasks.state, 'open')))
    .for('update');
  const [left] = await tx
    .select({ id: readingsAside.id })
    .from(readingsAside)
    .where(and(eq(readingsAside.taskKey, key), eq(readingsAside.state, 'open')))
    .limit(1);
  if (!left) await settleTask(tx, key, { by: actor, now });
}

/** When it was last said that nothing need be done; null: the last one was done, or there was none. */
async function dismissedAt(tx: Transaction, key: string): Promise<Date | null> {
  const [last] = await tx
    .select({ state: tasks.state, settledAt: tasks.settledAt })
    .from(tasks)
    .where(eq(tasks.dedupKey, key))
    .orderBy(desc(tasks.madeAt), desc(tasks.id))
    .limit(1);
  return last?.state === 'dismissed' ? last.settledAt : null;
}
