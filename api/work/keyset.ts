import { asc, desc, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { Problem } from '../errors/problem.ts';
import { formats } from '../schemas/formats.ts';
import type { Page } from '../schemas/page.ts';

/** What a page can be sorted by: how its values travel in a cursor. */
const kinds = {
  uuid: { cast: sql.raw('uuid'), valid: formats.uuid.test },
  timestamptz: { cast: sql.raw('timestamptz'), valid: formats['date-time'].test },
  text: { cast: sql.raw('text'), valid: (value: string) => !value.includes('\0') },
};

interface SortKey {
  column: AnyPgColumn;
  kind: keyof typeof kinds;
}

const defaultLimit = 50;

/**
 * Pages that neither skip nor repeat what stays in place, whatever comes and goes (keyset pagination). `keys` are columns by the
 * names of the row's fields, from the first to sort by; together they must be unique and not null.
 */
export function keyset<const K extends Record<string, SortKey>>(keys: K, order: 'asc' | 'desc' = 'asc') {
  const sorted = Object.entries(keys);
  const columns = sql.join(
    sorted.map(([, { column }]) => sql`${column}`),
    sql`, `,
  );
  return {
    orderBy: sorted.map(([, { column }]) => (order === 'asc' ? asc(column) : desc(column))),

    /** The condition for rows behind the cursor; none for the first page. */
    after(cursor: string | undefined): SQL | undefined {
      if (cursor === undefined) return undefined;
      const values = readCursor(
        cursor,
        sorted.map(([, { kind }]) => kind),
      );
      const bounds = sorted.map(([, { kind }], i) => sql`${values[i]}::${kinds[kind].cast}`);
      return sql`(${columns}) ${sql.raw(order === 'asc' ? '>' : '<')} (${sql.join(bounds, sql`, `)})`;
    },

    /** How many rows to ask for: one more than the page shows, to know whether there is another. */
    take: (limit = defaultLimit): number => limit + 1,

    page<R extends Record<keyof K, string | Date>, T>(
      rows: readonly R[],
      view: (row: R) => T,
      limit = defaultLimit,
    ): Page<T> {
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const cursor = last && sorted.map(([name]) => cursorText(last[name as keyof K]));
      return {
        items: shown.map(view),
        next: cursor ? Buffer.from(JSON.stringify(cursor)).toString('base64url') : null,
      };
    },
  };
}

const cursorText = (value: string | Date): string => (value instanceof Date ? value.toISOString() : value);

function readCursor(cursor: string, expected: (keyof typeof kinds)[]): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const fits = (kind: keyof typeof kinds, value: unknown) => typeof value === 'string' && kinds[kind].valid(value);
    if (
      Array.isArray(values) &&
      values.length === expected.length &&
      expected.every((kind, i) => fits(kind, values[i]))
    ) {
      return values;
    }
  } catch {
    // Not JSON: as wrong as any other.
  }
  throw new Problem(
    'invalid-request',
    { en: 'This cursor is none of this list.', fr: 'Ce curseur n’est pas de cette liste.' },
    {
      errors: [
        {
          in: 'query',
          pointer: '/cursor',
          detail: {
            en: 'must be the `next` of a page of this list',
            fr: 'doit être le `next` d’une page de cette liste',
          },
        },
      ],
    },
  );
}
