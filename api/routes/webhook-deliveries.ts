import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { publishTo } from '../../commands/webhooks/publish.ts';
import type { Transaction } from '../../db/database.ts';
import { deliveryStates, webhookDeliveries, webhookEvents } from '../../db/schema/index.ts';
import { conflict, notFound } from '../errors/problem.ts';
import { id, iso, isoOrNull, object, oneOf, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { WebhookDelivery, WebhookMessage } from '../schemas/webhooks.ts';
import type { Routes } from '../types.ts';
import { findWebhook } from '../webhooks/find.ts';
import { keyset } from '../work/keyset.ts';

const newestFirst = keyset({ id: { column: webhookDeliveries.id, kind: 'uuid' } }, 'desc');
const config = { permission: 'webhooks:manage' } as const;
const tags = ['Webhooks'];
const ofWebhook = pathOf('webhookId', 'The webhook.');
const ofDelivery = object({ webhookId: id('The webhook.'), deliveryId: id('The delivery.') });

export const webhookDeliveryRoutes: Routes = (app, work) => {
  app.post(
    '/webhooks/:webhookId/test',
    {
      config,
      schema: {
        operationId: 'testWebhook',
        tags,
        summary: 'Send it a test event',
        description:
          'An event `webhook.test`, signed and delivered like every other; its delivery shows what came of it.',
        params: ofWebhook,
        response: { 202: ref(WebhookDelivery) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, effectKey, record }) => {
        const { id: webhookId, accountId, disabledAt } = await findWebhook(tx, request.params.webhookId);
        if (disabledAt) throw conflict({ en: 'It is switched off.', fr: 'Il est désactivé.' });
        const subject = `webhook/${webhookId}`;
        const test = { accountId, type: 'webhook.test' as const, subject, key: `${subject}/test/${effectKey}` };
        const eventId = await publishTo(tx, [webhookId], { ...test, data: { webhookId } }, now);
        await record({ accountId, action: 'tested', entity: 'webhook', entityId: webhookId });
        const [row] = await rows(tx, webhookId, eq(webhookDeliveries.eventId, eventId!));
        return { status: 202, body: view(row!) };
      }),
  );

  app.get(
    '/webhooks/:webhookId/deliveries',
    {
      config,
      schema: {
        operationId: 'listWebhookDeliveries',
        tags,
        summary: 'What it was told, and what came of it',
        description: 'Kept for 30 days.',
        params: ofWebhook,
        querystring: listQuery({ state: Type.Optional(oneOf(deliveryStates)) }),
        response: { 200: pageOf(ref(WebhookDelivery), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { state, cursor, limit } = request.query;
        const { id: webhookId } = await findWebhook(tx, request.params.webhookId);
        const found = await rows(
          tx,
          webhookId,
          and(state ? eq(webhookDeliveries.state, state) : undefined, newestFirst.after(cursor)),
        )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(
          found.map((row) => ({ ...row, id: row.delivery.id })),
          view,
          limit,
        );
      }),
  );

  app.get(
    '/webhooks/:webhookId/deliveries/:deliveryId',
    {
      config,
      schema: {
        operationId: 'getWebhookMessage',
        tags,
        summary: 'What exactly it is told',
        params: ofDelivery,
        response: { 200: WebhookMessage },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { event, delivery } = await one(tx, request.params);
        return { deliveryId: delivery.id, webhookId: delivery.webhookId, body: event.body };
      }),
  );

  app.post(
    '/webhooks/:webhookId/deliveries/:deliveryId/resend',
    {
      config,
      schema: {
        operationId: 'resendWebhookDelivery',
        tags,
        summary: 'Tell it again, under the same `webhook-id`',
        params: ofDelivery,
        response: { 202: ref(WebhookDelivery) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { delivery, event } = await one(tx, request.params);
        // Made anew: it has its days again before it is given up.
        const again = { state: 'waiting' as const, notBefore: null, deliveredAt: null, madeAt: now };
        const [after] = await tx
          .update(webhookDeliveries)
          .set(again)
          .where(eq(webhookDeliveries.id, delivery.id))
          .returning();
        const { accountId, webhookId: entityId } = delivery;
        await record({ accountId, action: 'resent', entity: 'webhook', entityId, after: { eventId: event.id } });
        return { status: 202, body: view({ delivery: after!, event }) };
      }),
  );
};

interface Row {
  delivery: typeof webhookDeliveries.$inferSelect;
  event: typeof webhookEvents.$inferSelect;
}

const rows = (tx: Transaction, webhookId: string, where: ReturnType<typeof and>) =>
  tx
    .select({ delivery: webhookDeliveries, event: webhookEvents })
    .from(webhookDeliveries)
    .innerJoin(webhookEvents, eq(webhookEvents.id, webhookDeliveries.eventId))
    .where(and(eq(webhookDeliveries.webhookId, webhookId), where))
    .$dynamic();

async function one(tx: Transaction, { webhookId, deliveryId }: Static<typeof ofDelivery>): Promise<Row> {
  const [row] = await rows(tx, webhookId, eq(webhookDeliveries.id, deliveryId));
  if (!row) throw notFound({ en: 'delivery', fr: 'Envoi' });
  return row;
}

const view = ({ delivery, event }: Row): Static<typeof WebhookDelivery> => ({
  id: delivery.id,
  eventId: delivery.eventId,
  type: event.type,
  subject: delivery.subject,
  state: delivery.state,
  madeAt: iso(delivery.madeAt),
  attempts: delivery.attempts,
  nextTryAt: isoOrNull(delivery.notBefore),
  deliveredAt: isoOrNull(delivery.deliveredAt),
  tries: delivery.tries,
});
