import { timingSafeEqual } from 'node:crypto';
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import { credentialSecrets, credentials } from '../../db/schema/index.ts';
import { permissionsOf } from '../permissions.ts';
import type { Caller } from './caller.ts';
import { readToken } from './token.ts';

/** Why a token is refused: for the log, never told to the caller. */
export type Refusal = 'no-token' | 'malformed' | 'unknown' | 'wrong' | 'expired' | 'revoked';

/** `last used` is written at most this often. */
const noteEveryMs = 60_000;

/** Finds the caller of a token, or why there is none. Credentials are the one thing read outside of any tenant. */
export async function authenticate(
  db: Database,
  authorization: string | undefined,
  now: Date,
): Promise<{ caller: Caller } | { refusal: Refusal; keyId?: string }> {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!token) return { refusal: 'no-token' };
  const presented = readToken(token);
  if (!presented) return { refusal: 'malformed' };
  const { keyId } = presented;
  const [row] = await db
    .select({ secret: credentialSecrets, credential: credentials })
    .from(credentialSecrets)
    .innerJoin(credentials, eq(credentials.id, credentialSecrets.credentialId))
    .where(eq(credentialSecrets.keyId, keyId));
  if (!row) return { refusal: 'unknown', keyId };
  const { secret, credential } = row;
  if (!timingSafeEqual(Buffer.from(secret.hash, 'hex'), Buffer.from(presented.hash, 'hex'))) {
    return { refusal: 'wrong', keyId };
  }
  if (secret.revokedAt || credential.revokedAt) return { refusal: 'revoked', keyId };
  if (secret.expiresAt && secret.expiresAt <= now) return { refusal: 'expired', keyId };
  await noteUse(db, credential, now);
  const { id, name, kind, roles, accountId, siteId } = credential;
  const caller = { credentialId: id, keyId, name, kind, roles, accountId, siteId };
  return { caller: { ...caller, permissions: permissionsOf(credential) } };
}

async function noteUse(db: Database, { id, lastUsedAt }: typeof credentials.$inferSelect, now: Date): Promise<void> {
  const due = new Date(now.getTime() - noteEveryMs);
  if (lastUsedAt && lastUsedAt > due) return;
  // Repeated in the statement: of many requests at once, one writes.
  await db
    .update(credentials)
    .set({ lastUsedAt: now })
    .where(and(eq(credentials.id, id), or(isNull(credentials.lastUsedAt), lte(credentials.lastUsedAt, due))));
}
