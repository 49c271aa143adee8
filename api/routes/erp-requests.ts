import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { erpRequestStates, erpRequests } from '../../db/schema/index.ts';
import { findConnection } from '../erp/connections.ts';
import { id, iso, isoOrNull, oneOf, pathOf, ref } from '../schemas/common.ts';
import { ErpRequest } from '../schemas/erp.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';

const newestFirst = keyset({ id: { column: erpRequests.id, kind: 'uuid' } }, 'desc');

export const erpRequestRoutes: Routes = (app, work) => {
  app.get(
    '/erp-connections/:connectionId/requests',
    {
      config: { permission: 'erp:manage' },
      schema: {
        operationId: 'listErpRequests',
        tags: ['ERP'],
        summary: 'What it was asked, and what it said',
        params: pathOf('connectionId', 'The connection.'),
        querystring: listQuery({ state: Type.Optional(oneOf(erpRequestStates)), orderId: Type.Optional(id()) }),
        response: { 200: pageOf(ref(ErpRequest), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { state, orderId, cursor, limit } = request.query;
        const { id: connectionId } = await findConnection(tx, request.params.connectionId);
        const rows = await tx
          .select()
          .from(erpRequests)
          .where(
            and(
              eq(erpRequests.connectionId, connectionId),
              state ? eq(erpRequests.state, state) : undefined,
              orderId ? eq(erpRequests.orderId, orderId) : undefined,
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewRequest, limit);
      }),
  );
};

const viewRequest = (row: typeof erpRequests.$inferSelect): Static<typeof ErpRequest> => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  orderId: row.orderId,
  lineId: row.lineId,
  state: row.state,
  madeAt: iso(row.madeAt),
  attempts: row.attempts,
  lastTriedAt: isoOrNull(row.lastTriedAt),
  lastError: row.lastError,
  answeredAt: isoOrNull(row.answeredAt),
  reference: row.reference,
  reason: row.reason,
});
