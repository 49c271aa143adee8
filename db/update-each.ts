import { getTableColumns, type InferInsertModel, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Queryable } from './database.ts';

type WithId = PgTable & { id: PgColumn };

/**
 * Changes rows of one table, each its own way, in one statement. All of them name the same columns. Dates are written as instants,
 * `undefined` is not allowed.
 */
export async function updateEach<T extends WithId>(
  tx: Queryable,
  table: T,
  rows: readonly ({ id: string } & Partial<InferInsertModel<T>>)[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = getTableColumns(table) as Record<string, PgColumn>;
  const named = Object.keys(first).map((property) => ({ property, column: columns[property]! }));
  const changed = named.filter(({ property }) => property !== 'id');
  const list = (parts: ReturnType<typeof sql>[]) => sql.join(parts, sql`, `);
  const name = ({ name }: PgColumn) => sql.identifier(name);
  const values = rows.map((row) =>
    Object.fromEntries(named.map(({ property, column }) => [column.name, row[property as keyof typeof row]])),
  );
  await tx.execute(sql`
    update ${table} set ${list(changed.map(({ column }) => sql`${name(column)} = v.${name(column)}`))}
    from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb)
      as v(${list(named.map(({ column }) => sql`${name(column)} ${sql.raw(column.getSQLType())}`))})
    where ${table.id} = v.id`);
}
