import { type AsideRow, dismissAside, lockAside, replayAside, StillAside } from '../../commands/replay-aside.ts';
import type { Transaction } from '../../db/database.ts';
import { callerOf } from '../auth/caller.ts';
import { conflict, notFound, Problem, unprocessable } from '../errors/problem.ts';
import { badReading, readReading, receiptOf, takeOne } from '../readings/take.ts';
import { object, pathOf, prose, ref } from '../schemas/common.ts';
import { ReadingReceipt, Replay } from '../schemas/readings.ts';
import type { Routes } from '../types.ts';
import { ReadingAside, viewAside } from './readings-aside.ts';

const path = pathOf('asideId', 'What was kept aside.');
const tag = ['Readings'];

/** What people do about readings kept aside. */
export const readingRepairRoutes: Routes = (app, work) => {
  app.post(
    '/readings/aside/:asideId/replay',
    {
      config: { permission: 'readings:repair' },
      schema: {
        operationId: 'replayReading',
        tags: tag,
        summary: 'Store a reading that was kept aside',
        description:
          'As it came, now that its device is enrolled, or corrected. What is still of no use stays where it is (409).',
        params: path,
        body: Replay,
        response: { 200: ref(ReadingReceipt) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const caller = callerOf(request);
        const before = await openAside(tx, request.params.asideId);
        const { body } = request.body;
        const corrected = body && readReading(body);
        if (corrected && corrected.errors.length > 0) throw badReading(corrected.errors);
        const taken = corrected ?? takeOne(before.body, caller);
        if (!('reading' in taken)) throw needsCorrection(taken.detail);
        const { outcome } = await unlessStillAside(() => replayAside(tx, before, taken.reading, { actor, now }));
        await record({
          accountId: before.accountId,
          action: 'replayed',
          entity: 'reading-aside',
          entityId: before.id,
          before: before.body,
          after: body ?? null,
        });
        return { status: 200, body: receiptOf(outcome) };
      }),
  );

  app.post(
    '/readings/aside/:asideId/dismiss',
    {
      config: { permission: 'readings:repair' },
      schema: {
        operationId: 'dismissReading',
        tags: tag,
        summary: 'Give up a reading that was kept aside',
        params: path,
        body: object(
          { remark: prose(2000, 'Why it is of no use.') },
          { examples: [{ remark: 'A printer of the neighbour.' }] },
        ),
        response: { 200: ref(ReadingAside) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const before = await openAside(tx, request.params.asideId);
        const after = await dismissAside(tx, before, { actor, now });
        const { accountId, id: entityId } = before;
        await record({ accountId, action: 'dismissed', entity: 'reading-aside', entityId, after: request.body });
        return { status: 200, body: viewAside(after) };
      }),
  );
};

async function openAside(tx: Transaction, asideId: string): Promise<AsideRow> {
  const row = await lockAside(tx, asideId);
  if (!row) throw notFound({ en: 'reading kept aside', fr: 'Relevé mis de côté' });
  if (row.state !== 'open') throw conflict({ en: 'It is settled already.', fr: 'Il est déjà réglé.' });
  return row;
}

const needsCorrection = (detail: string) =>
  unprocessable({
    pointer: '/body',
    detail: { en: `is needed, since as it came ${detail}`, fr: `est nécessaire, car tel quel : ${detail}` },
  });

async function unlessStillAside<T>(replay: () => Promise<T>): Promise<T> {
  try {
    return await replay();
  } catch (error) {
    if (!(error instanceof StillAside)) throw error;
    throw new Problem('conflict', {
      en: `Still of no use: ${error.detail}.`,
      fr: `Toujours inutilisable : ${error.detail}.`,
    });
  }
}
