import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
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
import {
  fulfilmentEventTypes,
  lineKinds,
  lineReasons,
  type OrderState,
  orderStates,
} from '../../domain/order/types.ts';
import type { LineDecision } from '../../domain/replenishment/decision.ts';
import type { SpareOffer } from '../../domain/replenishment/spares.ts';
import { type Address, accounts, sites } from './accounts.ts';
import { supplies } from './catalogue.ts';
import { id, instant, oneOf, version } from './columns.ts';
import { devices, slots } from './devices.ts';
import { erpConnections } from './erp.ts';

export const withdrawals = ['cancel', 'move'] as const;

export const orders = pgTable(
  'orders',
  {
    id: id(),
    /** What people call it. */
    number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity().unique(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    siteId: uuid('site_id')
      .notNull()
      .references(() => sites.id),
    state: text('state').$type<OrderState>().notNull(),
    /** Names the occasion: the same occasion makes one order, however often it is tried. */
    occasion: text('occasion').notNull().unique(),
    exceptional: boolean('exceptional').notNull().default(false),
    /** A14: days that the job lasts from delivery. */
    jobWindowDays: integer('job_window_days'),
    urgent: boolean('urgent').notNull(),
    madeAt: instant('made_at').notNull(),
    /** Cancelling is possible before this instant, not at it (A11). Null while it awaits approval. */
    holdUntil: instant('hold_until'),
    releasedAt: instant('released_at'),
    /** When it was decided who fulfils it; `erpId`: that ERP, none the built-in warehouse. Whoever has an order keeps it. */
    assignedAt: instant('assigned_at'),
    erpId: uuid('erp_id').references(() => erpConnections.id),
    /** Times that it was given to an ERP anew after a refusal. */
    handOvers: integer('hand_overs').notNull().default(0),
    /** When the warehouse or ERP took it. */
    handedOverAt: instant('handed_over_at'),
    endedAt: instant('ended_at'),
    /** Ship-to as of now for what has not left; each parcel keeps its own copy (A13). */
    address: jsonb('address').$type<Address>().notNull(),
    deliveryInstructions: text('delivery_instructions'),
    /** Which ceiling made it wait for a person (A19). */
    brake: text('brake'),
    madeBy: text('made_by').notNull(),
    version: version(),
  },
  (t) => [
    index('orders_account').on(t.accountId, t.madeAt),
    index('orders_site').on(t.siteId, t.madeAt),
    index('orders_not_handed_over').on(t.releasedAt).where(sql`${t.state} = 'released' and ${t.handedOverAt} is null`),
    oneOf('orders_state', t.state, orderStates),
  ],
);

export const orderLines = pgTable(
  'order_lines',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => devices.id),
    slotId: uuid('slot_id')
      .notNull()
      .references(() => slots.id),
    supplyId: uuid('supply_id')
      .notNull()
      .references(() => supplies.id),
    kind: text('kind', { enum: lineKinds }).notNull(),
    reason: text('reason', { enum: lineReasons }).notNull(),
    ordered: integer('ordered').notNull(),
    waiting: integer('waiting').notNull().default(0),
    released: integer('released').notNull().default(0),
    backordered: integer('backordered').notNull().default(0),
    shipped: integer('shipped').notNull().default(0),
    cancelled: integer('cancelled').notNull().default(0),
    delivered: integer('delivered').notNull().default(0),
    presumed: integer('presumed').notNull().default(0),
    lost: integer('lost').notNull().default(0),
    returned: integer('returned').notNull().default(0),
    /** A15: rate the line rests on, cartridges per day; a surge is measured against it (A09). */
    ratePerDay: doublePrecision('rate_per_day'),
    coverDays: doublePrecision('cover_days'),
    /** Local date on which what has not arrived is expected, where anybody said. */
    expectedOn: date('expected_on'),
    /** Some of it was out of stock once: mailed as shipped "once available again" (A11). */
    everBackordered: boolean('ever_backordered').notNull().default(false),
    /** The newest word on its stock: an older one that comes later changes nothing. */
    stockSaid: jsonb('stock_said').$type<{ type: 'backordered' | 'available'; at: string }>(),
    /** A18: the warehouse is asked not to ship it any more, since it is cancelled or goes to the device's new site. */
    withdraw: text('withdraw', { enum: withdrawals }),
    /** Times that this was asked for: each is a question of its own to an ERP. */
    withdrawAsks: integer('withdraw_asks').notNull().default(0),
    decision: jsonb('decision').$type<LineDecision>(),
    /** C: the spare of another device that may be moved instead, and when somebody accepted that. */
    offer: jsonb('offer').$type<SpareOffer & { acceptedAt: string | null }>(),
    /** The lost line that this one orders again; once each. */
    replaces: uuid('replaces').unique(),
    closedAt: instant('closed_at'),
  },
  (t) => [
    index('order_lines_order').on(t.orderId),
    index('order_lines_device').on(t.deviceId),
    // A09, by the database: per slot at most one open line of each kind.
    uniqueIndex('order_lines_one_open').on(t.slotId, t.kind).where(sql`${t.closedAt} is null`),
    check(
      'order_lines_sum',
      sql`${t.ordered} = ${t.waiting} + ${t.released} + ${t.backordered} + ${t.shipped} + ${t.cancelled}`,
    ),
    check(
      'order_lines_parts',
      sql`${t.ordered} > 0 and least(${t.waiting}, ${t.released}, ${t.backordered}, ${t.shipped}, ${t.cancelled}, ${t.delivered}, ${t.presumed}, ${t.lost}, ${t.returned}) >= 0 and ${t.delivered} + ${t.presumed} + ${t.lost} + ${t.returned} <= ${t.shipped}`,
    ),
    oneOf('order_lines_kind', t.kind, lineKinds),
    oneOf('order_lines_reason', t.reason, lineReasons),
    oneOf('order_lines_withdraw', t.withdraw, withdrawals),
  ],
);

export const parcels = pgTable(
  'parcels',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    carrier: text('carrier').notNull(),
    tracking: text('tracking').notNull(),
    shippedAt: instant('shipped_at').notNull(),
    expectedOn: date('expected_on'),
    /** A09: when it is presumed delivered if nobody says so. */
    presumeAt: instant('presume_at'),
    settledAt: instant('settled_at'),
    /** The address it left for. */
    address: jsonb('address').$type<Address>().notNull(),
  },
  (t) => [
    uniqueIndex('parcels_tracking').on(t.orderId, t.carrier, t.tracking),
    index('parcels_account').on(t.accountId),
  ],
);

export const parcelLines = pgTable(
  'parcel_lines',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    parcelId: uuid('parcel_id')
      .notNull()
      .references(() => parcels.id),
    lineId: uuid('line_id')
      .notNull()
      .references(() => orderLines.id),
    quantity: integer('quantity').notNull(),
    serials: text('serials').array().notNull().default([]),
    delivered: integer('delivered').notNull().default(0),
    presumed: integer('presumed').notNull().default(0),
    lost: integer('lost').notNull().default(0),
    returned: integer('returned').notNull().default(0),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    uniqueIndex('parcel_lines_once').on(t.parcelId, t.lineId),
    index('parcel_lines_line').on(t.lineId),
    check(
      'parcel_lines_sum',
      sql`${t.quantity} > 0 and ${t.delivered} + ${t.presumed} + ${t.lost} + ${t.returned} <= ${t.quantity}`,
    ),
  ],
);

/** Everything a warehouse said, with what came of it. `eventId` is the sender's: the same one is taken once. */
export const fulfilmentEvents = pgTable(
  'fulfilment_events',
  {
    id: id(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    source: text('source').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type', { enum: fulfilmentEventTypes }).notNull(),
    body: jsonb('body').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Null until the order has dealt with it; 'early' is tried again after the next one. */
    outcome: text('outcome'),
    /** Times it was tried: each try's effects have keys of their own. */
    attempts: integer('attempts').notNull().default(0),
    detail: text('detail'),
    appliedAt: instant('applied_at'),
  },
  (t) => [
    uniqueIndex('fulfilment_events_once').on(t.source, t.eventId),
    index('fulfilment_events_order').on(t.orderId),
    index('fulfilment_events_waiting').on(t.receivedAt).where(sql`${t.appliedAt} is null and ${t.outcome} is null`),
    oneOf('fulfilment_events_type', t.type, fulfilmentEventTypes),
  ],
);
