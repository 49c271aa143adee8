import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { readingsAside } from '../db/schema/index.ts';
import type { PlannedTask } from '../domain/tasks.ts';
import { asideTask, askAboutAside, type NamedDevice } from './aside-tasks.ts';

/** Why a reading cannot be used as it is; it is kept, visible, and can be corrected and replayed. */
export const asideReasons = {
  malformed: 'it has not the form that the description of the API gives',
  'unknown-device': 'no enrolled device has this maker and serial number: enrol it, or correct them',
  'other-site': 'the device is enrolled at another site than the one these readings come from',
  'in-the-future': 'imported readings keep their own instant, and this one lies in the future',
  'differs-from-stored': 'another reading of this device at this very instant is stored already, and it differs',
  'same-serial': 'another device at the same site tells the same serial number',
  'counter-fell': 'its page counter is lower than before',
  'counter-leapt': 'its page counter has risen by more than any printer prints',
  'all-empty-at-once': 'all its supplies are said to be empty at once, and were not before',
  'beyond-capacity': 'its levels are far above what the supplies hold',
  'slot-told-twice': 'it gives one slot two different levels',
  'before-its-time': 'it is older than any device in service',
} as const;
export type AsideReason = keyof typeof asideReasons;

export interface KeptAside {
  outcome: 'kept-aside';
  reason: AsideReason;
  detail: string;
  asideId: string;
}

/**
 * Keeps what cannot be used as it came (A01): nothing is lost, and a person is asked to look. The same from the same account is kept
 * once and counted.
 */
export async function keepAside(
  tx: Transaction,
  kept: {
    accountId: string | null;
    device: NamedDevice | null;
    /** As it came. */
    body: unknown;
    reason: AsideReason;
    /** Which part of it is wrong, where that is known. */
    detail?: string;
    /** What a person is asked, where it is not to look at the reading. */
    task?: PlannedTask;
    now: Date;
  },
): Promise<KeptAside> {
  const { accountId, device, body, reason, detail = asideReasons[reason], now } = kept;
  const { task = asideTask(accountId, device) } = kept;
  const digest = createHash('sha256')
    .update(JSON.stringify([accountId, reason, body]))
    .digest('hex');
  const [row] = await tx
    .insert(readingsAside)
    .values({
      accountId,
      deviceId: device?.id,
      // JSON's null is something that came, SQL's would be nothing.
      body: body ?? sql`'null'::jsonb`,
      reason,
      detail,
      digest,
      taskKey: task.key,
      receivedAt: now,
    })
    .onConflictDoUpdate({ target: readingsAside.digest, set: { times: sql`${readingsAside.times} + 1` } })
    .returning({ id: readingsAside.id, state: readingsAside.state });
  const { id: asideId, state } = row!;
  if (state === 'open') await askAboutAside(tx, accountId, task, { asideId, reason, detail, now });
  return { outcome: 'kept-aside', reason, detail, asideId };
}
