import { isDeepStrictEqual } from 'node:util';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { modelSlots, models, supplies } from '../../db/schema/index.ts';
import type { FieldError } from '../errors/problem.ts';
import { modelFields, partNumber, slotFields } from '../schemas/catalogue.ts';
import { nullable, object } from '../schemas/common.ts';
import { type Column, cell, fileError, type Line, readCsv, refuseFile } from './csv.ts';
import { inParts } from './in-parts.ts';
import type { Imported } from './supplies-file.ts';

/** The columns of a file of models: one line per slot; the model's own columns are the same on each of its lines. */
export const modelColumns = {
  maker: { field: 'maker', read: cell.text, required: true, meaning: 'who makes it' },
  model: { field: 'name', read: cell.text, required: true, meaning: 'its name' },
  connections: { field: 'connections', read: cell.list, required: true, meaning: 'agent, direct or agent|direct' },
  replenishable: { field: 'replenishable', read: cell.yesNo, required: true, meaning: 'yes or no' },
  remarks: { field: 'remarks', read: cell.text, required: false, meaning: 'what its gauges cannot do' },
  slot_key: {
    field: 'key',
    read: cell.text,
    required: false,
    meaning: 'the printer’s own index, such as 1.10; empty: no slot',
  },
  slot_label: { field: 'label', read: cell.text, required: false, meaning: 'what people call the slot' },
  part_number: {
    field: 'partNumber',
    read: cell.text,
    required: false,
    meaning: 'the supply that it takes, as in the catalogue',
  },
  resolution_percent: {
    field: 'resolutionPercent',
    read: cell.number,
    required: false,
    meaning: 'the gauge’s step, points',
  },
  usual_rate_per_day: {
    field: 'usualRatePerDay',
    read: cell.number,
    required: false,
    meaning: 'cartridges a day without history',
  },
} as const satisfies Record<string, Column>;

const ModelLine = object({
  ...modelFields,
  ...slotFields,
  key: nullable(slotFields.key),
  label: nullable(slotFields.label),
  partNumber: nullable(partNumber),
});
type ModelLine = Line<Static<typeof ModelLine>>;

interface Slot {
  key: string;
  label: string;
  supplyId: string;
  resolutionPercent: number | null;
  usualRatePerDay: number | null;
}

/** Makes the models that the file names, with all their slots, what it says; other models stay. All or nothing. */
export async function importModels(tx: Transaction, text: string, now: Date): Promise<Imported> {
  const lines = readCsv(text, modelColumns, ModelLine);
  const numbers = [...new Set(lines.flatMap(({ value }) => (value.partNumber ? [value.partNumber] : [])))];
  const catalogued = await inParts(numbers, (part) =>
    tx
      .select({ id: supplies.id, partNumber: supplies.partNumber })
      .from(supplies)
      .where(inArray(supplies.partNumber, part)),
  );
  const supplyIds = new Map(catalogued.map((row) => [row.partNumber, row.id]));
  const groups = [...Map.groupBy(lines, ({ value }) => JSON.stringify([value.maker, value.name])).values()];
  const errors = [...lines.flatMap((line) => slotErrors(line, supplyIds)), ...groups.flatMap(groupErrors)];
  if (errors.length > 0) throw refuseFile(errors.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)));

  const before = await existing(tx, groups);
  const counts = { lines: lines.length, created: 0, changed: 0, unchanged: 0 };
  for (const group of groups) {
    const { maker, name, connections, replenishable, remarks } = group[0]!.value;
    const fields = { maker, name, connections, replenishable, remarks };
    const slots = slotsOf(group, supplyIds);
    const known = before(maker, name);
    if (known && isDeepStrictEqual(known.content, { fields, slots })) {
      counts.unchanged += 1;
      continue;
    }
    const id = known ? await update(tx, known, fields) : await create(tx, fields, now);
    if (slots.length > 0) await tx.insert(modelSlots).values(slots.map((slot) => ({ ...slot, modelId: id })));
    counts[known ? 'changed' : 'created'] += 1;
  }
  return counts;
}

type Fields = Pick<typeof models.$inferSelect, 'maker' | 'name' | 'connections' | 'replenishable' | 'remarks'>;
type Known = { id: string; version: number; content: { fields: Fields; slots: Slot[] } };

async function create(tx: Transaction, fields: Fields, now: Date): Promise<string> {
  const [made] = await tx
    .insert(models)
    .values({ ...fields, createdAt: now })
    .returning({ id: models.id });
  return made!.id;
}

async function update(tx: Transaction, known: Known, fields: Fields): Promise<string> {
  await tx
    .update(models)
    .set({ ...fields, version: known.version + 1 })
    .where(eq(models.id, known.id));
  await tx.delete(modelSlots).where(eq(modelSlots.modelId, known.id));
  return known.id;
}

function slotsOf(group: readonly ModelLine[], supplyIds: ReadonlyMap<string, string>): Slot[] {
  return group
    .flatMap(({ value: { key, label, partNumber: number, resolutionPercent, usualRatePerDay } }) =>
      key && label && number
        ? [{ key, label, supplyId: supplyIds.get(number)!, resolutionPercent, usualRatePerDay }]
        : [],
    )
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** A slot is told whole or not at all, and takes what is in the catalogue. */
function slotErrors({ line, value }: ModelLine, supplyIds: ReadonlyMap<string, string>): FieldError[] {
  const needed = { slot_key: value.key, slot_label: value.label, part_number: value.partNumber };
  const given =
    Object.values(needed).some(Boolean) || value.resolutionPercent !== null || value.usualRatePerDay !== null;
  if (!given) return [];
  const missing = Object.entries(needed).filter(([, text]) => !text);
  return [
    ...missing.map(([column]) =>
      fileError(line, column, { en: 'is needed for the slot', fr: 'est nécessaire à l’emplacement' }),
    ),
    ...(value.partNumber && !supplyIds.has(value.partNumber)
      ? [
          fileError(line, 'part_number', {
            en: `${value.partNumber} is not in the catalogue: import the supplies first`,
            fr: `${value.partNumber} n’est pas au catalogue : importez d’abord les consommables`,
          }),
        ]
      : []),
  ];
}

const ownColumns = { connections: 'connections', replenishable: 'replenishable', remarks: 'remarks' } as const;

/** The lines of one model agree on it, and name each of its slots once. */
function groupErrors(group: ModelLine[]): FieldError[] {
  const [first, ...others] = group;
  const differing = others.flatMap(({ line, value }) =>
    Object.entries(ownColumns).flatMap(([column, field]) =>
      isDeepStrictEqual(value[field], first!.value[field])
        ? []
        : [
            fileError(line, column, {
              en: `differs from line ${first!.line} of the same model`,
              fr: `diffère de la ligne ${first!.line} du même modèle`,
            }),
          ],
    ),
  );
  const keys = group.map(({ value }) => value.key);
  const twice = group.flatMap(({ line, value }, i) =>
    value.key && keys.indexOf(value.key) !== i
      ? [
          fileError(line, 'slot_key', {
            en: `${value.key} stands twice for this model`,
            fr: `${value.key} y est deux fois pour ce modèle`,
          }),
        ]
      : [],
  );
  return [...differing, ...twice];
}

/** The models of the file that are in the catalogue already, locked, as the file would write them. */
async function existing(
  tx: Transaction,
  groups: readonly ModelLine[][],
): Promise<(maker: string, name: string) => Known | undefined> {
  const names = groups.map((group) => group[0]!.value);
  const rows = await inParts(names, (part) =>
    tx
      .select()
      .from(models)
      .where(
        inArray(
          sql`(${models.maker}, ${models.name})`,
          part.map(({ maker, name }) => sql`(${maker}, ${name})`),
        ),
      )
      .for('update'),
  );
  const slots = await inParts(
    rows.map(({ id }) => id),
    (part) => tx.select().from(modelSlots).where(inArray(modelSlots.modelId, part)),
  );
  const ofModel = Map.groupBy(slots, ({ modelId }) => modelId);
  const known = new Map(
    rows.map(({ id, version, maker, name, connections, replenishable, remarks }) => {
      const own = (ofModel.get(id) ?? [])
        .map(({ modelId: _, key, label, supplyId, resolutionPercent, usualRatePerDay }) => ({
          key,
          label,
          supplyId,
          resolutionPercent,
          usualRatePerDay,
        }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
      const content = { fields: { maker, name, connections, replenishable, remarks }, slots: own };
      return [JSON.stringify([maker, name]), { id, version, content }];
    }),
  );
  return (maker, name) => known.get(JSON.stringify([maker, name]));
}
