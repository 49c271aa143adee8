import { and, eq, ilike, inArray, or } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { kinds, supplies } from '../../db/schema/index.ts';
import { notFound, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { NewSupply, Supply, SupplyPatch } from '../schemas/catalogue.ts';
import { iso, oneOf, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { containing } from '../work/text-search.ts';

type Row = typeof supplies.$inferSelect;

const byPartNumber = keyset({ partNumber: { column: supplies.partNumber, kind: 'text' } });
const path = pathOf('supplyId', 'The supply.');
const tag = ['Catalogue'];

export const supplyRoutes: Routes = (app, work) => {
  app.get(
    '/catalogue/supplies',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'listSupplies',
        tags: tag,
        summary: 'Supplies',
        querystring: listQuery({
          kind: Type.Optional(oneOf(kinds)),
          search: Type.Optional(
            Type.String({ minLength: 1, maxLength: 100, description: 'Part of its number or name.' }),
          ),
        }),
        response: { 200: pageOf(ref(Supply), 'By part number.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { kind, search, cursor, limit } = request.query;
        const pattern = search && containing(search);
        const rows = await tx
          .select()
          .from(supplies)
          .where(
            and(
              kind ? eq(supplies.kind, kind) : undefined,
              pattern ? or(ilike(supplies.partNumber, pattern), ilike(supplies.name, pattern)) : undefined,
              byPartNumber.after(cursor),
            ),
          )
          .orderBy(...byPartNumber.orderBy)
          .limit(byPartNumber.take(limit));
        return byPartNumber.page(rows, viewSupply, limit);
      }),
  );

  app.post(
    '/catalogue/supplies',
    {
      config: { permission: 'catalogue:write' },
      schema: {
        operationId: 'createSupply',
        tags: tag,
        summary: 'Add a supply',
        body: NewSupply,
        response: { 201: ref(Supply) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        await checkReferences(tx, request.body.partNumber, request.body);
        const [made] = await tx
          .insert(supplies)
          .values({ ...request.body, createdAt: now })
          .returning();
        const body = viewSupply(made!);
        await record({ accountId: null, action: 'created', entity: 'supply', entityId: body.id, after: request.body });
        return { status: 201, body, location: `/v1/catalogue/supplies/${body.id}` };
      }),
  );

  app.get(
    '/catalogue/supplies/:supplyId',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'getSupply',
        tags: tag,
        summary: 'One supply',
        params: path,
        response: { 200: ref(Supply) },
      },
    },
    (request) => work.read(request, async (tx) => viewSupply(await findSupply(tx, request.params.supplyId))),
  );

  app.patch(
    '/catalogue/supplies/:supplyId',
    {
      config: { permission: 'catalogue:write', ifMatch: true },
      schema: {
        operationId: 'changeSupply',
        tags: tag,
        summary: 'Change a supply',
        params: path,
        body: SupplyPatch,
        response: { 200: ref(Supply) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, record }) => {
        const { supplyId } = request.params;
        const before = await findSupply(tx, supplyId, 'lock');
        mustMatch(request.ifMatch, before);
        await checkReferences(tx, request.body.partNumber ?? before.partNumber, request.body);
        const [after] = await tx
          .update(supplies)
          .set({ ...request.body, version: before.version + 1 })
          .where(eq(supplies.id, supplyId))
          .returning();
        const changed = changedFields(before, request.body);
        await record({ accountId: null, action: 'changed', entity: 'supply', entityId: supplyId, ...changed });
        return { status: 200, body: viewSupply(after!) };
      }),
  );
};

async function findSupply(tx: Transaction, supplyId: string, lock?: 'lock'): Promise<Row> {
  const query = tx.select().from(supplies).where(eq(supplies.id, supplyId));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'supply', fr: 'Consommable' });
  return row;
}

/** What a supply refers to is in the catalogue, and is not itself. */
async function checkReferences(
  tx: Transaction,
  own: string,
  { supersededBy, alternatives = [] }: { supersededBy?: string | null; alternatives?: string[] },
): Promise<void> {
  const named = [
    ...(supersededBy ? [{ pointer: '/supersededBy', number: supersededBy }] : []),
    ...alternatives.map((number, i) => ({ pointer: `/alternatives/${i}`, number })),
  ];
  if (named.length === 0) return;
  const numbers = named.map(({ number }) => number);
  const found = await tx
    .select({ partNumber: supplies.partNumber })
    .from(supplies)
    .where(inArray(supplies.partNumber, numbers));
  const known = new Set(found.map(({ partNumber }) => partNumber));
  const wrong = named.filter(({ number }) => number === own || !known.has(number));
  if (wrong.length === 0) return;
  throw unprocessable(
    ...wrong.map(({ pointer, number }) => ({
      pointer,
      detail:
        number === own
          ? { en: 'must be another part number', fr: 'doit être une autre référence' }
          : { en: `${number} is not in the catalogue`, fr: `${number} n’est pas au catalogue` },
    })),
  );
}

export const viewSupply = (row: Row): Static<typeof Supply> => ({ ...row, createdAt: iso(row.createdAt) });
