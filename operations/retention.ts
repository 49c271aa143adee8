import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { readingMonthsKept } from '../db/partitions.ts';
import {
  agentCodes,
  agentSilenceStages,
  agents,
  audit,
  contacts,
  credentialNetworks,
  credentialSecrets,
  devices,
  erpRequests,
  fulfilmentEvents,
  idempotencyKeys,
  links,
  notices,
  orders,
  outbox,
  readings,
  readingsAside,
  silenceStages,
  tasks,
  webhookDeliveries,
  webhookEvents,
} from '../db/schema/index.ts';

/** How long something is kept, in calendar units (UTC). */
export type Age = { hours: number } | { days: number } | { months: number } | { years: number };

export interface Timed {
  after: Age;
  /** The instant that it counts from; without one a row stays. */
  from: PgColumn | SQL;
  /** Only rows of which this holds as well. */
  onlyIf?: SQL;
  why: string;
}

/** What becomes of the rows of a table. */
export type Retention =
  | { does: 'keep'; why: string }
  | ({ does: 'delete'; table: PgTable } & Timed)
  /** The row stays, these columns are emptied. */
  | ({ does: 'empty'; table: PgTable; columns: PgColumn[] } & Timed)
  /** Whole months leave, each in one step, once the last day of the month is old enough. */
  | { does: 'drop-months'; after: { months: number }; from: PgColumn; why: string }
  /** Append-only for every role; a function of the owner’s removes what is old enough. */
  | { does: 'forget'; after: { years: number }; from: PgColumn; why: string };

const keep = (why: string): Retention[] => [{ does: 'keep', why }];

/**
 * How long everything is kept: one entry for each table of the schema, by its name. Maintenance does once a day what stands here
 * (operations/maintain.ts). Orders, books and the devices they are about stay: later estimates and every explanation rest on them.
 */
export const retention: Record<string, Retention[]> = {
  accounts: keep('the tenant itself'),
  contracts: keep('of the account'),
  sites: keep('orders and parcels went there'),
  contacts: [
    {
      does: 'delete',
      table: contacts,
      after: { months: 24 },
      from: contacts.endedAt,
      why: 'a person who left; the mails keep whom they went to',
    },
  ],
  settings: keep('one row for each value set'),
  supplies: keep('the catalogue; orders and books name them'),
  models: keep('the catalogue'),
  model_slots: keep('the catalogue'),
  model_gauges: keep('the catalogue: one row for each gauge of a model'),
  devices: keep('the books name them; one that is gone may be enrolled anew, with its history'),
  slots: keep('of the device; lines name them'),
  silence_stages: [
    {
      does: 'delete',
      table: silenceStages,
      after: { months: 24 },
      from: silenceStages.recordedAt,
      // As long as a silence lasts, its stages keep it from being told again (A16).
      onlyIf: sql`not exists (select from ${devices} where ${devices.id} = ${silenceStages.deviceId} and ${devices.silentSince} is not null)`,
      why: 'as long as the mails that told it',
    },
  ],
  notices: [
    {
      does: 'empty',
      table: notices,
      columns: [notices.html, notices.text],
      after: { months: 24 },
      from: notices.madeAt,
      onlyIf: sql`${notices.state} <> 'waiting'`,
      why: 'that a mail was sent, to whom and of what fact stays; each fact is mailed once, for good',
    },
  ],
  tasks: [
    {
      does: 'delete',
      table: tasks,
      after: { months: 36 },
      from: tasks.settledAt,
      why: 'three years of a customer’s history for whoever answers the phone',
    },
  ],
  outbox: [
    {
      does: 'delete',
      table: outbox,
      after: { days: 14 },
      from: outbox.deliveredAt,
      why: 'delivered; for looking into what a workflow was told lately',
    },
  ],
  brakes: keep('few, and they explain why nothing was ordered'),
  credentials: keep('the audit names them'),
  credential_secrets: [
    {
      does: 'delete',
      table: credentialSecrets,
      after: { months: 12 },
      from: sql`least(${credentialSecrets.revokedAt}, ${credentialSecrets.expiresAt})`,
      why: 'cannot be used any more; for telling whose old secret still knocks',
    },
  ],
  agent_codes: [
    {
      does: 'delete',
      table: agentCodes,
      after: { months: 12 },
      from: agentCodes.expiresAt,
      onlyIf: sql`not exists (select from ${agents} where ${agents.codeId} = ${agentCodes.id})`,
      why: 'never used; one that was used stays with its agent',
    },
  ],
  agents: keep('few, and the readings of a site came from them'),
  agent_silence_stages: [
    {
      does: 'delete',
      table: agentSilenceStages,
      after: { months: 24 },
      from: agentSilenceStages.recordedAt,
      // As those of a device.
      onlyIf: sql`not exists (select from ${agents} where ${agents.id} = ${agentSilenceStages.agentId} and ${agents.silentSince} is not null)`,
      why: 'as long as the mails that told it',
    },
  ],
  credential_networks: [
    {
      does: 'delete',
      table: credentialNetworks,
      after: { months: 12 },
      from: credentialNetworks.lastSeenAt,
      why: 'an address of a customer that is no longer used',
    },
  ],
  audit: [{ does: 'forget', after: { years: 10 }, from: audit.at, why: 'as long as the books of a business (B11)' }],
  idempotency_keys: [
    {
      does: 'delete',
      table: idempotencyKeys,
      after: { hours: 48 },
      from: idempotencyKeys.createdAt,
      why: 'so long a request may be repeated and gets its first answer',
    },
  ],
  links: [
    {
      does: 'delete',
      table: links,
      after: { months: 6 },
      from: links.expiresAt,
      why: 'a late press of the button is still told what happened',
    },
  ],
  erp_connections: keep('orders name them'),
  erp_requests: [
    {
      does: 'delete',
      table: erpRequests,
      after: { months: 24 },
      from: erpRequests.answeredAt,
      onlyIf: sql`exists (select from ${orders} where ${orders.id} = ${erpRequests.orderId} and ${orders.endedAt} is not null)`,
      why: 'as long as what was said of the order; what came of it stands in the order',
    },
  ],
  webhooks: keep('few; the audit names them'),
  webhook_deliveries: [
    {
      does: 'delete',
      table: webhookDeliveries,
      after: { days: 30 },
      from: webhookDeliveries.madeAt,
      why: 'so long what was told can be looked at and sent again; what waits for a switched-off webhook leaves, too',
    },
  ],
  webhook_events: [
    {
      does: 'delete',
      table: webhookEvents,
      after: { days: 31 },
      from: webhookEvents.madeAt,
      onlyIf: sql`not exists (select from ${webhookDeliveries} where ${webhookDeliveries.eventId} = ${webhookEvents.id})`,
      why: 'as long as their deliveries',
    },
  ],
  orders: keep('what was ordered, why, and what became of it'),
  order_lines: keep('the stock estimate of a device counts all its deliveries (A15)'),
  parcels: keep('of the order'),
  parcel_lines: keep('of the order'),
  fulfilment_events: [
    {
      does: 'delete',
      table: fulfilmentEvents,
      after: { months: 24 },
      from: fulfilmentEvents.appliedAt,
      onlyIf: sql`exists (select from ${orders} where ${orders.id} = ${fulfilmentEvents.orderId} and ${orders.endedAt} is not null)`,
      why: 'what came of it stands in order, parcels and books; so long the same event is recognised',
    },
  ],
  readings: [
    {
      does: 'drop-months',
      after: { months: readingMonthsKept },
      from: readings.at,
      why: 'two years to compare, and time to do so; the forecast looks back 180 days',
    },
  ],
  readings_aside: [
    {
      does: 'delete',
      table: readingsAside,
      after: { months: 6 },
      from: readingsAside.settledAt,
      why: 'corrected or dismissed by a person',
    },
    {
      does: 'delete',
      table: readingsAside,
      after: { months: readingMonthsKept },
      from: readingsAside.receivedAt,
      why: 'left open until a reading of that age would not be kept either',
    },
  ],
  ledger: keep('the books (A15)'),
  stock_counts: keep('the stock estimate starts anew from the last one'),
  swaps: keep('a few a year; early ones are counted per site'),
};
