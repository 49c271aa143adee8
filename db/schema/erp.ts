import { sql } from 'drizzle-orm';
import { pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { accounts, sites } from './accounts.ts';
import { id, instant, version } from './columns.ts';

/** Two live ones at most, so that one can be replaced without a gap. Both as outgoing/sealed.ts closes them. */
export const signingSecrets = () => ({
  secret: text('secret').notNull(),
  previousSecret: text('previous_secret'),
  /** Until then the previous one signs, too. */
  previousUntil: instant('previous_until'),
});

/** Which ERP fulfils the orders of a site, an account or everybody, and where it listens. The nearest one holds. */
export const erpConnections = pgTable(
  'erp_connections',
  {
    id: id(),
    name: text('name').notNull(),
    /** None: every account. */
    accountId: uuid('account_id').references(() => accounts.id),
    /** None: every site of the account. */
    siteId: uuid('site_id').references(() => sites.id),
    url: text('url').notNull(),
    ...signingSecrets(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** From then on no order goes there that is not there already. */
    endedAt: instant('ended_at'),
    version: version(),
  },
  (t) => [
    uniqueIndex('erp_connections_one')
      .on(sql`coalesce(${t.siteId}, ${t.accountId}, '00000000-0000-0000-0000-000000000000')`)
      .where(sql`${t.endedAt} is null`),
  ],
);
