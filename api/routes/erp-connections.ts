import { and, eq, isNull } from 'drizzle-orm';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import { accounts, erpConnections } from '../../db/schema/index.ts';
import { sealedFor } from '../../outgoing/live-secrets.ts';
import { createSeal } from '../../outgoing/sealed.ts';
import { callerOf } from '../auth/caller.ts';
import {
  changeConnection,
  connectionColumns,
  findConnection,
  lockConnection,
  viewConnection,
} from '../erp/connections.ts';
import { conflict, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { pathOf, ref } from '../schemas/common.ts';
import { ErpConnection, ErpConnectionChange, NewErpConnection } from '../schemas/erp.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { problemAnswer } from '../schemas/problem.ts';
import { firstSecret, nextSecret, SecretRotation, SigningSecret, tellSecret } from '../signing/secrets.ts';
import { targetCheck } from '../signing/target.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { findAccount } from './accounts.ts';
import { findSite } from './sites.ts';

const newestFirst = keyset({ id: { column: erpConnections.id, kind: 'uuid' } }, 'desc');
const path = pathOf('connectionId', 'The connection.');
const config = { permission: 'erp:manage' } as const;
const tags = ['ERP'];

export const erpConnectionRoutes: Routes = (app, work, deps) => {
  const seal = createSeal(deps.config.secret);
  const checkTarget = targetCheck(deps.config.outgoing);

  app.get(
    '/erp-connections',
    {
      config,
      schema: {
        operationId: 'listErpConnections',
        tags,
        summary: 'Which ERP fulfils whose orders',
        querystring: listQuery({
          ended: Type.Optional(Type.Boolean({ default: false, description: 'Also those ended.' })),
        }),
        response: { 200: pageOf(ref(ErpConnection), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { ended, cursor, limit } = request.query;
        const rows = await tx
          .select(connectionColumns)
          .from(erpConnections)
          .where(and(ended ? undefined : isNull(erpConnections.endedAt), newestFirst.after(cursor)))
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, viewConnection, limit);
      }),
  );

  app.post(
    '/erp-connections',
    {
      config,
      schema: {
        operationId: 'createErpConnection',
        tags,
        summary: 'Have an ERP fulfil orders',
        description:
          'Of a site, of an account, or of everybody: the nearest holds. Orders handed over before stay where they are.',
        body: NewErpConnection,
        response: { 201: ref(SigningSecret), 404: problemAnswer('not-found') },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { name, url, siteId, accountId } = request.body;
        checkTarget(url);
        if (siteId && !accountId) {
          throw unprocessable({
            pointer: '/accountId',
            detail: { en: 'is needed with siteId', fr: 'est requis avec siteId' },
          });
        }
        if (accountId) await findAccount(tx, eq(accounts.id, accountId));
        if (siteId && (await findSite(tx, callerOf(request), siteId)).accountId !== accountId) {
          throw unprocessable({
            pointer: '/siteId',
            detail: { en: 'must be a site of the account', fr: 'doit être un site du compte' },
          });
        }
        const of = { accountId: accountId ?? null, siteId: siteId ?? null };
        const id = uuidv7();
        const { plain, stored } = firstSecret(seal, sealedFor.erp(id));
        const [made] = await tx
          .insert(erpConnections)
          .values({ id, name, url, ...of, ...stored, createdBy: actor, createdAt: now })
          .onConflictDoNothing()
          .returning();
        if (!made)
          throw conflict({ en: 'There is one for these orders already.', fr: 'Il y en a déjà un pour ces commandes.' });
        await record({
          accountId: of.accountId,
          action: 'created',
          entity: 'erp-connection',
          entityId: id,
          after: { name, url, ...of },
        });
        return { status: 201, location: `/v1/erp-connections/${id}`, ...tellSecret(made, plain) };
      }),
  );

  app.get(
    '/erp-connections/:connectionId',
    {
      config,
      schema: {
        operationId: 'getErpConnection',
        tags,
        summary: 'One connection',
        params: path,
        response: { 200: ref(ErpConnection) },
      },
    },
    (request) =>
      work.read(request, async (tx) => viewConnection(await findConnection(tx, request.params.connectionId))),
  );

  app.patch(
    '/erp-connections/:connectionId',
    {
      config: { ...config, ifMatch: true },
      schema: {
        operationId: 'changeErpConnection',
        tags,
        summary: 'Change its name or address',
        description: 'What it has not answered is asked at the new address.',
        params: path,
        body: ErpConnectionChange,
        response: { 200: ref(ErpConnection) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        if (request.body.url) checkTarget(request.body.url);
        const before = await lockConnection(change.tx, request.params.connectionId);
        mustMatch(request.ifMatch, before);
        await changeConnection(change, before, 'changed', request.body, changedFields(before, request.body));
        return { status: 200, body: viewConnection(await findConnection(change.tx, before.id)) };
      }),
  );

  app.post(
    '/erp-connections/:connectionId/rotate',
    {
      config,
      schema: {
        operationId: 'rotateErpSecret',
        tags,
        summary: 'Give it a new signing secret; the present one signs beside it for a while',
        params: path,
        body: SecretRotation,
        response: { 200: ref(SigningSecret) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const before = await lockConnection(change.tx, request.params.connectionId);
        const { plain, stored } = nextSecret(seal, sealedFor.erp(before.id), before, request.body, change.now);
        const after = await changeConnection(change, before, 'secret-rotated', stored, {
          after: { until: stored.previousUntil },
        });
        return { status: 200, ...tellSecret(after, plain) };
      }),
  );

  app.post(
    '/erp-connections/:connectionId/end',
    {
      config,
      schema: {
        operationId: 'endErpConnection',
        tags,
        summary: 'Give it no more orders',
        description: 'What it has it keeps, and is still asked about.',
        params: path,
        response: { 200: ref(ErpConnection) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const before = await lockConnection(change.tx, request.params.connectionId);
        if (!before.endedAt) await changeConnection(change, before, 'ended', { endedAt: change.now }, {});
        return { status: 200, body: viewConnection(await findConnection(change.tx, before.id)) };
      }),
  );
};
