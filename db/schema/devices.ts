import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { type DeviceState, deviceStates } from '../../domain/device-life.ts';
import type { Level } from '../../domain/reading.ts';
import type { Reason } from '../../domain/reasons.ts';
import { accounts, contracts, sites } from './accounts.ts';
import { connections, kinds, models, supplies } from './catalogue.ts';
import { id, instant, oneOf, version } from './columns.ts';

export const devices = pgTable(
  'devices',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    contractId: uuid('contract_id')
      .notNull()
      .references(() => contracts.id),
    modelId: uuid('model_id')
      .notNull()
      .references(() => models.id),
    maker: text('maker').notNull(),
    serial: text('serial').notNull(),
    /** Where it stands on the site: building, floor, room. */
    place: text('place'),
    connection: text('connection', { enum: connections }).notNull(),
    state: text('state').$type<DeviceState>().notNull(),
    enrolledAt: instant('enrolled_at').notNull(),
    /** Counts enrolments of the same row, so that each has its own confirmation. */
    enrolment: integer('enrolment').notNull().default(1),
    endedAt: instant('ended_at'),
    /** A18: the last day on which it will be used, as announced; local date. */
    plannedEndOn: date('planned_end_on'),
    /** The device that took over its stock and lines (A18). */
    replacedBy: uuid('replaced_by'),
    declaredPagesPerWeek: integer('declared_pages_per_week'),
    /** A10: staff have overruled that it uses too much. */
    veryHighUseAllowed: boolean('very_high_use_allowed').notNull().default(false),
    /** Instant that the newest accepted reading counts for. */
    newestReadingAt: instant('newest_reading_at'),
    /** What its page counter said in that reading, which the next one is judged by (A05). */
    newestPages: bigint('newest_pages', { mode: 'number' }),
    /** The credential that brought that reading: of an agent, of the device itself, or of a person. */
    heardThrough: uuid('heard_through'),
    /** A16: set while the device is silent, to the instant that its silence counts from. */
    silentSince: instant('silent_since'),
    nextOrderAt: instant('next_order_at'),
    version: version(),
  },
  (t) => [
    // Several devices may carry one serial across makers; of the living ones, maker + serial is one device.
    uniqueIndex('devices_maker_serial').on(sql`lower(${t.maker})`, t.serial).where(sql`${t.endedAt} is null`),
    index('devices_account').on(t.accountId),
    index('devices_site').on(t.siteId),
    index('devices_heard_through').on(t.heardThrough),
    oneOf('devices_state', t.state, deviceStates),
    oneOf('devices_connection', t.connection, connections),
  ],
);

/** What the product says of a slot now: the same words for API, portal, mails and operators (A12). */
export const slots = pgTable(
  'slots',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    key: text('key').notNull(),
    label: text('label').notNull(),
    kind: text('kind', { enum: kinds }).notNull(),
    colour: text('colour'),
    supplyId: uuid('supply_id').references(() => supplies.id),
    /** Spares on the shelf at enrolment; null: not known (A03). */
    startingStock: integer('starting_stock'),
    /** A11: cover in days when its line was cancelled; not ordered again until it has fallen by 7, or is below 7. */
    cancelledAtCoverDays: doublePrecision('cancelled_at_cover_days'),
    // The present forecast, rewritten by each assessment.
    level: jsonb('level').$type<Level>(),
    levelAt: instant('level_at'),
    ratePerDay: doublePrecision('rate_per_day'),
    rateLow: doublePrecision('rate_low'),
    rateHigh: doublePrecision('rate_high'),
    sharePercent: doublePrecision('share_percent'),
    daysOfUse: doublePrecision('days_of_use'),
    daysLow: doublePrecision('days_low'),
    daysHigh: doublePrecision('days_high'),
    runsOutAt: instant('runs_out_at'),
    coverDays: doublePrecision('cover_days'),
    triggerDays: doublePrecision('trigger_days'),
    nextOrderAt: instant('next_order_at'),
    verdict: text('verdict'),
    reasons: jsonb('reasons').$type<Reason[]>().notNull().default([]),
    /** The stock estimate on which orders rest; the ledger is separate (A15). */
    shelfEstimate: doublePrecision('shelf_estimate').notNull().default(0),
    /** Since when estimate and ledger differ by one or more. */
    stockDiffersSince: instant('stock_differs_since'),
    waitingForConfirmation: boolean('waiting_for_confirmation').notNull().default(false),
    assessedAt: instant('assessed_at'),
  },
  (t) => [
    uniqueIndex('slots_device_key').on(t.deviceId, t.key),
    index('slots_account').on(t.accountId),
    oneOf('slots_kind', t.kind, kinds),
  ],
);

/** A16: what was done at each stage of a silence; never twice for one. */
export const silenceStages = pgTable(
  'silence_stages',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    silentSince: instant('silent_since').notNull(),
    /** 1, 2 or 3: first mail, second, third. */
    stage: integer('stage').notNull(),
    outcome: text('outcome', { enum: ['mail', 'task', 'skipped'] }).notNull(),
    noticeId: uuid('notice_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    uniqueIndex('silence_stages_once').on(t.deviceId, t.silentSince, t.stage),
    oneOf('silence_stages_outcome', t.outcome, ['mail', 'task', 'skipped']),
  ],
);
