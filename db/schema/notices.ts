import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { NoticeKind } from '../../domain/notices.ts';
import type { TaskKind, TaskOwner } from '../../domain/tasks.ts';
import { accounts, languages } from './accounts.ts';
import { id, instant, oneOf, version } from './columns.ts';

export const noticeStates = ['waiting', 'sent', 'refused', 'skipped'] as const;

/** One mail per fact (A11, A16): written in the transaction of the fact, sent by the mail workflow. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    siteId: uuid('site_id'),
    orderId: uuid('order_id'),
    /** The link that the mail offers, where it offers one; signed when it is written. */
    linkId: uuid('link_id'),
    kind: text('kind').$type<NoticeKind>().notNull(),
    /** Names the fact; the database takes each once. The Message-ID is derived from it. */
    factKey: text('fact_key').notNull().unique(),
    /** Mails of one thread answer its first one. */
    thread: text('thread').notNull(),
    /** What the templates need, as of the fact. */
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    state: text('state', { enum: noticeStates }).notNull().default('waiting'),
    leavesAt: instant('leaves_at').notNull(),
    madeAt: instant('made_at').notNull(),
    recipientName: text('recipient_name'),
    recipientEmail: text('recipient_email'),
    language: text('language', { enum: languages }),
    subject: text('subject'),
    html: text('html'),
    text: text('text'),
    messageId: text('message_id'),
    sentAt: instant('sent_at'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    /** Times that staff sent it again on purpose. */
    resends: integer('resends').notNull().default(0),
  },
  (t) => [
    index('notices_account').on(t.accountId, t.madeAt),
    index('notices_order').on(t.orderId),
    index('notices_waiting').on(t.leavesAt).where(sql`${t.state} = 'waiting'`),
    oneOf('notices_state', t.state, noticeStates),
  ],
);

export const taskStates = ['open', 'done', 'dismissed'] as const;

/** All that people must do; a case is a task with a customer in it. */
export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    accountId: uuid('account_id').references(() => accounts.id),
    kind: text('kind').$type<TaskKind>().notNull(),
    owner: text('owner').$type<TaskOwner>().notNull(),
    /** The same matter is one open task, however often it is noticed. */
    dedupKey: text('dedup_key').notNull(),
    state: text('state', { enum: taskStates }).notNull().default('open'),
    siteId: uuid('site_id'),
    deviceId: uuid('device_id'),
    orderId: uuid('order_id'),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    madeAt: instant('made_at').notNull(),
    dueAt: instant('due_at').notNull(),
    settledAt: instant('settled_at'),
    settledBy: text('settled_by'),
    remark: text('remark'),
    version: version(),
  },
  (t) => [
    uniqueIndex('tasks_one_open').on(t.dedupKey).where(sql`${t.state} = 'open'`),
    index('tasks_owner').on(t.state, t.owner, t.dueAt),
    index('tasks_account').on(t.accountId),
    index('tasks_open_of_device').on(t.deviceId).where(sql`${t.state} = 'open'`),
    oneOf('tasks_state', t.state, taskStates),
  ],
);
