import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { changeSiteAddress } from '../../commands/change-address.ts';
import { queueRechecks } from '../../commands/recheck.ts';
import type { Transaction } from '../../db/database.ts';
import { accounts, sites } from '../../db/schema/index.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { notFound } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { id, iso, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { AddressChange, NewSite, Site, SitePatch } from '../schemas/sites.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { findAccount } from './accounts.ts';

const oldestFirst = keyset({ id: { column: sites.id, kind: 'uuid' } });
const path = pathOf('siteId', 'The site.');
const tag = ['Sites'];

export const siteRoutes: Routes = (app, work) => {
  app.get(
    '/sites',
    {
      config: { permission: 'sites:read' },
      schema: {
        operationId: 'listSites',
        tags: tag,
        summary: 'Sites that the caller sees',
        querystring: listQuery({ accountId: Type.Optional(id()) }),
        response: { 200: pageOf(ref(Site), 'In the order in which they were made.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(sites)
          .where(
            and(
              withinSite(callerOf(request), sites.id),
              accountId ? eq(sites.accountId, accountId) : undefined,
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        return oldestFirst.page(rows, view, limit);
      }),
  );

  app.post(
    '/accounts/:accountId/sites',
    {
      config: { permission: 'sites:write' },
      schema: {
        operationId: 'createSite',
        tags: tag,
        summary: 'Make a site of an account',
        params: pathOf('accountId', 'The account.'),
        body: NewSite,
        response: { 201: ref(Site) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { accountId } = request.params;
        await findAccount(tx, eq(accounts.id, accountId));
        const [made] = await tx
          .insert(sites)
          .values({ ...inOrder(request.body), accountId, createdAt: now })
          .returning();
        const body = view(made!);
        await record({ accountId, action: 'created', entity: 'site', entityId: body.id, after: request.body });
        return { status: 201, body, location: `/v1/sites/${body.id}` };
      }),
  );

  app.get(
    '/sites/:siteId',
    {
      config: { permission: 'sites:read' },
      schema: { operationId: 'getSite', tags: tag, summary: 'One site', params: path, response: { 200: ref(Site) } },
    },
    (request) => work.read(request, async (tx) => view(await findSite(tx, callerOf(request), request.params.siteId))),
  );

  app.patch(
    '/sites/:siteId',
    {
      config: { permission: 'sites:write', ifMatch: true },
      schema: {
        operationId: 'changeSite',
        tags: tag,
        summary: 'Change its name or calendar',
        description: 'Its devices are looked at again: reminders and business days follow the calendar.',
        params: path,
        body: SitePatch,
        response: { 200: ref(Site) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { siteId } = request.params;
        const before = await findSite(tx, callerOf(request), siteId, 'lock');
        mustMatch(request.ifMatch, before);
        const patch = inOrder(request.body);
        const [after] = await tx
          .update(sites)
          .set({ ...patch, version: before.version + 1 })
          .where(eq(sites.id, siteId))
          .returning();
        const changed = changedFields(before, patch);
        await record({ accountId: before.accountId, action: 'changed', entity: 'site', entityId: siteId, ...changed });
        const { name: _, ...calendar } = changed.after;
        if (Object.keys(calendar).length > 0) {
          await queueRechecks(tx, { scope: 'site', scopeId: siteId }, 'the site’s calendar changed', now);
        }
        return { status: 200, body: view(after!) };
      }),
  );

  app.put(
    '/sites/:siteId/address',
    {
      config: { permission: 'sites:write', ifMatch: true },
      schema: {
        operationId: 'changeAddress',
        tags: tag,
        summary: 'Change where parcels go (A13)',
        description:
          'What has not shipped follows. Between release and shipment the warehouse is asked; if it refuses, the old address stays there and a task says so.',
        params: path,
        body: AddressChange,
        response: { 200: ref(Site) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, now, actor }) => {
        const { siteId } = request.params;
        const before = await findSite(tx, callerOf(request), siteId, 'lock');
        mustMatch(request.ifMatch, before);
        const { address, deliveryInstructions = before.deliveryInstructions } = request.body;
        const change = { siteId, address, deliveryInstructions, actor, requestId: request.id, now };
        return { status: 200, body: view(await changeSiteAddress(tx, outbox, change)) };
      }),
  );
};

/** The site, if the caller may see it. */
export async function findSite(
  tx: Transaction,
  caller: Caller,
  siteId: string,
  lock?: 'lock',
): Promise<typeof sites.$inferSelect> {
  const query = tx
    .select()
    .from(sites)
    .where(and(eq(sites.id, siteId), withinSite(caller, sites.id)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'site', fr: 'Site' });
  return row;
}

/** The same days in another order are the same calendar. */
function inOrder<T extends { workdays?: number[]; holidays?: string[] }>(calendar: T): T {
  return {
    ...calendar,
    ...(calendar.workdays ? { workdays: calendar.workdays.toSorted() } : {}),
    ...(calendar.holidays ? { holidays: calendar.holidays.toSorted() } : {}),
  };
}

const view = (row: typeof sites.$inferSelect): Static<typeof Site> => ({ ...row, createdAt: iso(row.createdAt) });
