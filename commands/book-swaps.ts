import type { Transaction } from '../db/database.ts';
import { swaps } from '../db/schema/index.ts';
import type { DeviceFacts, SlotAssessment } from '../domain/assessment.ts';
import { swapMoves } from '../domain/ledger.ts';
import { isCovered } from '../domain/supply-kinds.ts';
import { postMoves } from './ledger.ts';

/**
 * Puts swaps seen for the first time on record, and into the books: the old cartridge is used, one from the shelf is installed (A15).
 * Those before enrolment are history: nothing was on the books then.
 */
export async function bookSwaps(tx: Transaction, facts: DeviceFacts, found: SlotAssessment, now: Date): Promise<void> {
  const { slot, newSwaps } = found;
  for (const swap of newSwaps) {
    await tx.insert(swaps).values({
      accountId: facts.accountId,
      siteId: facts.siteId,
      deviceId: facts.deviceId,
      slotId: slot.slotId,
      after: swap.after,
      at: swap.at,
      leftPercent: swap.leftShare === undefined ? null : Math.round(swap.leftShare * 100),
      early: swap.early,
      noticedAt: now,
    });
    if (!slot.supplyId || !isCovered(slot.kind) || swap.at <= facts.enrolledAt) continue;
    const moves = swapMoves({ supplyId: slot.supplyId, deviceId: facts.deviceId });
    await postMoves(
      tx,
      facts.accountId,
      moves.map((move) => ({ ...move, key: `swap/${slot.slotId}/${swap.at.toISOString()}/${move.reason}` })),
      'gauge',
      now,
    );
  }
}
