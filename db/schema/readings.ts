import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Alert, SlotReading } from '../../domain/reading.ts';
import { id, instant, oneOf } from './columns.ts';

export const readingSources = ['agent', 'device', 'import', 'person'] as const;

/** Partitioned by month of `at`; no foreign keys, so that a month is dropped in one step when its retention ends. */
export const readings = pgTable(
  'readings',
  {
    accountId: uuid('account_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    /** The instant it counts for: `takenAt`, or `receivedAt` where the device's clock is implausible (A16). */
    at: instant('at').notNull(),
    takenAt: instant('taken_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    pages: bigint('pages', { mode: 'number' }),
    levels: jsonb('levels').$type<SlotReading[]>().notNull(),
    alerts: jsonb('alerts').$type<Alert[]>(),
    source: text('source', { enum: readingSources }).notNull(),
    /** Set once the device's workflow has been told; the relay looks for the others. */
    relayedAt: instant('relayed_at'),
  },
  (t) => [primaryKey({ columns: [t.deviceId, t.at] }), oneOf('readings_source', t.source, readingSources)],
);

export const asideStates = ['open', 'replayed', 'dismissed'] as const;

/** Nothing is lost: what cannot be used is kept, with the reason, until a person corrects or dismisses it. */
export const readingsAside = pgTable(
  'readings_aside',
  {
    id: id(),
    accountId: uuid('account_id'),
    deviceId: uuid('device_id'),
    /** As it came. */
    body: jsonb('body').notNull(),
    reason: text('reason').notNull(),
    /** Which part of it, and what would be right. */
    detail: text('detail').notNull(),
    /** The same body from the same sender is kept once. */
    digest: text('digest').notNull().unique(),
    /** Of the task to look at what of this device is kept aside. */
    taskKey: text('task_key'),
    times: integer('times').notNull().default(1),
    state: text('state', { enum: asideStates }).notNull().default('open'),
    receivedAt: instant('received_at').notNull(),
    settledAt: instant('settled_at'),
    settledBy: text('settled_by'),
  },
  (t) => [
    index('readings_aside_open').on(t.state, t.receivedAt),
    index('readings_aside_task').on(t.taskKey).where(sql`${t.state} = 'open'`),
    oneOf('readings_aside_state', t.state, asideStates),
  ],
);
