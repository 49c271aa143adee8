import { Type } from 'typebox';
import { earlySwapsByDevice, earlySwapsOfSite } from '../../db/queries/swaps.ts';
import { plusDays } from '../../domain/time.ts';
import { callerOf } from '../auth/caller.ts';
import { Problem } from '../errors/problem.ts';
import { instant, iso, object, pathOf, ref } from '../schemas/common.ts';
import { EarlySwaps } from '../schemas/sites.ts';
import type { Routes } from '../types.ts';
import { findSite } from './sites.ts';

const usualDays = 365;

export const earlySwapRoutes: Routes = (app, work, { clock }) => {
  app.get(
    '/sites/:siteId/early-swaps',
    {
      config: { permission: 'devices:read' },
      schema: {
        operationId: 'getEarlySwaps',
        tags: ['Sites'],
        summary: 'How often cartridges are changed early there',
        params: pathOf('siteId', 'The site.'),
        querystring: object({
          from: Type.Optional(instant('Changes after this instant; left out: of the last 365 days.')),
          until: Type.Optional(instant('Changes up to this instant; left out: now.')),
        }),
        response: { 200: ref(EarlySwaps) },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { id: siteId } = await findSite(tx, callerOf(request), request.params.siteId);
        const until = request.query.until ? new Date(request.query.until) : clock();
        const from = request.query.from ? new Date(request.query.from) : plusDays(until, -usualDays);
        if (from >= until) throw emptySpan();
        const figure = await earlySwapsOfSite(tx, siteId, from, until);
        const devices = await earlySwapsByDevice(tx, siteId, from, until);
        return { siteId, from: iso(from), until: iso(until), ...figure, devices };
      }),
  );
};

const emptySpan = () =>
  new Problem(
    'invalid-request',
    { en: 'There is no time between `from` and `until`.', fr: 'Il n’y a pas de temps entre `from` et `until`.' },
    {
      errors: [
        {
          in: 'query',
          pointer: '/from',
          detail: { en: 'must be before `until`', fr: 'doit précéder `until`' },
        },
      ],
    },
  );
