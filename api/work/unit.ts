import type { FastifyReply, FastifyRequest } from 'fastify';
import { asTenant, type Database, type Queryable, type Transaction } from '../../db/database.ts';
import { type Messenger, type Outbox, transact } from '../../db/outbox.ts';
import { recordAudit } from '../../db/queries/audit.ts';
import type { audit } from '../../db/schema/index.ts';
import { actorOf, callerOf, visibilityOf } from '../auth/caller.ts';
import { type Answer, type SentAnswer, send, serialise } from './answer.ts';
import { claim, effectKeyOf, keep, type RepeatKey, release, repeatKeyOf } from './idempotency.ts';
import { withPatience } from './patience.ts';

export type AuditEntry = Pick<
  typeof audit.$inferInsert,
  'accountId' | 'action' | 'entity' | 'entityId' | 'before' | 'after'
>;

/** What a change works with: one transaction under the caller's row-level security, and who does it when. */
export interface Change {
  tx: Transaction;
  outbox: Outbox;
  now: Date;
  actor: string;
  /** Names this request: the same one repeated has the same. Effects outside the transaction derive their keys from it. */
  effectKey: string;
  record(entry: AuditEntry): Promise<void>;
}

export interface Work {
  /** Reads in one transaction that sees what the caller may see. */
  read<T>(request: FastifyRequest, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Changes facts and answers. Facts, audit, messages and the answer kept for a repeated Idempotency-Key are one transaction: a
   * crash before its end leaves nothing, one after it leaves the answer to be told again. Once committed, messages go out.
   */
  change(request: FastifyRequest, reply: FastifyReply, work: (change: Change) => Promise<Answer>): Promise<never>;
  /**
   * For effects outside of our database (a workflow's update). The key is claimed before and the answer kept after, so a crash
   * between may have the work run again: what it does must be idempotent by `effectKey`.
   */
  perform(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (act: Pick<Change, 'now' | 'actor' | 'effectKey'>) => Promise<Answer>,
  ): Promise<never>;
}

export function createWork(deps: { db: Database; messenger: Messenger; clock: () => Date }): Work {
  return {
    read: (request, work) =>
      withPatience(elapsedMs(request), (begun) =>
        asTenant(deps.db, visibilityOf(callerOf(request)), (tx) => {
          begun();
          return work(tx);
        }),
      ),

    async change(request, reply, work) {
      const now = deps.clock();
      const repeat = repeatKeyOf(request);
      const done = await withPatience(elapsedMs(request), (begun) =>
        transact(deps, visibilityOf(callerOf(request)), now, async (tx, outbox) => {
          begun();
          const before = repeat && (await claim(tx, repeat, now));
          if (before) return { answer: before, repeated: true };
          const said = await work(changeOf(request, tx, outbox, now));
          const answer = serialise(reply, said);
          if (repeat) await keep(tx, repeat, answer.later);
          return { answer: answer.now, repeated: false, said };
        }),
      );
      const more = await done.said?.afterwards?.().catch(() => undefined);
      const answer = more
        ? serialise(reply, { ...done.said!, body: { ...done.said!.body, ...more } }).now
        : done.answer;
      return send(reply, answer, done.repeated);
    },

    async perform(request, reply, work) {
      const now = deps.clock();
      const repeat = repeatKeyOf(request);
      const before =
        repeat &&
        (await withPatience(elapsedMs(request), (begun) =>
          deps.db.transaction((tx) => {
            begun();
            return claim(tx, repeat, now);
          }),
        ));
      if (before) return send(reply, before, true);
      const act = { now, actor: actorOf(callerOf(request)), effectKey: effectKeyOf(request) };
      const answer = await unlessItFails(deps.db, repeat, async () => serialise(reply, await work(act)));
      if (repeat) await keep(deps.db, repeat, answer.later);
      return send(reply, answer.now, false);
    },
  };
}

const elapsedMs = (request: FastifyRequest): number => performance.now() - request.arrivedAtMs;

function changeOf(request: FastifyRequest, tx: Transaction, outbox: Outbox, now: Date): Change {
  const actor = actorOf(callerOf(request));
  const record = recorder(tx, { at: now, actor, requestId: request.id });
  return { tx, outbox, now, actor, effectKey: effectKeyOf(request), record };
}

/** Writes the audit of one request. An action is named by its thing: site.changed. */
export const recorder =
  (tx: Transaction, who: { at: Date; actor: string; requestId: string | null }) =>
  (entry: AuditEntry): Promise<void> =>
    recordAudit(tx, { ...entry, ...who, action: `${entry.entity}.${entry.action}` });

async function unlessItFails(
  db: Queryable,
  repeat: RepeatKey | undefined,
  work: () => Promise<{ now: SentAnswer; later: SentAnswer }>,
): Promise<{ now: SentAnswer; later: SentAnswer }> {
  try {
    return await work();
  } catch (error) {
    // When the database is away, too, the claim ends by its age.
    if (repeat) await release(db, repeat).catch(() => {});
    throw error;
  }
}
