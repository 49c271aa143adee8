import { and, eq, exists, isNotNull, isNull, ne, or, type SQL } from 'drizzle-orm';
import { Type } from 'typebox';
import { orderLines, orders } from '../../db/schema/index.ts';
import { orderStates } from '../../domain/order/types.ts';
import { callerOf, withinSite } from '../auth/caller.ts';
import { orderDetail } from '../orders/detail.ts';
import { explainOrder } from '../orders/explain.ts';
import { findOrder, viewOrder } from '../orders/find.ts';
import { id, oneOf, orderNumber, pathOf, ref } from '../schemas/common.ts';
import { Order, OrderDetail, OrderExplained } from '../schemas/orders.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import { answerLanguage } from '../work/said.ts';

const newestFirst = keyset(
  { madeAt: { column: orders.madeAt, kind: 'timestamptz' }, id: { column: orders.id, kind: 'uuid' } },
  'desc',
);
const path = pathOf('orderId', 'The order.');
const tag = ['Orders'];

export const orderRoutes: Routes = (app, work, { clock }) => {
  app.get(
    '/orders',
    {
      config: { permission: 'orders:read' },
      schema: {
        operationId: 'listOrders',
        tags: tag,
        summary: 'Orders that the caller sees',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          siteId: Type.Optional(id()),
          deviceId: Type.Optional(id('With a line for this device.')),
          state: Type.Optional(oneOf(orderStates)),
          open: Type.Optional(Type.Boolean({ description: 'Only those under way, or only those that are over.' })),
          number: Type.Optional(orderNumber('What people call it.')),
        }),
        response: { 200: pageOf(ref(Order), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, siteId, deviceId, state, open, number, cursor, limit } = request.query;
        const ofDevice = tx
          .select({ id: orderLines.id })
          .from(orderLines)
          .where(and(eq(orderLines.orderId, orders.id), deviceId ? eq(orderLines.deviceId, deviceId) : undefined));
        const rows = await tx
          .select()
          .from(orders)
          .where(
            and(
              withinSite(callerOf(request), orders.siteId),
              accountId ? eq(orders.accountId, accountId) : undefined,
              siteId ? eq(orders.siteId, siteId) : undefined,
              deviceId ? exists(ofDevice) : undefined,
              state ? eq(orders.state, state) : undefined,
              open === undefined ? undefined : isUnderWay(open),
              number === undefined ? undefined : eq(orders.number, number),
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewOrder, limit);
      }),
  );

  app.get(
    '/orders/:orderId',
    {
      config: { permission: 'orders:read' },
      schema: {
        operationId: 'getOrder',
        tags: tag,
        summary: 'One order with its lines and parcels',
        params: path,
        response: { 200: ref(OrderDetail) },
      },
    },
    (request, reply) =>
      work.read(request, async (tx) => {
        const order = await findOrder(tx, callerOf(request), request.params.orderId);
        return orderDetail(tx, order, answerLanguage(request, reply), clock());
      }),
  );

  app.get(
    '/orders/:orderId/explain',
    {
      config: { permission: 'orders:read' },
      schema: {
        operationId: 'explainOrder',
        tags: tag,
        summary: 'Why it is what it is',
        description:
          'Each line with the readings, rate, interval, stock estimate, settings and rules it rests on, in words, with what would have happened otherwise, and whether the same line comes out of it when it is computed again.',
        params: path,
        response: { 200: ref(OrderExplained) },
      },
    },
    (request, reply) =>
      work.read(request, async (tx) => {
        const order = await findOrder(tx, callerOf(request), request.params.orderId);
        return explainOrder(tx, order, answerLanguage(request, reply));
      }),
  );
};

/** An order in shadow never is (A03). */
const isUnderWay = (open: boolean): SQL | undefined =>
  open
    ? and(isNull(orders.endedAt), ne(orders.state, 'shadow'))
    : or(isNotNull(orders.endedAt), eq(orders.state, 'shadow'));
