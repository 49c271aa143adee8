import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { settingScopes } from '../../domain/settings.ts';
import { id, instant, oneOf, version } from './columns.ts';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** A customer: the tenant. Both numbers find it (B02). */
export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    name: text('name').notNull(),
    /** On contracts and invoices. */
    customerNumber: text('customer_number').notNull().unique(),
    /** That of customer service. */
    systemNumber: text('system_number').notNull().unique(),
    language: text('language', { enum: languages }).notNull(),
    /** A03: all is decided and shown, nothing ordered. */
    shadow: boolean('shadow').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    version: version(),
  },
  (t) => [oneOf('accounts_language', t.language, languages)],
);

export const contractKinds = ['managed', 'self-service'] as const;

export const contracts = pgTable(
  'contracts',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    number: text('number').notNull(),
    kind: text('kind', { enum: contractKinds }).notNull(),
    includesSupplies: boolean('includes_supplies').notNull(),
    responseHours: integer('response_hours'),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on'),
    createdAt: instant('created_at').notNull(),
    version: version(),
  },
  (t) => [uniqueIndex('contracts_number').on(t.accountId, t.number), oneOf('contracts_kind', t.kind, contractKinds)],
);

export interface Address {
  company: string;
  lines: string[];
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** A ship-to place with its own clock and business days. */
export const sites = pgTable(
  'sites',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    name: text('name').notNull(),
    address: jsonb('address').$type<Address>().notNull(),
    /** For the carrier: door, floor, opening hours. */
    deliveryInstructions: text('delivery_instructions'),
    timeZone: text('time_zone').notNull(),
    /** ISO weekdays, 1 = Monday. */
    workdays: integer('workdays').array().notNull().default(sql`'{1,2,3,4,5}'`),
    holidays: date('holidays').array().notNull().default(sql`'{}'`),
    createdAt: instant('created_at').notNull(),
    version: version(),
  },
  (t) => [index('sites_account').on(t.accountId)],
);

export const contactRoles = ['administrator', 'replenishment', 'device-manager', 'stock-manager'] as const;

/** Whom mails go to: the site's replenishment contact, else the account's, else its Administrator (A11). */
export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    siteId: uuid('site_id').references(() => sites.id),
    role: text('role', { enum: contactRoles }).notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    phone: text('phone'),
    language: text('language', { enum: languages }).notNull(),
    /** Set by a permanent refusal of a mail; cleared when the address changes. */
    refusedAt: instant('refused_at'),
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull(),
    version: version(),
  },
  (t) => [
    index('contacts_account').on(t.accountId, t.siteId),
    oneOf('contacts_role', t.role, contactRoles),
    oneOf('contacts_language', t.language, languages),
  ],
);

/** Values set for the installation, an account, a site, a model or a supply; definitions stand in domain/settings.ts. */
export const settings = pgTable(
  'settings',
  {
    scope: text('scope', { enum: settingScopes }).notNull(),
    /** Id of the account, site, model or supply; 'global' for the installation. */
    scopeId: text('scope_id').notNull(),
    name: text('name').notNull(),
    value: doublePrecision('value').notNull(),
    /** The tenant of an account's or site's value; none for the others. */
    accountId: uuid('account_id').references(() => accounts.id),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.scope, t.scopeId, t.name] }), oneOf('settings_scope', t.scope, settingScopes)],
);
