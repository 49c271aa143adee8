import { createHash } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../../db/database.ts';
import { idempotencyKeys } from '../../db/schema/index.ts';
import { countBlocked } from '../../metrics/blocked.ts';
import { callerOf } from '../auth/caller.ts';
import { Problem } from '../errors/problem.ts';
import type { SentAnswer } from './answer.ts';

/** The Idempotency-Key of a request, with what it was first used for. */
export interface RepeatKey {
  credentialId: string;
  key: string;
  requestHash: string;
}

/** A claim without an answer that is older than this was left by a process that died. */
const abandonedAfterMs = 60_000;
const retryAfterSeconds = 2;

/** The key as it was sent, on routes that heed it. */
function sentKey({ headers, routeOptions }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  return typeof key === 'string' && routeOptions.config.idempotency !== false ? key : undefined;
}

/** Names a request to everything it has an effect on: the same one repeated has the same name. */
export function effectKeyOf(request: FastifyRequest): string {
  const key = sentKey(request);
  return key === undefined ? request.id : `${callerOf(request).credentialId}/${key}`;
}

export function repeatKeyOf(request: FastifyRequest): RepeatKey | undefined {
  const key = sentKey(request);
  if (key === undefined) return undefined;
  const said = [request.method, request.url, request.headers['if-match'] ?? null, canonical(request.body ?? null)];
  return {
    credentialId: callerOf(request).credentialId,
    key,
    requestHash: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
  };
}

/** The same content is the same request, in whatever order its fields stand. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, canonical(field)]);
}

const underWay = () =>
  new Problem(
    'conflict',
    {
      en: 'The first request with this Idempotency-Key is still under way.',
      fr: 'La première requête avec cette Idempotency-Key est encore en cours.',
    },
    { headers: { 'retry-after': String(retryAfterSeconds) } },
  );

/**
 * Claims a key, or gives the answer that the first request got. The row's uniqueness makes a second request wait while the
 * transaction of the first one is open; it then finds the answer, or claims the key itself if the first one failed.
 */
export async function claim(tx: Queryable, repeat: RepeatKey, now: Date): Promise<SentAnswer | undefined> {
  const [claimed] = await tx
    .insert(idempotencyKeys)
    .values({ ...repeat, createdAt: now })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed) return undefined;
  const [kept] = await tx.select().from(idempotencyKeys).where(ofKey(repeat)).for('update');
  if (!kept) throw underWay();
  if (kept.requestHash !== repeat.requestHash) {
    throw new Problem('key-reused', {
      en: 'This key was first used with another method, address, If-Match or content.',
      fr: 'Cette clé a d’abord servi avec une autre méthode, adresse, un autre If-Match ou contenu.',
    });
  }
  if (kept.status !== null) {
    countBlocked('request');
    return { status: kept.status, headers: kept.headers ?? {}, text: kept.answer };
  }
  if (now.getTime() - kept.createdAt.getTime() < abandonedAfterMs) throw underWay();
  await tx.update(idempotencyKeys).set({ createdAt: now }).where(ofKey(repeat));
  return undefined;
}

export async function keep(tx: Queryable, repeat: RepeatKey, answer: SentAnswer): Promise<void> {
  const { status, headers, text } = answer;
  await tx.update(idempotencyKeys).set({ status, headers, answer: text }).where(ofKey(repeat));
}

/** After a failure nothing is kept: the same key may be tried again. */
export async function release(db: Queryable, repeat: RepeatKey): Promise<void> {
  await db.delete(idempotencyKeys).where(and(ofKey(repeat), isNull(idempotencyKeys.status)));
}

const ofKey = ({ credentialId, key }: RepeatKey) =>
  and(eq(idempotencyKeys.credentialId, credentialId), eq(idempotencyKeys.key, key));
