import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, integer, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 as uuidv7 } from 'uuid';

/** Time-ordered random ids: an index grows at its end, and a guessed one leads nowhere. */
export const id = () => uuid('id').primaryKey().$defaultFn(uuidv7);

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Counts changes, so that two people editing one thing collide visibly (ETag). */
export const version = () => integer('version').notNull().default(1);

/** The database refuses a word that the code's table does not know. */
export const oneOf = (name: string, column: AnyPgColumn, values: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`);
