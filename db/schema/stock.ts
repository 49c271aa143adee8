import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { type Place, places } from '../../domain/ledger.ts';
import { accounts } from './accounts.ts';
import { supplies } from './catalogue.ts';
import { id, instant, oneOf } from './columns.ts';
import { devices } from './devices.ts';

/** A15: one row moves units from a place to a place, so the books always sum to zero. Append-only by grants. */
export const ledger = pgTable(
  'ledger',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    supplyId: uuid('supply_id')
      .notNull()
      .references(() => supplies.id),
    units: integer('units').notNull(),
    fromPlace: text('from_place').$type<Place>().notNull(),
    fromDeviceId: uuid('from_device_id').references(() => devices.id),
    toPlace: text('to_place').$type<Place>().notNull(),
    toDeviceId: uuid('to_device_id').references(() => devices.id),
    reason: text('reason').notNull(),
    /** Names the fact that moved the units: it moves them once. */
    key: text('key').notNull().unique(),
    orderLineId: uuid('order_line_id'),
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    check('ledger_units', sql`${t.units} > 0`),
    oneOf('ledger_from', t.fromPlace, places),
    oneOf('ledger_to', t.toPlace, places),
    index('ledger_account').on(t.accountId, t.supplyId),
    index('ledger_from_device').on(t.fromDeviceId),
    index('ledger_to_device').on(t.toDeviceId),
  ],
);

/** What a person counted on a shelf, or said of it; the estimate starts anew from it. */
export const stockCounts = pgTable(
  'stock_counts',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    slotId: uuid('slot_id').notNull(),
    units: integer('units').notNull(),
    /** 'count' replaces what was believed; 'adjustment' is added to it. */
    kind: text('kind', { enum: ['count', 'adjustment'] }).notNull(),
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('stock_counts_slot').on(t.slotId, t.at), oneOf('stock_counts_kind', t.kind, ['count', 'adjustment'])],
);

/** A cartridge seen replaced, once; early ones are counted per site (C). */
export const swaps = pgTable(
  'swaps',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    siteId: uuid('site_id').notNull(),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    slotId: uuid('slot_id').notNull(),
    /** Between the reading before and the one that showed it. */
    after: instant('after').notNull(),
    at: instant('at').notNull(),
    leftPercent: integer('left_percent'),
    early: text('early', { enum: ['yes', 'no', 'unknown'] }).notNull(),
    noticedAt: instant('noticed_at').notNull(),
  },
  (t) => [index('swaps_slot').on(t.slotId, t.at), index('swaps_site').on(t.siteId, t.at)],
);
