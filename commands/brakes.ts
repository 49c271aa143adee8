import { and, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { brakes } from '../db/schema/index.ts';
import { queueRechecks } from './recheck.ts';

type Brake = typeof brakes.$inferSelect;

/** A19: no new orders for a device, a site, an account or all, from now on. What is ordered already goes on. */
export async function pauseOrdering(
  tx: Transaction,
  brake: Pick<Brake, 'scope' | 'scopeId' | 'accountId' | 'reason' | 'setBy' | 'setAt'>,
): Promise<Brake> {
  const [made] = await tx.insert(brakes).values(brake).returning();
  return made!;
}

/** Lifts a pause and has the devices it held looked at again: what became due meanwhile is ordered. undefined: lifted before. */
export async function liftBrake(
  tx: Transaction,
  brakeId: string,
  by: { actor: string; now: Date },
): Promise<{ brake: Brake; devices: number } | undefined> {
  const [brake] = await tx
    .update(brakes)
    .set({ liftedBy: by.actor, liftedAt: by.now })
    .where(and(eq(brakes.id, brakeId), isNull(brakes.liftedAt)))
    .returning();
  if (!brake) return undefined;
  const devices = await queueRechecks(tx, brake, 'the pause of ordering was lifted', by.now);
  return { brake, devices };
}
