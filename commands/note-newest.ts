import { sql } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';

/** A reading that was stored just now. */
export interface StoredReading {
  deviceId: string;
  at: Date;
  pages: number | null;
}

/**
 * When each device was last heard of, and through whom (A16: an agent that is silent speaks for no device); what its page counter said
 * then, which the next one is judged by (A05). `credentialId` null: nobody reported it just now.
 */
export async function noteNewest(
  tx: Transaction,
  stored: readonly StoredReading[],
  credentialId: string | null,
): Promise<void> {
  const newest = new Map<string, StoredReading>();
  for (const reading of stored) {
    const known = newest.get(reading.deviceId);
    if (!known || reading.at > known.at) newest.set(reading.deviceId, reading);
  }
  if (newest.size === 0) return;
  const rows = sql.join(
    [...newest.values()].map(
      ({ deviceId, at, pages }) => sql`(${deviceId}::uuid, ${at.toISOString()}::timestamptz, ${pages}::bigint)`,
    ),
    sql`, `,
  );
  await tx.execute(sql`
    update devices set
      newest_reading_at = greatest(newest_reading_at, newest.at),
      newest_pages = case when newest_reading_at > newest.at then newest_pages else newest.pages end,
      heard_through = case when newest_reading_at > newest.at then heard_through
        else coalesce(${credentialId}::uuid, heard_through) end
    from (values ${rows}) as newest(id, at, pages) where devices.id = newest.id`);
}
