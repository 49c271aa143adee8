import { and, eq, ilike, or, type SQL } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { queueRechecks } from '../../commands/recheck.ts';
import type { Transaction } from '../../db/database.ts';
import { accounts } from '../../db/schema/index.ts';
import { notFound } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { Account, AccountPatch, NewAccount } from '../schemas/accounts.ts';
import { iso, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { containing } from '../work/text-search.ts';

const oldestFirst = keyset({ id: { column: accounts.id, kind: 'uuid' } });
const path = pathOf('accountId', 'The account.');
const search = Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Part of its name.' }));
const number = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 50,
    description: 'Its customer number or its system number: both find it (B02).',
  }),
);

export const accountRoutes: Routes = (app, work) => {
  app.get(
    '/accounts',
    {
      config: { permission: 'accounts:read' },
      schema: {
        operationId: 'listAccounts',
        tags: ['Accounts'],
        summary: 'Accounts that the caller sees',
        querystring: listQuery({ number, search }),
        response: { 200: pageOf(ref(Account), 'In the order in which they were made.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { number: given, search: part, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(accounts)
          .where(
            and(
              given ? or(eq(accounts.customerNumber, given), eq(accounts.systemNumber, given)) : undefined,
              part ? ilike(accounts.name, containing(part)) : undefined,
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        return oldestFirst.page(rows, view, limit);
      }),
  );

  app.post(
    '/accounts',
    {
      config: { permission: 'accounts:write' },
      schema: {
        operationId: 'createAccount',
        tags: ['Accounts'],
        summary: 'Make an account',
        body: NewAccount,
        response: { 201: ref(Account) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const [made] = await tx
          .insert(accounts)
          .values({ ...request.body, createdAt: now })
          .returning();
        const body = view(made!);
        await record({
          accountId: body.id,
          action: 'created',
          entity: 'account',
          entityId: body.id,
          after: request.body,
        });
        return { status: 201, body, location: `/v1/accounts/${body.id}` };
      }),
  );

  app.get(
    '/accounts/:accountId',
    {
      config: { permission: 'accounts:read' },
      schema: {
        operationId: 'getAccount',
        tags: ['Accounts'],
        summary: 'One account',
        params: path,
        response: { 200: ref(Account) },
      },
    },
    (request) =>
      work.read(request, async (tx) => view(await findAccount(tx, eq(accounts.id, request.params.accountId)))),
  );

  app.patch(
    '/accounts/:accountId',
    {
      config: { permission: 'accounts:write', ifMatch: true },
      schema: {
        operationId: 'changeAccount',
        tags: ['Accounts'],
        summary: 'Change an account',
        description: 'Ending `shadow` has its devices looked at again: what is due is then ordered.',
        params: path,
        body: AccountPatch,
        response: { 200: ref(Account) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { accountId } = request.params;
        const before = await findAccount(tx, eq(accounts.id, accountId), 'lock');
        mustMatch(request.ifMatch, before);
        const [after] = await tx
          .update(accounts)
          .set({ ...request.body, version: before.version + 1 })
          .where(eq(accounts.id, accountId))
          .returning();
        const changed = changedFields(before, request.body);
        await record({ accountId, action: 'changed', entity: 'account', entityId: accountId, ...changed });
        if (before.shadow !== after!.shadow) {
          await queueRechecks(tx, { scope: 'account', scopeId: accountId }, 'shadow mode changed', now);
        }
        return { status: 200, body: view(after!) };
      }),
  );
};

/** The account, if the caller may see it. */
export async function findAccount(
  tx: Transaction,
  where: SQL | undefined,
  lock?: 'lock',
): Promise<typeof accounts.$inferSelect> {
  const query = tx.select().from(accounts).where(where);
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'account', fr: 'Compte' });
  return row;
}

const view = (row: typeof accounts.$inferSelect): Static<typeof Account> => ({ ...row, createdAt: iso(row.createdAt) });
