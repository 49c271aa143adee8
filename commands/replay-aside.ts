import { eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { readingsAside } from '../db/schema/index.ts';
import { settleAsideTask } from './aside-tasks.ts';
import type { AsideReason } from './keep-aside.ts';
import { type PostedReading, type ReadingOutcome, storeReadings } from './store-readings.ts';

export type AsideRow = typeof readingsAside.$inferSelect;

/** Still of no use; nothing has changed. */
export class StillAside extends Error {
  override name = 'StillAside';
  readonly reason: AsideReason;
  readonly detail: string;
  constructor(reason: AsideReason, detail: string) {
    super(`still kept aside: ${reason}`);
    this.reason = reason;
    this.detail = detail;
  }
}

/** What is kept aside and waits for a person, under its row's lock. */
export async function lockAside(tx: Transaction, asideId: string): Promise<AsideRow | undefined> {
  const [row] = await tx.select().from(readingsAside).where(eq(readingsAside.id, asideId)).for('update');
  return row;
}

/**
 * Stores a reading that was kept aside, corrected or as it came, now that it fits (its device is enrolled, its form is right).
 *
 * @throws StillAside where it is of no use yet: roll back, so that it stays as it was.
 */
export async function replayAside(
  tx: Transaction,
  aside: AsideRow,
  reading: PostedReading,
  by: { actor: string; now: Date },
): Promise<{ aside: AsideRow; outcome: Exclude<ReadingOutcome, { outcome: 'kept-aside' }> }> {
  const [outcome] = await storeReadings(tx, [reading], {
    accountId: aside.accountId,
    siteId: null,
    credentialId: null,
    judged: true,
    now: by.now,
  });
  if (outcome!.outcome === 'kept-aside') throw new StillAside(outcome!.reason, outcome!.detail);
  return { aside: await settle(tx, aside, 'replayed', by, outcome!.deviceId), outcome: outcome! };
}

/** A person has seen it and it is of no use. */
export const dismissAside = (tx: Transaction, aside: AsideRow, by: { actor: string; now: Date }): Promise<AsideRow> =>
  settle(tx, aside, 'dismissed', by, aside.deviceId);

async function settle(
  tx: Transaction,
  aside: AsideRow,
  state: 'replayed' | 'dismissed',
  { actor, now }: { actor: string; now: Date },
  deviceId: string | null,
): Promise<AsideRow> {
  const [row] = await tx
    .update(readingsAside)
    .set({ state, settledAt: now, settledBy: actor, deviceId })
    .where(eq(readingsAside.id, aside.id))
    .returning();
  await settleAsideTask(tx, aside.taskKey, { actor, now });
  return row!;
}
