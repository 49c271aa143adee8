import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { accounts, contracts } from '../../db/schema/index.ts';
import { notFound, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { Contract, ContractPatch, NewContract } from '../schemas/accounts.ts';
import { id, iso, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { findAccount } from './accounts.ts';

const oldestFirst = keyset({ id: { column: contracts.id, kind: 'uuid' } });
const path = pathOf('contractId', 'The contract.');

export const contractRoutes: Routes = (app, work) => {
  app.get(
    '/contracts',
    {
      config: { permission: 'accounts:read' },
      schema: {
        operationId: 'listContracts',
        tags: ['Contracts'],
        summary: 'Contracts that the caller sees',
        querystring: listQuery({
          accountId: Type.Optional(id()),
          number: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
        }),
        response: { 200: pageOf(ref(Contract), 'In the order in which they were made.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { accountId, number, cursor, limit } = request.query;
        const rows = await tx
          .select()
          .from(contracts)
          .where(
            and(
              accountId ? eq(contracts.accountId, accountId) : undefined,
              number ? eq(contracts.number, number) : undefined,
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        return oldestFirst.page(rows, view, limit);
      }),
  );

  app.post(
    '/accounts/:accountId/contracts',
    {
      config: { permission: 'accounts:write' },
      schema: {
        operationId: 'createContract',
        tags: ['Contracts'],
        summary: 'Make a contract of an account',
        params: pathOf('accountId', 'The account.'),
        body: NewContract,
        response: { 201: ref(Contract) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { accountId } = request.params;
        await findAccount(tx, eq(accounts.id, accountId));
        checkDates(request.body);
        const [made] = await tx
          .insert(contracts)
          .values({ ...request.body, accountId, createdAt: now })
          .returning();
        const body = view(made!);
        await record({ accountId, action: 'created', entity: 'contract', entityId: body.id, after: request.body });
        return { status: 201, body, location: `/v1/contracts/${body.id}` };
      }),
  );

  app.get(
    '/contracts/:contractId',
    {
      config: { permission: 'accounts:read' },
      schema: {
        operationId: 'getContract',
        tags: ['Contracts'],
        summary: 'One contract',
        params: path,
        response: { 200: ref(Contract) },
      },
    },
    (request) => work.read(request, async (tx) => view(await findContract(tx, request.params.contractId))),
  );

  app.patch(
    '/contracts/:contractId',
    {
      config: { permission: 'accounts:write', ifMatch: true },
      schema: {
        operationId: 'changeContract',
        tags: ['Contracts'],
        summary: 'Change a contract',
        params: path,
        body: ContractPatch,
        response: { 200: ref(Contract) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, record }) => {
        const { contractId } = request.params;
        const before = await findContract(tx, contractId, 'lock');
        mustMatch(request.ifMatch, before);
        checkDates({ ...before, ...request.body });
        const [after] = await tx
          .update(contracts)
          .set({ ...request.body, version: before.version + 1 })
          .where(eq(contracts.id, contractId))
          .returning();
        await record({
          accountId: before.accountId,
          action: 'changed',
          entity: 'contract',
          entityId: contractId,
          ...changedFields(before, request.body),
        });
        return { status: 200, body: view(after!) };
      }),
  );
};

async function findContract(
  tx: Transaction,
  contractId: string,
  lock?: 'lock',
): Promise<typeof contracts.$inferSelect> {
  const query = tx.select().from(contracts).where(eq(contracts.id, contractId));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'contract', fr: 'Contrat' });
  return row;
}

function checkDates({ startsOn, endsOn }: { startsOn: string; endsOn?: string | null }): void {
  if (!endsOn || endsOn >= startsOn) return;
  throw unprocessable({
    pointer: '/endsOn',
    detail: { en: `must not be before startsOn (${startsOn})`, fr: `ne doit pas précéder startsOn (${startsOn})` },
  });
}

const view = (row: typeof contracts.$inferSelect): Static<typeof Contract> => ({
  ...row,
  createdAt: iso(row.createdAt),
});
