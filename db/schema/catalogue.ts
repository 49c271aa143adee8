import {
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { GaugeCorrection } from '../../domain/gauges/known-gauge.ts';
import type { LearnedGauge } from '../../domain/gauges/learn-gauge.ts';
import { type SupplyKind, supplyKinds } from '../../domain/supply-kinds.ts';
import { id, instant, oneOf, version } from './columns.ts';

export const kinds = Object.keys(supplyKinds) as [SupplyKind, ...SupplyKind[]];
export const connections = ['agent', 'direct'] as const;

/** A cartridge, container or maintenance item as it is ordered. */
export const supplies = pgTable(
  'supplies',
  {
    id: id(),
    partNumber: text('part_number').notNull().unique(),
    name: text('name').notNull(),
    kind: text('kind', { enum: kinds }).notNull(),
    colour: text('colour'),
    ratedYieldPages: integer('rated_yield_pages'),
    packSize: integer('pack_size').notNull().default(1),
    /** A06: the product's own trigger, days of cover. */
    triggerDays: integer('trigger_days'),
    /** The part number that is delivered instead, once this one is gone. */
    supersededBy: text('superseded_by'),
    /** Part numbers of the same use with another yield. */
    alternatives: text('alternatives').array().notNull().default([]),
    createdAt: instant('created_at').notNull(),
    version: version(),
  },
  (t) => [oneOf('supplies_kind', t.kind, kinds)],
);

/** A02: what anyone may consult before enrolling. */
export const models = pgTable(
  'models',
  {
    id: id(),
    maker: text('maker').notNull(),
    name: text('name').notNull(),
    connections: text('connections', { enum: connections }).array().notNull(),
    replenishable: boolean('replenishable').notNull(),
    /** What its gauges cannot do, in words; null where nothing is known. */
    remarks: text('remarks'),
    createdAt: instant('created_at').notNull(),
    version: version(),
  },
  (t) => [uniqueIndex('models_maker_name').on(t.maker, t.name)],
);

/** What the gauges of a model can tell: learned from readings every night, corrected by staff, whose word wins. */
export const modelGauges = pgTable(
  'model_gauges',
  {
    id: id(),
    modelId: uuid('model_id')
      .notNull()
      .references(() => models.id),
    /** The printer's own index of the supply, e.g. 1.10. */
    key: text('key').notNull(),
    learned: jsonb('learned').$type<LearnedGauge>(),
    learnedAt: instant('learned_at'),
    corrected: jsonb('corrected').$type<GaugeCorrection>(),
    correctedAt: instant('corrected_at'),
    correctedBy: text('corrected_by'),
    remark: text('remark'),
    version: version(),
  },
  (t) => [uniqueIndex('model_gauges_model_key').on(t.modelId, t.key)],
);

export const modelSlots = pgTable(
  'model_slots',
  {
    modelId: uuid('model_id')
      .notNull()
      .references(() => models.id),
    /** The printer's own index of the supply, e.g. 1.10. */
    key: text('key').notNull(),
    label: text('label').notNull(),
    supplyId: uuid('supply_id')
      .notNull()
      .references(() => supplies.id),
    /** The gauge's step in points, where known. */
    resolutionPercent: doublePrecision('resolution_percent'),
    /** Cartridges per day of a device of this model without history. */
    usualRatePerDay: doublePrecision('usual_rate_per_day'),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.key] })],
);
