import { and, eq, sql } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { queueRechecks } from '../../commands/recheck.ts';
import type { Transaction } from '../../db/database.ts';
import { modelGauges, models } from '../../db/schema/index.ts';
import { type GaugeCorrection, knownGauge } from '../../domain/gauges/known-gauge.ts';
import { conflict, notFound, unprocessable } from '../errors/problem.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import { id, isoOrNull, pathOf, ref } from '../schemas/common.ts';
import { Gauge, GaugePatch, NewGauge } from '../schemas/gauges.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { changedFields } from '../work/changed-fields.ts';
import { keyset } from '../work/keyset.ts';

type Row = typeof modelGauges.$inferSelect & { maker: string; model: string };

const byId = keyset({ id: { column: modelGauges.id, kind: 'uuid' } });
const path = pathOf('gaugeId', 'What is known of a gauge.');
const tag = ['Catalogue'];
const uncorrected: GaugeCorrection = { resolutionPercent: null, lowPercent: null, sentinels: null, alerts: null };

export const gaugeRoutes: Routes = (app, work) => {
  app.get(
    '/catalogue/gauges',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'listGauges',
        tags: tag,
        summary: 'What the gauges of models can tell',
        querystring: listQuery({
          modelId: Type.Optional(id()),
          corrected: Type.Optional(
            Type.Boolean({ description: 'Only those that staff have, or have not, corrected.' }),
          ),
        }),
        response: { 200: pageOf(ref(Gauge), 'In the order in which they became known.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { modelId, corrected, cursor, limit } = request.query;
        const rows = await select(tx)
          .where(
            and(
              modelId ? eq(modelGauges.modelId, modelId) : undefined,
              corrected === undefined ? undefined : sql`(${modelGauges.corrected} is not null) = ${corrected}`,
              byId.after(cursor),
            ),
          )
          .orderBy(...byId.orderBy)
          .limit(byId.take(limit));
        return byId.page(rows.map(flat), view, limit);
      }),
  );

  app.post(
    '/catalogue/gauges',
    {
      config: { permission: 'gauges:write' },
      schema: {
        operationId: 'addGauge',
        tags: tag,
        summary: 'Say what a gauge can tell of which nothing is known yet',
        body: NewGauge,
        response: { 201: ref(Gauge) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { modelId, key, remark = null, ...said } = request.body;
        const [model] = await tx.select({ id: models.id }).from(models).where(eq(models.id, modelId));
        if (!model) throw unknownModel();
        const corrected = { ...uncorrected, ...said };
        const [made] = await tx
          .insert(modelGauges)
          .values({ modelId, key, corrected, correctedAt: now, correctedBy: actor, remark })
          .onConflictDoNothing()
          .returning();
        if (!made) throw conflict({ en: 'It is known already: change it.', fr: 'Elle est déjà connue : modifiez-la.' });
        await record({ accountId: null, action: 'created', entity: 'gauge', entityId: made.id, after: request.body });
        await queueRechecks(tx, { scope: 'model', scopeId: modelId }, because, now);
        const body = view(await findGauge(tx, made.id));
        return { status: 201, body, location: `/v1/catalogue/gauges/${made.id}` };
      }),
  );

  app.get(
    '/catalogue/gauges/:gaugeId',
    {
      config: { permission: 'any' },
      schema: {
        operationId: 'getGauge',
        tags: tag,
        summary: 'What one gauge of a model can tell',
        params: path,
        response: { 200: ref(Gauge) },
      },
    },
    (request) => work.read(request, async (tx) => view(await findGauge(tx, request.params.gaugeId))),
  );

  app.patch(
    '/catalogue/gauges/:gaugeId',
    {
      config: { permission: 'gauges:write', ifMatch: true },
      schema: {
        operationId: 'correctGauge',
        tags: tag,
        summary: 'Correct what was learned of a gauge',
        description: 'It wins over what was learned, and over what will be. All devices of the model are judged anew.',
        params: path,
        body: GaugePatch,
        response: { 200: ref(Gauge) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { gaugeId } = request.params;
        const before = await findGauge(tx, gaugeId, 'lock');
        mustMatch(request.ifMatch, before);
        const { remark = before.remark, ...said } = request.body;
        const was = before.corrected ?? uncorrected;
        const all = { ...was, ...said };
        const corrected = Object.values(all).some((value) => value !== null) ? all : null;
        await tx
          .update(modelGauges)
          .set({ corrected, correctedAt: now, correctedBy: actor, remark, version: before.version + 1 })
          .where(eq(modelGauges.id, gaugeId));
        const changed = changedFields({ ...was, remark: before.remark }, { ...all, remark });
        await record({ accountId: null, action: 'changed', entity: 'gauge', entityId: gaugeId, ...changed });
        await queueRechecks(tx, { scope: 'model', scopeId: before.modelId }, because, now);
        return { status: 200, body: view(await findGauge(tx, gaugeId)) };
      }),
  );
};

const unknownModel = () =>
  unprocessable({
    pointer: '/modelId',
    detail: { en: 'is no model of the catalogue', fr: 'n’est pas un modèle du catalogue' },
  });

const because = 'what its gauge can tell was corrected';

const select = (tx: Transaction) =>
  tx
    .select({ gauge: modelGauges, maker: models.maker, model: models.name })
    .from(modelGauges)
    .innerJoin(models, eq(models.id, modelGauges.modelId));

const flat = ({
  gauge,
  maker,
  model,
}: {
  gauge: typeof modelGauges.$inferSelect;
  maker: string;
  model: string;
}): Row => ({
  ...gauge,
  maker,
  model,
});

async function findGauge(tx: Transaction, gaugeId: string, lock?: 'lock'): Promise<Row> {
  const query = select(tx).where(eq(modelGauges.id, gaugeId));
  const [row] = await (lock ? query.for('update', { of: modelGauges }) : query);
  if (!row) throw notFound({ en: 'gauge', fr: 'Jauge' });
  return flat(row);
}

function view(row: Row): Static<typeof Gauge> {
  const { resolutionPercent, lowPercent, sentinels, alerts } = knownGauge(row.learned, row.corrected);
  return {
    ...row,
    inForce: { resolutionPercent, lowPercent, alerts, sentinels: [...sentinels] },
    learnedAt: isoOrNull(row.learnedAt),
    correctedAt: isoOrNull(row.correctedAt),
  };
}
