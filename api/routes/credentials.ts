import { and, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { credentialSecrets, credentials } from '../../db/schema/index.ts';
import { callerOf } from '../auth/caller.ts';
import { createCredential, revokeCredential, revokeSecret, rotate, type TokenOnce } from '../auth/credentials.ts';
import { notFound } from '../errors/problem.ts';
import { id, iso, isoOrNull, object, pathOf, ref } from '../schemas/common.ts';
import { Credential, NewCredential, Rotation, SecretOnce } from '../schemas/credentials.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import type { Answer } from '../work/answer.ts';
import { keyset } from '../work/keyset.ts';

const newestFirst = keyset({ id: { column: credentials.id, kind: 'uuid' } }, 'desc');
const path = pathOf('credentialId', 'The credential.');
const keyPath = object({ credentialId: id(), keyId: Type.String({ pattern: '^[0-9a-f]{16}$', maxLength: 16 }) });
const config = { permission: 'credentials:manage' } as const;

export const credentialRoutes: Routes = (app, work) => {
  app.get(
    '/credentials',
    {
      config,
      schema: {
        operationId: 'listCredentials',
        tags: ['Credentials'],
        summary: 'Who may call',
        querystring: listQuery({
          accountId: Type.Optional(id('Bound to this account.')),
          revoked: Type.Optional(Type.Boolean({ default: false, description: 'Also those revoked.' })),
        }),
        response: { 200: pageOf(ref(Credential), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, revoked, cursor, limit } = request.query;
        const rows = await withSecrets(
          tx,
          and(
            accountId ? eq(credentials.accountId, accountId) : undefined,
            revoked ? undefined : isNull(credentials.revokedAt),
            newestFirst.after(cursor),
          ),
          newestFirst.take(limit),
        );
        return newestFirst.page(rows, view, limit);
      }),
  );

  app.post(
    '/credentials',
    {
      config,
      schema: {
        operationId: 'createCredential',
        tags: ['Credentials'],
        summary: 'Let somebody or something call',
        body: NewCredential,
        response: { 201: ref(SecretOnce) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const made = await createCredential(change, request.body, callerOf(request).permissions);
        return { ...answerWithSecret(made), status: 201, location: `/v1/credentials/${made.credentialId}` };
      }),
  );

  app.get(
    '/credentials/:credentialId',
    {
      config,
      schema: {
        operationId: 'getCredential',
        tags: ['Credentials'],
        summary: 'One credential and its secrets',
        params: path,
        response: { 200: ref(Credential) },
      },
    },
    (request) => work.read(request, (tx) => one(tx, request.params.credentialId)),
  );

  app.post(
    '/credentials/:credentialId/rotate',
    {
      config,
      schema: {
        operationId: 'rotateCredential',
        tags: ['Credentials'],
        summary: 'Give it a new secret; the present one goes on for a while',
        params: path,
        body: Rotation,
        response: { 200: ref(SecretOnce) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) =>
        answerWithSecret(await rotate(change, request.params.credentialId, request.body)),
      ),
  );

  app.delete(
    '/credentials/:credentialId/secrets/:keyId',
    {
      config,
      schema: {
        operationId: 'revokeSecret',
        tags: ['Credentials'],
        summary: 'End one secret at once',
        params: keyPath,
        response: { 200: ref(Credential) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const { credentialId, keyId } = request.params;
        await revokeSecret(change, credentialId, keyId);
        return { status: 200, body: await one(change.tx, credentialId) };
      }),
  );

  app.delete(
    '/credentials/:credentialId',
    {
      config,
      schema: {
        operationId: 'revokeCredential',
        tags: ['Credentials'],
        summary: 'Revoke it with all its secrets, for good',
        params: path,
        response: { 200: ref(Credential) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        await revokeCredential(change, request.params.credentialId);
        return { status: 200, body: await one(change.tx, request.params.credentialId) };
      }),
  );
};

/** The token goes out once: what is kept for a repeated request is without it. */
export function answerWithSecret({ expiresAt, ...secret }: TokenOnce): Answer {
  const body = { ...secret, expiresAt: isoOrNull(expiresAt) };
  return { status: 200, body, bodyWhenRepeated: { ...body, token: null } };
}

type Row = typeof credentials.$inferSelect & { secrets: (typeof credentialSecrets.$inferSelect)[] };

async function withSecrets(tx: Transaction, where: SQL | undefined, limit: number): Promise<Row[]> {
  const rows = await tx
    .select()
    .from(credentials)
    .where(where)
    .orderBy(...newestFirst.orderBy)
    .limit(limit);
  const ids = rows.map(({ id }) => id);
  const secrets = await tx
    .select()
    .from(credentialSecrets)
    .where(inArray(credentialSecrets.credentialId, ids))
    .orderBy(desc(credentialSecrets.createdAt));
  const secretsOf = Map.groupBy(secrets, ({ credentialId }) => credentialId);
  return rows.map((row) => ({ ...row, secrets: secretsOf.get(row.id) ?? [] }));
}

async function one(tx: Transaction, credentialId: string): Promise<Static<typeof Credential>> {
  const [row] = await withSecrets(tx, eq(credentials.id, credentialId), 1);
  if (!row) throw notFound({ en: 'credential', fr: 'Accès' });
  return view(row);
}

const view = ({ secrets, ...row }: Row): Static<typeof Credential> => ({
  ...row,
  createdAt: iso(row.createdAt),
  lastUsedAt: isoOrNull(row.lastUsedAt),
  revokedAt: isoOrNull(row.revokedAt),
  secrets: secrets.map(({ keyId, createdAt, expiresAt, revokedAt }) => ({
    keyId,
    createdAt: iso(createdAt),
    expiresAt: isoOrNull(expiresAt),
    revokedAt: isoOrNull(revokedAt),
  })),
});
