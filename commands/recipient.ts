import { and, asc, eq, isNull, or } from 'drizzle-orm';
import type { Queryable } from '../db/database.ts';
import { contacts } from '../db/schema/index.ts';

export type Contact = typeof contacts.$inferSelect;

/** A11: the replenishment contact of the site, else of the account, else the nearest Administrator. */
export async function recipientOf(
  tx: Queryable,
  { accountId, siteId }: { accountId: string; siteId: string | null },
): Promise<Contact | undefined> {
  const rows = await tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.accountId, accountId),
        isNull(contacts.endedAt),
        siteId ? or(eq(contacts.siteId, siteId), isNull(contacts.siteId)) : isNull(contacts.siteId),
      ),
    )
    .orderBy(asc(contacts.createdAt));
  const nearest = (role: Contact['role']) =>
    rows.find((row) => row.role === role && row.siteId !== null) ?? rows.find((row) => row.role === role);
  return nearest('replenishment') ?? nearest('administrator');
}
