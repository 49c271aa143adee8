import type { Queryable } from '../database.ts';
import { audit } from '../schema/index.ts';

/** Who changed what, in the transaction of the change (B11). */
export async function recordAudit(tx: Queryable, entry: Omit<typeof audit.$inferInsert, 'id'>): Promise<void> {
  await tx.insert(audit).values(entry);
}
