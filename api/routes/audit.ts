import { and, eq, gte, lt } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { audit } from '../../db/schema/index.ts';
import { id, instant, iso, nullable, object, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

const newestFirst = keyset(
  { at: { column: audit.at, kind: 'timestamptz' }, id: { column: audit.id, kind: 'uuid' } },
  'desc',
);

export const AuditEntry = object(
  {
    id: id(),
    at: instant(),
    accountId: nullable(id('null: of no account, such as the catalogue.')),
    actor: Type.String({ description: 'Kind and name, with the credential’s id in brackets.' }),
    action: Type.String({ description: 'Such as `site.changed`.' }),
    entity: Type.String(),
    entityId: Type.String(),
    before: Type.Unknown({ description: 'The fields that differ, as they were.' }),
    after: Type.Unknown({ description: 'As they are since.' }),
    requestId: nullable(Type.String({ description: 'The request that did it.' })),
  },
  { $id: 'AuditEntry', description: 'One change, by whom.' },
);

const text = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));

export const auditRoutes: Routes = (app, work) => {
  app.get(
    '/audit',
    {
      config: { permission: 'audit:read' },
      schema: {
        operationId: 'listAudit',
        tags: ['Audit'],
        summary: 'Who changed what (B11)',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          entity: text('Such as `site`.'),
          entityId: text('Its id.'),
          action: text('Such as `site.changed`.'),
          actor: text('As it stands in the entries.'),
          from: Type.Optional(instant('From this instant on.')),
          to: Type.Optional(instant('Before this instant.')),
        }),
        response: { 200: pageOf(ref(AuditEntry), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { cursor, limit, from, to, ...filters } = request.query;
        const wanted = Object.entries(filters) as [keyof typeof filters, string][];
        const rows = await tx
          .select()
          .from(audit)
          .where(
            and(
              ...wanted.map(([name, value]) => eq(audit[name], value)),
              from ? gte(audit.at, new Date(from)) : undefined,
              to ? lt(audit.at, new Date(to)) : undefined,
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, view, limit);
      }),
  );
};

const view = ({ at, ...row }: typeof audit.$inferSelect): Static<typeof AuditEntry> => ({ ...row, at: iso(at) });
