import { and, eq, isNull } from 'drizzle-orm';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import { settleTask } from '../../commands/tasks.ts';
import { accounts, webhooks } from '../../db/schema/index.ts';
import { taskKey } from '../../domain/tasks.ts';
import { sealedFor } from '../../outgoing/live-secrets.ts';
import { createSeal } from '../../outgoing/sealed.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { id, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { problemAnswer } from '../schemas/problem.ts';
import { NewWebhook, Webhook, WebhookChange } from '../schemas/webhooks.ts';
import { firstSecret, nextSecret, SecretRotation, SigningSecret, tellSecret } from '../signing/secrets.ts';
import { targetCheck } from '../signing/target.ts';
import type { Routes } from '../types.ts';
import { changeWebhook, findWebhook, viewWebhook } from '../webhooks/find.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { findAccount } from './accounts.ts';

const newestFirst = keyset({ id: { column: webhooks.id, kind: 'uuid' } }, 'desc');
const params = pathOf('webhookId', 'The webhook.');
const config = { permission: 'webhooks:manage' } as const;
const tags = ['Webhooks'];

export const webhookRoutes: Routes = (app, work, deps) => {
  const seal = createSeal(deps.config.secret);
  const checkTarget = targetCheck(deps.config.outgoing);

  app.get(
    '/webhooks',
    {
      config,
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: 'Who is told of what',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          disabled: Type.Optional(Type.Boolean({ default: true, description: 'Also those switched off.' })),
        }),
        response: { 200: pageOf(ref(Webhook), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, disabled = true, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(webhooks)
          .where(
            and(
              accountId ? eq(webhooks.accountId, accountId) : undefined,
              disabled ? undefined : isNull(webhooks.disabledAt),
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewWebhook, limit);
      }),
  );

  app.post(
    '/webhooks',
    {
      config,
      schema: {
        operationId: 'createWebhook',
        tags,
        summary: 'Be told of what happens in an account',
        body: NewWebhook,
        response: { 201: ref(SigningSecret), 404: problemAnswer('not-found') },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { accountId, ...wanted } = request.body;
        checkTarget(wanted.url);
        await findAccount(tx, eq(accounts.id, accountId));
        const webhookId = uuidv7();
        const { plain, stored } = firstSecret(seal, sealedFor.webhook(webhookId));
        const [made] = await tx
          .insert(webhooks)
          .values({ id: webhookId, accountId, ...wanted, ...stored, createdBy: actor, createdAt: now })
          .returning();
        await record({ accountId, action: 'created', entity: 'webhook', entityId: webhookId, after: wanted });
        return { status: 201, location: `/v1/webhooks/${webhookId}`, ...tellSecret(made!, plain) };
      }),
  );

  app.get(
    '/webhooks/:webhookId',
    {
      config,
      schema: { operationId: 'getWebhook', tags, summary: 'One webhook', params, response: { 200: ref(Webhook) } },
    },
    (request) => work.read(request, async (tx) => viewWebhook(await findWebhook(tx, request.params.webhookId))),
  );

  app.patch(
    '/webhooks/:webhookId',
    {
      config: { ...config, ifMatch: true },
      schema: {
        operationId: 'changeWebhook',
        tags,
        summary: 'Change where it goes and what it is told of',
        params,
        body: WebhookChange,
        response: { 200: ref(Webhook) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        if (request.body.url) checkTarget(request.body.url);
        const before = await findWebhook(change.tx, request.params.webhookId, 'lock');
        mustMatch(request.ifMatch, before);
        const noted = changedFields(before, request.body);
        // At another address it has not failed yet.
        const anew = request.body.url ? { failures: 0, failingSince: null, notBefore: null } : {};
        const after = await changeWebhook(change, before, 'changed', { ...request.body, ...anew }, noted);
        return { status: 200, body: viewWebhook(after) };
      }),
  );

  app.post(
    '/webhooks/:webhookId/rotate',
    {
      config,
      schema: {
        operationId: 'rotateWebhookSecret',
        tags,
        summary: 'Give it a new signing secret; the present one signs beside it for a while',
        params,
        body: SecretRotation,
        response: { 200: ref(SigningSecret) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const before = await findWebhook(change.tx, request.params.webhookId, 'lock');
        const { plain, stored } = nextSecret(seal, sealedFor.webhook(before.id), before, request.body, change.now);
        const noted = { after: { previousUntil: stored.previousUntil } };
        const after = await changeWebhook(change, before, 'secret-rotated', stored, noted);
        return { status: 200, ...tellSecret(after, plain) };
      }),
  );

  app.post(
    '/webhooks/:webhookId/disable',
    {
      config,
      schema: {
        operationId: 'disableWebhook',
        tags,
        summary: 'Switch it off',
        description:
          'What happens from now on is not kept for it; what waits goes out if it is switched on within 30 days.',
        params,
        response: { 200: ref(Webhook) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const before = await findWebhook(change.tx, request.params.webhookId, 'lock');
        if (before.disabledAt) return { status: 200, body: viewWebhook(before) };
        const values = { disabledAt: change.now, disabledBecause: 'asked' as const };
        return { status: 200, body: viewWebhook(await changeWebhook(change, before, 'disabled', values)) };
      }),
  );

  app.post(
    '/webhooks/:webhookId/enable',
    {
      config,
      schema: {
        operationId: 'enableWebhook',
        tags,
        summary: 'Switch it on again: what waits goes out',
        params,
        response: { 200: ref(Webhook) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const before = await findWebhook(change.tx, request.params.webhookId, 'lock');
        if (!before.disabledAt) return { status: 200, body: viewWebhook(before) };
        const on = { disabledAt: null, disabledBecause: null, failures: 0, failingSince: null, notBefore: null };
        const after = await changeWebhook(change, before, 'enabled', on);
        await settleTask(change.tx, taskKey('webhook-disabled', before.id), { by: change.actor, now: change.now });
        return { status: 200, body: viewWebhook(after) };
      }),
  );
};
