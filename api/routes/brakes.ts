import { and, eq, isNull } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { liftBrake, pauseOrdering } from '../../commands/brakes.ts';
import type { Transaction } from '../../db/database.ts';
import { accounts, brakeScopes, brakes, devices } from '../../db/schema/index.ts';
import { type Caller, callerOf } from '../auth/caller.ts';
import { conflict, forbidden, notFound, unprocessable } from '../errors/problem.ts';
import { id, instant, iso, isoOrNull, nullable, object, oneOf, pathOf, prose, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { problemAnswer } from '../schemas/problem.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import { findAccount } from './accounts.ts';
import { findSite } from './sites.ts';

type Row = typeof brakes.$inferSelect;

const newestFirst = keyset({ id: { column: brakes.id, kind: 'uuid' } }, 'desc');
const tag = ['Brakes'];

export const Brake = object(
  {
    id: id(),
    scope: oneOf(brakeScopes),
    scopeId: Type.String({ description: 'Id of the account, site or device; `all`.' }),
    accountId: nullable(id()),
    reason: Type.String(),
    setBy: Type.String(),
    setAt: instant(),
    liftedBy: nullable(Type.String()),
    liftedAt: nullable(instant()),
  },
  { $id: 'Brake', description: 'A pause of ordering (A19).' },
);

const NewBrake = object(
  {
    scope: oneOf(brakeScopes),
    scopeId: Type.Optional(id('Of the account, site or device; none for `all`.')),
    reason: prose(500, 'Why, for who finds nothing ordered.'),
  },
  { examples: [{ scope: 'all', reason: 'Looking into odd forecasts' }] },
);

export const brakeRoutes: Routes = (app, work) => {
  app.get(
    '/brakes',
    {
      config: { permission: 'brakes:read' },
      schema: {
        operationId: 'listBrakes',
        tags: tag,
        summary: 'Where ordering is paused',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          lifted: Type.Optional(Type.Boolean({ default: false, description: 'Also those lifted.' })),
        }),
        response: { 200: pageOf(ref(Brake), 'Newest first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, lifted, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(brakes)
          .where(
            and(
              accountId ? eq(brakes.accountId, accountId) : undefined,
              lifted ? undefined : isNull(brakes.liftedAt),
              newestFirst.after(cursor),
            ),
          )
          .orderBy(...newestFirst.orderBy)
          .limit(newestFirst.take(limit));
        return newestFirst.page(rows, view, limit);
      }),
  );

  app.post(
    '/brakes',
    {
      config: { permission: 'brakes:write' },
      schema: {
        operationId: 'pauseOrdering',
        tags: tag,
        summary: 'Pause ordering for a device, a site, an account or all (A19)',
        description: 'What is ordered already goes on.',
        body: NewBrake,
        response: { 201: ref(Brake), 404: problemAnswer('not-found') },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { scope, scopeId, reason } = request.body;
        if ((scope === 'all') !== (scopeId === undefined)) {
          throw unprocessable({
            pointer: '/scopeId',
            detail: { en: 'is given for every scope but `all`', fr: 'se donne pour toute portée sauf `all`' },
          });
        }
        const accountId = await ownerOf(tx, callerOf(request), scope, scopeId ?? '');
        const brake = { scope, scopeId: scopeId ?? 'all', accountId, reason, setBy: actor, setAt: now };
        const body = view(await pauseOrdering(tx, brake));
        await record({ accountId, action: 'set', entity: 'brake', entityId: body.id, after: request.body });
        return { status: 201, body, location: `/v1/brakes/${body.id}` };
      }),
  );

  app.get(
    '/brakes/:brakeId',
    {
      config: { permission: 'brakes:read' },
      schema: {
        operationId: 'getBrake',
        tags: tag,
        summary: 'One pause',
        params: pathOf('brakeId', 'The pause.'),
        response: { 200: ref(Brake) },
      },
    },
    (request) => work.read(request, async (tx) => view(await findBrake(tx, request.params.brakeId))),
  );

  app.post(
    '/brakes/:brakeId/lift',
    {
      config: { permission: 'brakes:write' },
      schema: {
        operationId: 'liftBrake',
        tags: tag,
        summary: 'Order again',
        description: 'The devices that it held are looked at again at once.',
        params: pathOf('brakeId', 'The pause.'),
        body: object({ reason: prose(500) }, { examples: [{ reason: 'Forecasts are right again' }] }),
        response: { 200: ref(Brake) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { accountId } = await findBrake(tx, request.params.brakeId);
        if (callerOf(request).accountId && accountId === null) throw notYours();
        const lifted = await liftBrake(tx, request.params.brakeId, { actor, now });
        if (!lifted) throw conflict({ en: 'It is lifted already.', fr: 'Elle est déjà levée.' });
        const after = { reason: request.body.reason, devices: lifted.devices };
        await record({ accountId, action: 'lifted', entity: 'brake', entityId: lifted.brake.id, after });
        return { status: 200, body: view(lifted.brake) };
      }),
  );
};

const notYours = () =>
  forbidden({
    en: 'It holds for every account: a credential bound to one may not touch it.',
    fr: 'Elle vaut pour tous les comptes : un accès lié à un seul ne peut y toucher.',
  });

type Find = (tx: Transaction, caller: Caller, scopeId: string) => Promise<string | null>;

/** Whether the thing exists for the caller, and whose it is. */
const owners: Record<(typeof brakeScopes)[number], Find> = {
  all: async (_tx, caller) => {
    if (caller.accountId) throw notYours();
    return null;
  },
  account: async (tx, _caller, scopeId) => (await findAccount(tx, eq(accounts.id, scopeId))).id,
  site: async (tx, caller, scopeId) => (await findSite(tx, caller, scopeId)).accountId,
  device: async (tx, _caller, scopeId) => {
    const [device] = await tx.select({ accountId: devices.accountId }).from(devices).where(eq(devices.id, scopeId));
    if (!device) throw notFound({ en: 'device', fr: 'Appareil' });
    return device.accountId;
  },
};

const ownerOf = (tx: Transaction, caller: Caller, scope: Row['scope'], scopeId: string): Promise<string | null> =>
  owners[scope](tx, caller, scopeId);

async function findBrake(tx: Transaction, brakeId: string): Promise<Row> {
  const [row] = await tx.select().from(brakes).where(eq(brakes.id, brakeId));
  if (!row) throw notFound({ en: 'pause', fr: 'Suspension' });
  return row;
}

const view = (row: Row): Static<typeof Brake> => ({ ...row, setAt: iso(row.setAt), liftedAt: isoOrNull(row.liftedAt) });
