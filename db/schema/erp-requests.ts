import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.ts';
import { id, instant, oneOf } from './columns.ts';
import { erpConnections } from './erp.ts';
import { orderLines, orders } from './orders.ts';

export const erpRequestKinds = ['place', 'change-address', 'withdraw'] as const;
export type ErpRequestKind = (typeof erpRequestKinds)[number];
export const erpRequestStates = ['waiting', 'agreed', 'refused'] as const;

/** Everything that an ERP is asked: one row for each effect, asked again with the same key and body until it answers. */
export const erpRequests = pgTable(
  'erp_requests',
  {
    id: id(),
    /** Names the effect to us and to the ERP; the database takes each once. */
    key: text('key').notNull().unique(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => erpConnections.id),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    lineId: uuid('line_id').references(() => orderLines.id),
    kind: text('kind', { enum: erpRequestKinds }).notNull(),
    /** As it is signed and sent, each time. */
    body: text('body').notNull(),
    state: text('state', { enum: erpRequestStates }).notNull().default('waiting'),
    madeAt: instant('made_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastTriedAt: instant('last_tried_at'),
    lastError: text('last_error'),
    answeredAt: instant('answered_at'),
    /** The ERP's own name for what it made of it. */
    reference: text('reference'),
    /** The ERP's words, where it refused. */
    reason: text('reason'),
  },
  (t) => [
    index('erp_requests_order').on(t.orderId),
    index('erp_requests_waiting').on(t.connectionId).where(sql`${t.state} = 'waiting'`),
    oneOf('erp_requests_kind', t.kind, erpRequestKinds),
    oneOf('erp_requests_state', t.state, erpRequestStates),
  ],
);
