import { getTableColumns, type InferInsertModel, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Queryable } from './database.ts';

// Many rows in one statement with one parameter. Of a query builder's thousands of parameters, making the text alone takes longer than the database.

type Row<T extends PgTable> = Partial<InferInsertModel<T>>;

/** Changes rows, each its own way. All of them name the same columns. `onlyIf` may look at the row and, as `v`, at what it shall become. */
export async function updateEach<T extends PgTable & { id: PgColumn }>(
  tx: Queryable,
  table: T,
  rows: readonly ({ id: string } & Row<T>)[],
  onlyIf: SQL = sql`true`,
): Promise<void> {
  if (rows.length === 0) return;
  const { columns, recordset } = asRecordset(table, rows);
  const changed = columns.filter((column) => column.name !== 'id');
  const changes = changed.map((column) => sql`${name(column)} = v.${name(column)}`);
  await tx.execute(
    sql`update ${table} set ${sql.join(changes, sql`, `)} from ${recordset} as v where ${table.id} = v.id and ${onlyIf}`,
  );
}

/** Inserts rows that are not there yet; the answer gives `returning` of those that were new. All of them name the same columns. */
export async function insertNew<T extends PgTable, Found extends Record<string, unknown>>(
  tx: Queryable,
  table: T,
  rows: readonly InferInsertModel<T>[],
  returning: SQL,
): Promise<readonly Found[]> {
  if (rows.length === 0) return [];
  const { columns, recordset } = asRecordset(table, rows as readonly Row<T>[]);
  const names = sql.join(columns.map(name), sql`, `);
  const found = await tx.execute<Found>(
    sql`insert into ${table} (${names}) select ${names} from ${recordset} as v on conflict do nothing returning ${returning}`,
  );
  return found as readonly Record<string, unknown>[] as readonly Found[];
}

const name = (column: PgColumn) => sql.identifier(column.name);

/** The rows as a table of their own, with the columns that the first one names. */
function asRecordset<T extends PgTable>(table: T, rows: readonly Row<T>[]) {
  const all = getTableColumns(table) as Record<string, PgColumn>;
  const named = Object.keys(rows[0]!).map((property) => ({ property, column: all[property]! }));
  const values = rows.map((row) =>
    Object.fromEntries(named.map(({ property, column }) => [column.name, row[property as keyof Row<T>]])),
  );
  const types = named.map(({ column }) => sql`${name(column)} ${sql.raw(column.getSQLType())}`);
  return {
    columns: named.map(({ column }) => column),
    recordset: sql`(select * from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb) as r(${sql.join(types, sql`, `)}))`,
  };
}
