import { and, eq, ilike, inArray, or } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { modelSlots, models, supplies } from '../../db/schema/index.ts';
import { notFound, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { Model, ModelContent } from '../schemas/catalogue.ts';
import { iso, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';
import { containing } from '../work/text-search.ts';
import { viewSupply } from './supplies.ts';

type Row = typeof models.$inferSelect;

const byName = keyset({
  maker: { column: models.maker, kind: 'text' },
  name: { column: models.name, kind: 'text' },
});
const path = pathOf('modelId', 'The model.');
const tag = ['Catalogue'];

export const modelRoutes: Routes = (app, work) => {
  app.get(
    '/catalogue/models',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'listModels',
        tags: tag,
        summary: 'Models that can be enrolled (A02)',
        querystring: listQuery({
          maker: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'In any spelling of case.' })),
          search: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Part of maker or name.' })),
          replenishable: Type.Optional(Type.Boolean()),
        }),
        response: { 200: pageOf(ref(Model), 'By maker and name.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { maker, search, replenishable, cursor, limit } = request.query;
        const pattern = search && containing(search);
        const rows = await tx
          .select()
          .from(models)
          .where(
            and(
              maker ? ilike(models.maker, containing(maker).slice(1, -1)) : undefined,
              pattern ? or(ilike(models.maker, pattern), ilike(models.name, pattern)) : undefined,
              replenishable === undefined ? undefined : eq(models.replenishable, replenishable),
              byName.after(cursor),
            ),
          )
          .orderBy(...byName.orderBy)
          .limit(byName.take(limit));
        const view = await viewWithSlots(tx, rows);
        return byName.page(rows, view, limit);
      }),
  );

  app.post(
    '/catalogue/models',
    {
      config: { permission: 'catalogue:write' },
      schema: {
        operationId: 'createModel',
        tags: tag,
        summary: 'Add a model with its slots',
        body: ModelContent,
        response: { 201: ref(Model) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, record }) => {
        const { slots, ...fields } = request.body;
        const [made] = await tx
          .insert(models)
          .values({ ...fields, createdAt: now })
          .returning();
        await replaceSlots(tx, made!.id, slots);
        const entityId = made!.id;
        await record({ accountId: null, action: 'created', entity: 'model', entityId, after: request.body });
        return { status: 201, body: await one(tx, entityId), location: `/v1/catalogue/models/${entityId}` };
      }),
  );

  app.get(
    '/catalogue/models/:modelId',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'getModel',
        tags: tag,
        summary: 'One model: what it connects by and takes',
        params: path,
        response: { 200: ref(Model) },
      },
    },
    (request) => work.read(request, (tx) => one(tx, request.params.modelId)),
  );

  app.put(
    '/catalogue/models/:modelId',
    {
      config: { permission: 'catalogue:write', ifMatch: true },
      schema: {
        operationId: 'changeModel',
        tags: tag,
        summary: 'Change a model; its slots become those given',
        params: path,
        body: ModelContent,
        response: { 200: ref(Model) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, record }) => {
        const { modelId } = request.params;
        const before = await findModel(tx, modelId, 'lock');
        mustMatch(request.ifMatch, before);
        const { slots, ...given } = request.body;
        const fields = { ...given, remarks: given.remarks ?? null };
        await tx
          .update(models)
          .set({ ...fields, version: before.version + 1 })
          .where(eq(models.id, modelId));
        await replaceSlots(tx, modelId, slots);
        const changed = changedFields(before, fields);
        const after = { ...changed.after, slots };
        await record({
          accountId: null,
          action: 'changed',
          entity: 'model',
          entityId: modelId,
          before: changed.before,
          after,
        });
        return { status: 200, body: await one(tx, modelId) };
      }),
  );
};

async function findModel(tx: Transaction, modelId: string, lock?: 'lock'): Promise<Row> {
  const query = tx.select().from(models).where(eq(models.id, modelId));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'model', fr: 'Modèle' });
  return row;
}

async function replaceSlots(tx: Transaction, modelId: string, slots: ModelContent['slots']): Promise<void> {
  const numbers = slots.map(({ partNumber }) => partNumber);
  const found = await tx
    .select({ id: supplies.id, partNumber: supplies.partNumber })
    .from(supplies)
    .where(inArray(supplies.partNumber, numbers));
  const idOf = new Map(found.map(({ id, partNumber }) => [partNumber, id]));
  const keys = slots.map(({ key }) => key);
  const errors = slots.flatMap(({ key, partNumber }, i) => [
    ...(idOf.has(partNumber)
      ? []
      : [
          {
            pointer: `/slots/${i}/partNumber`,
            detail: { en: `${partNumber} is not in the catalogue`, fr: `${partNumber} n’est pas au catalogue` },
          },
        ]),
    ...(keys.indexOf(key) === i
      ? []
      : [{ pointer: `/slots/${i}/key`, detail: { en: `${key} stands twice`, fr: `${key} y est deux fois` } }]),
  ]);
  if (errors.length > 0) throw unprocessable(...errors);
  await tx.delete(modelSlots).where(eq(modelSlots.modelId, modelId));
  if (slots.length === 0) return;
  await tx
    .insert(modelSlots)
    .values(slots.map(({ partNumber, ...slot }) => ({ ...slot, modelId, supplyId: idOf.get(partNumber)! })));
}

async function one(tx: Transaction, modelId: string): Promise<Static<typeof Model>> {
  const row = await findModel(tx, modelId);
  return (await viewWithSlots(tx, [row]))(row);
}

async function viewWithSlots(tx: Transaction, rows: Row[]): Promise<(row: Row) => Static<typeof Model>> {
  const ids = rows.map(({ id }) => id);
  const slots = await tx
    .select({ slot: modelSlots, supply: supplies })
    .from(modelSlots)
    .innerJoin(supplies, eq(supplies.id, modelSlots.supplyId))
    .where(inArray(modelSlots.modelId, ids))
    .orderBy(modelSlots.key);
  const slotsOf = Map.groupBy(slots, ({ slot }) => slot.modelId);
  return (row) => ({
    ...row,
    createdAt: iso(row.createdAt),
    slots: (slotsOf.get(row.id) ?? []).map(({ slot, supply }) => ({ ...slot, supply: viewSupply(supply) })),
  });
}
