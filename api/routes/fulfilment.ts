import { and, eq, getTableColumns } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { type FulfilmentReceipt, type FulfilmentRow, recordFulfilment } from '../../commands/record-fulfilment.ts';
import { fulfilmentEvents, orders } from '../../db/schema/index.ts';
import { type FulfilmentOutcome, fulfilmentOutcomes } from '../../domain/order/followed.ts';
import { actorOf, type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { notFound, Problem, unprocessable } from '../errors/problem.ts';
import { id, iso, isoOrNull, oneOf, pathOf, ref } from '../schemas/common.ts';
import { FulfilmentBatch, FulfilmentEvent, NewFulfilmentEvent } from '../schemas/orders.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { problemAnswer } from '../schemas/problem.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import type { Change } from '../work/unit.ts';

const newestFirst = keyset({ id: { column: fulfilmentEvents.id, kind: 'uuid' } }, 'desc');
const tag = ['Fulfilment'];
const mostInBatch = 500;
const batchLimitBytes = 1024 * 1024;
/** Said again, it is the same event: its own name is the key. */
const config = { permission: 'fulfilment:write', idempotency: false } as const;

export const fulfilmentRoutes: Routes = (app, work) => {
  app.post(
    '/fulfilment/events',
    {
      config,
      schema: {
        operationId: 'reportFulfilment',
        tags: tag,
        summary: 'Say what became of an order',
        description:
          'Stored and handed to the order’s workflow (202); `GET /v1/fulfilment/events/{eventId}` says what came of it.',
        body: ref(NewFulfilmentEvent),
        response: { 202: ref(FulfilmentEvent), 404: problemAnswer('not-found') },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const receipt = await record(change, callerOf(request), request.body);
        return { status: 202, body: viewEvent(eventOf(receipt)) };
      }),
  );

  app.post(
    '/fulfilment/events/batch',
    {
      config,
      bodyLimit: batchLimitBytes,
      schema: {
        operationId: 'reportManyFulfilments',
        tags: tag,
        summary: 'Say many such things at once',
        description: 'Each is taken or not by itself; they stand in the order in which they are listed.',
        body: Type.Array(ref(NewFulfilmentEvent), { minItems: 1, maxItems: mostInBatch }),
        response: { 200: ref(FulfilmentBatch) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        for (const [index, event] of request.body.entries()) orderNamed(event, `/${index}`);
        const results: Static<typeof FulfilmentBatch>['results'] = [];
        for (const [index, event] of request.body.entries()) {
          const receipt = await record(change, callerOf(request), event);
          results.push({ index, result: receipt.result, event: receipt.event && viewEvent(receipt.event) });
        }
        return { status: 200, body: { results } };
      }),
  );

  app.get(
    '/fulfilment/events',
    {
      config: { permission: 'orders:read' },
      schema: {
        operationId: 'listFulfilmentEvents',
        tags: tag,
        summary: 'What was said of orders, and what came of it',
        querystring: listQuery({
          orderId: Type.Optional(id()),
          outcome: Type.Optional(oneOf(fulfilmentOutcomes)),
        }),
        response: { 200: pageOf(ref(FulfilmentEvent), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { orderId, outcome, cursor, limit } = request.query;
        const rows = await tx
          .select(eventColumns)
          .from(fulfilmentEvents)
          .innerJoin(orders, eq(orders.id, fulfilmentEvents.orderId))
          .where(
            and(
              withinSite(callerOf(request), orders.siteId),
              orderId ? eq(fulfilmentEvents.orderId, orderId) : undefined,
              outcome ? eq(fulfilmentEvents.outcome, outcome) : undefined,
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewEvent, limit);
      }),
  );

  app.get(
    '/fulfilment/events/:eventId',
    {
      config: { permission: 'orders:read' },
      schema: {
        operationId: 'getFulfilmentEvent',
        tags: tag,
        summary: 'One thing that was said, and what came of it',
        params: pathOf('eventId', 'The `id` that it was answered with.'),
        response: { 200: ref(FulfilmentEvent) },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const [row] = await tx
          .select(eventColumns)
          .from(fulfilmentEvents)
          .innerJoin(orders, eq(orders.id, fulfilmentEvents.orderId))
          .where(and(eq(fulfilmentEvents.id, request.params.eventId), withinSite(callerOf(request), orders.siteId)));
        if (!row) throw notFound({ en: 'fulfilment event', fr: 'Événement de livraison' });
        return viewEvent(row);
      }),
  );
};

const eventColumns = getTableColumns(fulfilmentEvents);

/** The order that an event is about: by one of its two names. */
function orderNamed({ orderId, orderNumber }: NewFulfilmentEvent, at = ''): { id: string } | { number: number } {
  if (orderId !== undefined && orderNumber === undefined) return { id: orderId };
  if (orderNumber !== undefined && orderId === undefined) return { number: orderNumber };
  throw unprocessable({
    pointer: `${at}/orderId`,
    detail: {
      en: 'or orderNumber is needed, and one of them only',
      fr: 'ou orderNumber est nécessaire, et l’un des deux seulement',
    },
  });
}

function record({ tx, outbox, now }: Change, caller: Caller, event: NewFulfilmentEvent): Promise<FulfilmentReceipt> {
  const { eventId, type, occurredAt, lines, parcel } = event;
  return recordFulfilment(
    tx,
    outbox,
    {
      source: actorOf(caller),
      eventId,
      order: orderNamed(event),
      type,
      occurredAt: new Date(occurredAt),
      lines,
      ...(parcel ? { parcel } : {}),
    },
    now,
  );
}

function eventOf(receipt: FulfilmentReceipt): FulfilmentRow {
  if (receipt.event) return receipt.event;
  if (receipt.result === 'unknown-order') throw notFound({ en: 'order', fr: 'Commande' });
  throw new Problem(
    'conflict',
    { en: 'eventId has been used for something else.', fr: 'eventId a déjà servi à autre chose.' },
    {
      errors: [
        {
          in: 'body',
          pointer: '/eventId',
          detail: { en: 'names another event already', fr: 'nomme déjà un autre événement' },
        },
      ],
    },
  );
}

const viewEvent = (row: FulfilmentRow): Static<typeof FulfilmentEvent> => ({
  id: row.id,
  orderId: row.orderId,
  source: row.source,
  eventId: row.eventId,
  type: row.type,
  occurredAt: iso(row.occurredAt),
  receivedAt: iso(row.receivedAt),
  outcome: row.outcome as FulfilmentOutcome | null,
  attempts: row.attempts,
  appliedAt: isoOrNull(row.appliedAt),
});
