import { Type } from 'typebox';
import { readingsToAssess, type WaitingKind, waitingKinds, waitingNow } from '../../db/queries/waiting.ts';
import { instant, isoOrNull, nullable, object, oneOf, ref } from '../schemas/common.ts';
import type { Routes } from '../types.ts';

const kindNames = Object.keys(waitingKinds) as [WaitingKind, ...WaitingKind[]];

export const Waiting = object(
  {
    kind: oneOf(kindNames),
    meaning: Type.String({ description: 'What waits, and what for.' }),
    count: Type.Integer({ minimum: 0 }),
    since: nullable(instant('Since when the oldest waits; null: nothing does.')),
    lastError: nullable(Type.String({ description: 'What its last try failed with, where tries are written down.' })),
  },
  {
    $id: 'Waiting',
    description: 'What waits for something that is away. Nothing of it is lost: it goes on by itself.',
  },
);

export const waitingRoutes: Routes = (app, work, { clock }) => {
  app.get(
    '/waiting',
    {
      config: { permission: 'waiting:read' },
      schema: {
        operationId: 'listWaiting',
        tags: ['Operations'],
        summary: 'What waits, and since when',
        response: { 200: object({ items: Type.Array(ref(Waiting)) }) },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const found = [...(await waitingNow(tx, clock())), await readingsToAssess(tx)];
        const items = kindNames.map((kind) => {
          const { count, since, lastError } = found.find((row) => row.kind === kind)!;
          return { kind, meaning: waitingKinds[kind], count, since: isoOrNull(since), lastError };
        });
        return { items };
      }),
  );
};
