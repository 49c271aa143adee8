import { Type } from 'typebox';
import { deliveryStates, disabledReasons } from '../../db/schema/index.ts';
import { webhookEventTypes } from '../../domain/webhook-events.ts';
import { targetUrl } from '../signing/target.ts';
import { id, instant, line, nullable, object, oneOf, patchOf, version } from './common.ts';

const name = line(100, 'For lists and tasks.');
const events = Type.Array(oneOf(webhookEventTypes), {
  minItems: 1,
  maxItems: webhookEventTypes.length,
  uniqueItems: true,
  description: 'What to be told of; the payload of each stands under `webhooks`.',
});

export const Webhook = object(
  {
    id: id(),
    accountId: id(),
    name: Type.String(),
    url: Type.String(),
    events: Type.Array(Type.String()),
    previousSecretUntil: nullable(instant('Until then the secret before the present one signs, too.')),
    createdBy: Type.String(),
    createdAt: instant(),
    disabledAt: nullable(instant('Since then it is told nothing.')),
    disabledBecause: nullable(
      oneOf(
        disabledReasons,
        '`failing`: it took nothing for 5 days; `gone`: it answered 410; `asked`: somebody did it.',
      ),
    ),
    failingSince: nullable(instant('First failure since the last success.')),
    version,
  },
  { $id: 'Webhook', description: 'A subscription: what happens in the account is posted to its URL, signed.' },
);

export const NewWebhook = object(
  {
    accountId: id('Whose events.'),
    name,
    url: targetUrl,
    events,
  },
  {
    examples: [
      {
        accountId: '019aa1b2-0000-7000-8000-000000000001',
        name: 'Our portal',
        url: 'https://portal.example.com/replenish',
        events: ['order.made', 'parcel.shipped', 'task.opened'],
      },
    ],
  },
);

export const WebhookChange = patchOf({ name, url: targetUrl, events }, { examples: [{ events: ['order.made'] }] });

export const WebhookDelivery = object(
  {
    id: id(),
    eventId: id('Sent as `webhook-id`, the same however often.'),
    type: oneOf(webhookEventTypes),
    subject: Type.String({ description: 'Events of one subject are told in order.' }),
    state: oneOf(deliveryStates),
    madeAt: instant(),
    attempts: Type.Integer(),
    nextTryAt: nullable(instant('null: at once, or none.')),
    deliveredAt: nullable(instant()),
    tries: Type.Array(object({ at: instant(), status: nullable(Type.Integer()), error: nullable(Type.String()) }), {
      description: 'The latest ten, newest first.',
    }),
  },
  { $id: 'WebhookDelivery', description: 'One event for one subscriber, and how often it was tried.' },
);

export const WebhookMessage = object(
  {
    deliveryId: id(),
    webhookId: id(),
    body: Type.String({ description: 'Exactly as it is signed and sent.' }),
  },
  { description: 'What is sent.' },
);
