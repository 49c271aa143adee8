import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../database.ts';

const journal = new URL('../migrations/meta/_journal.json', import.meta.url);

/** Whether every migration that this version of the code comes with has been applied; later ones do no harm. */
export async function migrationsCurrent(db: Queryable): Promise<boolean> {
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { when: number }[] };
  const [applied] = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(applied?.newest ?? 0) >= (entries.at(-1)?.when ?? 0);
}
