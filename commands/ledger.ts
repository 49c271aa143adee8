import type { Queryable } from '../db/database.ts';
import { ledger } from '../db/schema/index.ts';
import type { LedgerMove } from '../domain/ledger.ts';

/** Writes moves into the books (A15). Each has a key that names its fact: told twice, it moves once. */
export async function postMoves(
  tx: Queryable,
  accountId: string,
  moves: (LedgerMove & { key: string; orderLineId?: string })[],
  actor: string,
  now: Date,
): Promise<void> {
  if (moves.length === 0) return;
  await tx
    .insert(ledger)
    .values(
      moves.map((move) => ({
        accountId,
        supplyId: move.supplyId,
        units: move.units,
        fromPlace: move.from.place,
        fromDeviceId: move.from.deviceId ?? null,
        toPlace: move.to.place,
        toDeviceId: move.to.deviceId ?? null,
        reason: move.reason,
        key: move.key,
        orderLineId: move.orderLineId ?? null,
        actor,
        at: now,
      })),
    )
    .onConflictDoNothing({ target: ledger.key });
}
