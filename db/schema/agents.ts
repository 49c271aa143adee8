import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sites } from './accounts.ts';
import { id, instant, oneOf } from './columns.ts';
import { credentials } from './operations.ts';

/** One-time codes with which an agent enrols (A01): bound to a site, short-lived, only their hash is kept. */
export const agentCodes = pgTable(
  'agent_codes',
  {
    id: id(),
    accountId: uuid('account_id').notNull(),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    /** What the agent will be called. */
    name: text('name').notNull(),
    hash: text('hash').notNull().unique(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [check('agent_codes_lifetime', sql`${t.expiresAt} > ${t.madeAt}`)],
);

/** What an agent last said of itself. */
export interface AgentReport {
  version: string;
  /** Readings that wait on its disk. */
  waiting: number;
  /** Dropped there since it was enrolled, by age or for want of room. */
  dropped: number;
  printers: { known: number; read: number; failed: number };
}

/** The programs on customers' sites that read printers. One per code: the database lets none be used twice. */
export const agents = pgTable(
  'agents',
  {
    id: id(),
    accountId: uuid('account_id').notNull(),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    codeId: uuid('code_id')
      .notNull()
      .unique()
      .references(() => agentCodes.id),
    /** Holds the hash of the key that the agent made for itself. */
    credentialId: uuid('credential_id')
      .notNull()
      .unique()
      .references(() => credentials.id),
    name: text('name').notNull(),
    hostName: text('host_name').notNull(),
    enrolledAt: instant('enrolled_at').notNull(),
    lastReportAt: instant('last_report_at'),
    /** Its clock at that report. */
    clockAt: instant('clock_at'),
    report: jsonb('report').$type<AgentReport>(),
    /** A16: set while it is silent, to its last contact. */
    silentSince: instant('silent_since'),
    /** When it was heard of again after its last silence. */
    backAt: instant('back_at'),
  },
  (t) => [index('agents_site').on(t.siteId)],
);

/** A16: what was done at each stage of an agent's silence; never twice for one. */
export const agentSilenceStages = pgTable(
  'agent_silence_stages',
  {
    id: id(),
    accountId: uuid('account_id').notNull(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id),
    silentSince: instant('silent_since').notNull(),
    stage: integer('stage').notNull(),
    outcome: text('outcome', { enum: ['mail', 'task', 'skipped'] }).notNull(),
    noticeId: uuid('notice_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    uniqueIndex('agent_silence_stages_once').on(t.agentId, t.silentSince, t.stage),
    oneOf('agent_silence_stages_outcome', t.outcome, ['mail', 'task', 'skipped']),
  ],
);

/** From which networks an agent's key is used: one seen from two may have been copied. */
export const credentialNetworks = pgTable(
  'credential_networks',
  {
    credentialId: uuid('credential_id')
      .notNull()
      .references(() => credentials.id),
    network: text('network').notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.credentialId, t.network] })],
);
