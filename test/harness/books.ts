import { expect } from 'vitest';
import { soundness } from '../../db/queries/soundness.ts';
import { orderLines } from '../../db/schema/index.ts';
import { replayDecision } from '../../domain/replenishment/plan.ts';
import type { World } from './world.ts';

/**
 * What holds after every journey, whatever happened in it: the books sum to zero, lines, parcels and mails say the same as they
 * (A11, A15); each line comes out of its stored decision again (C). For `afterEach`.
 */
export async function expectSound(world: World): Promise<void> {
  const { db } = world.system;
  for (const [rule, query] of Object.entries(soundness)) expect([...(await db.execute(query))], rule).toEqual([]);
  for (const { decision } of await db.select({ decision: orderLines.decision }).from(orderLines)) {
    if (decision) expect(JSON.parse(JSON.stringify(replayDecision(decision)?.decision))).toEqual(decision);
  }
}
