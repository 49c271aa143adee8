import { type TSchema, Type } from 'typebox';
import { orderStates } from '../../domain/order/types.ts';
import { type WebhookEventType, webhookEvents, webhookEventTypes } from '../../domain/webhook-events.ts';
import { day, id, instant, nullable, object, oneOf } from './common.ts';

const orderData = object({
  orderId: id(),
  orderNumber: Type.Integer(),
  siteId: id(),
  state: oneOf(orderStates),
  urgent: Type.Boolean(),
  exceptional: Type.Boolean(),
  madeAt: instant(),
  holdUntil: nullable(instant('null while it awaits approval.')),
});

const units = Type.Integer({ minimum: 0 });
const parcelData = object({
  parcelId: id(),
  orderId: id(),
  orderNumber: Type.Integer(),
  siteId: id(),
  carrier: Type.String(),
  tracking: Type.String(),
  shippedAt: instant(),
  expectedOn: nullable(day()),
  settled: Type.Boolean({ description: 'All of it has arrived, is presumed to have, is lost or returned.' }),
  lines: Type.Array(
    object({ lineId: id(), quantity: units, delivered: units, presumed: units, lost: units, returned: units }),
  ),
});

const silenceData = object({
  deviceId: id(),
  serial: Type.String(),
  siteId: id(),
  silentSince: instant(),
  stage: nullable(Type.Integer({ minimum: 1, maximum: 3, description: 'null: data came back.' })),
});

const agentSilenceData = object({
  agentId: id(),
  name: Type.String(),
  siteId: id(),
  silentSince: instant(),
  stage: nullable(Type.Integer({ minimum: 1, maximum: 3, description: 'null: it was heard of again.' })),
});

const taskData = object({
  taskId: id(),
  kind: Type.String(),
  owner: Type.String(),
  state: Type.String(),
  siteId: nullable(id()),
  deviceId: nullable(id()),
  orderId: nullable(id()),
  dueAt: instant(),
});

const dataOf: Record<string, TSchema> = {
  order: orderData,
  parcel: parcelData,
  silence: silenceData,
  'agent-silence': agentSilenceData,
  task: taskData,
  webhook: object({ webhookId: id() }),
};

/** What is posted for an event of this type. */
export const webhookPayload = (type: WebhookEventType): TSchema =>
  object({ type: oneOf([type]), timestamp: instant('When it happened.'), data: dataOf[type.split('.')[0]!]! });

const header = (description: string, schema: object = { type: 'string' }) => ({
  in: 'header',
  required: true,
  description,
  schema,
});

/** The part `webhooks` of an OpenAPI 3.1 document: what we post to those who subscribe. */
export function describedWebhooks(): Record<string, object> {
  return Object.fromEntries(
    webhookEventTypes.map((type) => [
      type,
      {
        post: {
          operationId: `on-${type.replace('.', '-')}`,
          tags: ['Webhooks'],
          summary: webhookEvents[type],
          parameters: [
            { name: 'webhook-id', ...header('Names the event; the same however often it is sent.') },
            { name: 'webhook-timestamp', ...header('Seconds since 1970, of this try.') },
            {
              name: 'webhook-signature',
              ...header('`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two while a secret is replaced.'),
            },
          ],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: JSON.parse(JSON.stringify(webhookPayload(type))) } },
          },
          responses: {
            '2XX': { description: 'Taken.' },
            '410': { description: 'Nobody is here any more: the webhook is switched off.' },
            default: { description: 'Not taken: it is sent again, for 5 days.' },
          },
        },
      },
    ]),
  );
}
