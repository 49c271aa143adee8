import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { asideStates, readingsAside } from '../../db/schema/index.ts';
import { notFound } from '../errors/problem.ts';
import { id, instant, iso, isoOrNull, nullable, object, oneOf, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

type Row = typeof readingsAside.$inferSelect;

const newestFirst = keyset({ id: { column: readingsAside.id, kind: 'uuid' } }, 'desc');
const tag = ['Readings'];

export const ReadingAside = object(
  {
    id: id(),
    accountId: nullable(id()),
    deviceId: nullable(id()),
    body: Type.Unknown({ description: 'As it came.' }),
    reason: Type.String({ description: 'Why it could not be used.' }),
    detail: Type.String({ description: 'Which part of it, and what would be right.' }),
    times: Type.Integer({ description: 'How often the same came.' }),
    state: oneOf(asideStates),
    receivedAt: instant(),
    settledAt: nullable(instant()),
    settledBy: nullable(Type.String()),
  },
  {
    $id: 'ReadingAside',
    description: 'A reading that was kept aside: nothing is lost, and nothing wrong is believed.',
  },
);

export const readingAsideRoutes: Routes = (app, work) => {
  app.get(
    '/readings/aside',
    {
      config: { permission: 'readings:repair' },
      schema: {
        operationId: 'listReadingsAside',
        tags: tag,
        summary: 'Readings kept aside',
        querystring: listQuery({
          state: Type.Optional(oneOf(asideStates)),
          accountId: Type.Optional(id()),
          deviceId: Type.Optional(id()),
          reason: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        }),
        response: { 200: pageOf(ref(ReadingAside), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { cursor, limit, ...filters } = request.query;
        const wanted = Object.entries(filters) as [keyof typeof filters, string][];
        const rows = await tx
          .select()
          .from(readingsAside)
          .where(and(...wanted.map(([name, value]) => eq(readingsAside[name], value)), newestFirst.after(cursor)))
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewAside, limit);
      }),
  );

  app.get(
    '/readings/aside/:asideId',
    {
      config: { permission: 'readings:repair' },
      schema: {
        operationId: 'getReadingAside',
        tags: tag,
        summary: 'One reading kept aside, as it came',
        params: pathOf('asideId', 'What was kept aside.'),
        response: { 200: ref(ReadingAside) },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const [row] = await tx.select().from(readingsAside).where(eq(readingsAside.id, request.params.asideId));
        if (!row) throw notFound({ en: 'reading kept aside', fr: 'Relevé mis de côté' });
        return viewAside(row);
      }),
  );
};

export const viewAside = (row: Row): Static<typeof ReadingAside> => ({
  ...row,
  receivedAt: iso(row.receivedAt),
  settledAt: isoOrNull(row.settledAt),
});
