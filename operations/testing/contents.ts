import { createHash } from 'node:crypto';
import postgres from 'postgres';
import { todaysTables } from '../archive/catalogue.ts';

/** A hash of the contents of every table, whatever the order of its rows; nothing of how a backup is made is used for it. */
export async function contentsOf(ownerUrl: string): Promise<Record<string, string>> {
  const sql = postgres(ownerUrl, { max: 1 });
  try {
    const hashes: Record<string, string> = {};
    for (const table of todaysTables().sort()) {
      const rows = await sql`select to_jsonb(t)::text as row from ${sql(table)} t order by 1`;
      const hash = createHash('sha256').update(rows.map(({ row }) => row).join('\n'));
      hashes[table] = `${rows.length} rows, ${hash.digest('hex')}`;
    }
    return hashes;
  } finally {
    await sql.end();
  }
}
