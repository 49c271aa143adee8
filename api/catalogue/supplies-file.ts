import { inArray } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { supplies } from '../../db/schema/index.ts';
import type { FieldError } from '../errors/problem.ts';
import { supplyFields } from '../schemas/catalogue.ts';
import { nullable, object } from '../schemas/common.ts';
import { changedFields } from '../work/changed-fields.ts';
import { type Column, cell, fileError, type Line, readCsv, refuseFile } from './csv.ts';
import { inParts } from './in-parts.ts';

/** The columns of a file of supplies; the description of the API is made from them. */
export const supplyColumns = {
  part_number: { field: 'partNumber', read: cell.text, required: true, meaning: 'as printed on the product' },
  name: { field: 'name', read: cell.text, required: true, meaning: 'what people call it' },
  kind: { field: 'kind', read: cell.text, required: true, meaning: 'toner, ink, waste, drum, fuser, imaging-kit, …' },
  colour: { field: 'colour', read: cell.text, required: false, meaning: 'in words' },
  rated_yield_pages: { field: 'ratedYieldPages', read: cell.number, required: false, meaning: 'pages' },
  pack_size: { field: 'packSize', read: cell.number, required: false, meaning: 'cartridges in a pack; empty: 1' },
  trigger_days: { field: 'triggerDays', read: cell.number, required: false, meaning: 'its own trigger, days of cover' },
  superseded_by: { field: 'supersededBy', read: cell.text, required: false, meaning: 'part number delivered instead' },
  alternatives: { field: 'alternatives', read: cell.list, required: false, meaning: 'part numbers, separated by |' },
} as const satisfies Record<string, Column>;

const SupplyLine = object({
  ...supplyFields,
  packSize: nullable(supplyFields.packSize),
  alternatives: nullable(supplyFields.alternatives),
});
type SupplyContent = Static<ReturnType<typeof object<typeof supplyFields>>>;

export interface Imported {
  lines: number;
  created: number;
  changed: number;
  unchanged: number;
}

/** Makes the catalogue's supplies what the file says of them; those it does not name stay. All or nothing. */
export async function importSupplies(tx: Transaction, text: string, now: Date): Promise<Imported> {
  const lines = readCsv(text, supplyColumns, SupplyLine).map(({ line, value }) => ({ line, value: complete(value) }));
  const known = await inParts(
    [...new Set(lines.flatMap(({ value }) => [value.partNumber, ...referencesOf(value).map(({ number }) => number)]))],
    (numbers) => tx.select().from(supplies).where(inArray(supplies.partNumber, numbers)).for('update'),
  );
  const byNumber = new Map(known.map((row) => [row.partNumber, row]));
  const errors = crossErrors(lines, new Set(byNumber.keys()));
  if (errors.length > 0) throw refuseFile(errors);

  const fresh = lines.filter(({ value }) => !byNumber.has(value.partNumber));
  await inParts(fresh, (part) =>
    tx
      .insert(supplies)
      .values(part.map(({ value }) => ({ ...value, createdAt: now })))
      .returning({ id: supplies.id }),
  );
  let changed = 0;
  for (const { value } of lines) {
    const before = byNumber.get(value.partNumber);
    const { after } = before ? changedFields(before, value) : { after: {} };
    if (!before || Object.keys(after).length === 0) continue;
    await tx
      .update(supplies)
      .set({ ...after, version: before.version + 1 })
      .where(inArray(supplies.id, [before.id]));
    changed += 1;
  }
  const unchanged = lines.length - fresh.length - changed;
  return { lines: lines.length, created: fresh.length, changed, unchanged };
}

const complete = (value: Static<typeof SupplyLine>): SupplyContent => ({
  ...value,
  packSize: value.packSize ?? 1,
  alternatives: value.alternatives ?? [],
});

const referencesOf = ({ supersededBy, alternatives }: SupplyContent) => [
  ...(supersededBy ? [{ column: 'superseded_by', number: supersededBy }] : []),
  ...alternatives.map((number) => ({ column: 'alternatives', number })),
];

/** What no line shows alone: a number that stands twice, a reference to what is nowhere. */
function crossErrors(lines: readonly Line<SupplyContent>[], catalogued: ReadonlySet<string>): FieldError[] {
  const firstLine = new Map<string, number>();
  for (const { line, value } of lines) if (!firstLine.has(value.partNumber)) firstLine.set(value.partNumber, line);
  return lines.flatMap(({ line, value }) => {
    const first = firstLine.get(value.partNumber)!;
    const twice =
      first === line
        ? []
        : [fileError(line, 'part_number', { en: `stands in line ${first} already`, fr: `figure déjà ligne ${first}` })];
    const lost = referencesOf(value).filter(
      ({ number }) => number === value.partNumber || !(catalogued.has(number) || firstLine.has(number)),
    );
    return [
      ...twice,
      ...lost.map(({ column, number }) =>
        fileError(line, column, {
          en: `${number} is neither in the catalogue nor in another line of the file`,
          fr: `${number} n’est ni au catalogue ni dans une autre ligne du fichier`,
        }),
      ),
    ];
  });
}
