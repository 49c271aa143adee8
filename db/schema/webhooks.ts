import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { WebhookEventType } from '../../domain/webhook-events.ts';
import { accounts } from './accounts.ts';
import { id, instant, oneOf, version } from './columns.ts';
import { signingSecrets } from './erp.ts';

export const disabledReasons = ['asked', 'failing', 'gone'] as const;

/** Who wants to be told of what happens in an account, and where. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    name: text('name').notNull(),
    url: text('url').notNull(),
    events: text('events').array().$type<WebhookEventType[]>().notNull(),
    ...signingSecrets(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    disabledAt: instant('disabled_at'),
    disabledBecause: text('disabled_because', { enum: disabledReasons }),
    /** Failures since the last success, and when the first of them was. */
    failures: integer('failures').notNull().default(0),
    failingSince: instant('failing_since'),
    /** Nothing is tried before this instant. */
    notBefore: instant('not_before'),
    /** Until then one worker delivers; should it end, another one takes over. */
    leasedUntil: instant('leased_until'),
    version: version(),
  },
  (t) => [
    index('webhooks_account').on(t.accountId),
    oneOf('webhooks_disabled_because', t.disabledBecause, disabledReasons),
  ],
);

/** What happened, as it is sent: written in the transaction of the fact, where somebody wants to know. */
export const webhookEvents = pgTable('webhook_events', {
  /** Sent as `webhook-id`, however often. */
  id: id(),
  accountId: uuid('account_id')
    .notNull()
    .references(() => accounts.id),
  type: text('type').$type<WebhookEventType>().notNull(),
  /** Events of one subject are told in order. */
  subject: text('subject').notNull(),
  /** Names the fact; the database takes each once. */
  factKey: text('fact_key').notNull().unique(),
  body: text('body').notNull(),
  madeAt: instant('made_at').notNull(),
});

export const deliveryStates = ['waiting', 'delivered', 'given-up'] as const;

/** One try of a delivery. */
export interface DeliveryTry {
  at: string;
  status: number | null;
  error: string | null;
}

/** One event for one subscriber. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    /** The order in which a subject's events happened. */
    position: bigint('position', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id),
    eventId: uuid('event_id')
      .notNull()
      .references(() => webhookEvents.id),
    subject: text('subject').notNull(),
    state: text('state', { enum: deliveryStates }).notNull().default('waiting'),
    madeAt: instant('made_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** The latest of them, newest first. */
    tries: jsonb('tries').$type<DeliveryTry[]>().notNull().default([]),
    notBefore: instant('not_before'),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_once').on(t.webhookId, t.eventId),
    index('webhook_deliveries_waiting').on(t.webhookId, t.subject, t.position).where(sql`${t.state} = 'waiting'`),
    index('webhook_deliveries_event').on(t.eventId),
    oneOf('webhook_deliveries_state', t.state, deliveryStates),
  ],
);
