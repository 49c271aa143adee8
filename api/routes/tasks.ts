import { and, eq } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { recheckHeld } from '../../commands/identity-case.ts';
import { publishTask } from '../../commands/webhooks/facts.ts';
import type { Transaction } from '../../db/database.ts';
import { taskStates, tasks } from '../../db/schema/index.ts';
import type { Language, Reason } from '../../domain/reasons.ts';
import { type TaskKind, taskKinds, taskOwners } from '../../domain/tasks.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { conflict, notFound } from '../errors/problem.ts';
import { languageOf } from '../language.ts';
import { mustMatch } from '../plugins/preconditions.ts';
import {
  id,
  instant,
  iso,
  isoOrNull,
  nullable,
  object,
  oneOf,
  pathOf,
  prose,
  ref,
  version,
} from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import { ReasonSchema } from '../schemas/reason.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import { said } from '../work/said.ts';

type Row = typeof tasks.$inferSelect;

const kindNames = Object.keys(taskKinds) as [TaskKind, ...TaskKind[]];
const soonestDue = keyset({
  dueAt: { column: tasks.dueAt, kind: 'timestamptz' },
  id: { column: tasks.id, kind: 'uuid' },
});
const path = pathOf('taskId', 'The task.');
const tag = ['Tasks'];

export const Task = object(
  {
    id: id(),
    kind: oneOf(kindNames),
    rule: Type.String({ description: 'The rule that asks for it.' }),
    owner: oneOf(taskOwners, 'The team it belongs to.'),
    state: oneOf(taskStates),
    accountId: nullable(id()),
    siteId: nullable(id()),
    deviceId: nullable(id()),
    orderId: nullable(id()),
    reason: nullable(ref(ReasonSchema)),
    details: Type.Unsafe<Record<string, unknown> | null>({
      type: ['object', 'null'],
      additionalProperties: true,
      description: 'What is at hand for whoever does it; null: what it names is all.',
    }),
    madeAt: instant(),
    dueAt: instant(),
    settledAt: nullable(instant()),
    settledBy: nullable(Type.String()),
    remark: nullable(Type.String()),
    version,
  },
  { $id: 'Task', description: 'Something that a person must do.' },
);

const endings = [
  { state: 'done', operationId: 'finishTask', summary: 'It has been done' },
  { state: 'dismissed', operationId: 'dismissTask', summary: 'It need not be done' },
] as const;

export const taskRoutes: Routes = (app, work) => {
  app.get(
    '/tasks',
    {
      config: { permission: 'tasks:read' },
      schema: {
        operationId: 'listTasks',
        tags: tag,
        summary: 'What people must do',
        querystring: listQuery({
          owner: Type.Optional(oneOf(taskOwners)),
          state: Type.Optional(oneOf(taskStates)),
          kind: Type.Optional(oneOf(kindNames)),
          accountId: Type.Optional(id()),
          siteId: Type.Optional(id()),
          deviceId: Type.Optional(id()),
          orderId: Type.Optional(id()),
        }),
        response: { 200: pageOf(ref(Task), 'The one that is due first, first.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { cursor, limit, ...filters } = request.query;
        const wanted = Object.entries(filters) as [keyof typeof filters, string][];
        const rows = await tx
          .select()
          .from(tasks)
          .where(
            and(
              withinSite(callerOf(request), tasks.siteId),
              ...wanted.map(([name, value]) => eq(tasks[name], value)),
              soonestDue.after(cursor),
            ),
          )
          .orderBy(...soonestDue.orderBy)
          .limit(soonestDue.take(limit));
        const language = languageOf(request.headers['accept-language']);
        return soonestDue.page(rows, (row) => viewTask(row, language), limit);
      }),
  );

  app.get(
    '/tasks/:taskId',
    {
      config: { permission: 'tasks:read' },
      schema: { operationId: 'getTask', tags: tag, summary: 'One task', params: path, response: { 200: ref(Task) } },
    },
    (request) =>
      work.read(request, async (tx) => {
        const row = await findTask(tx, callerOf(request), request.params.taskId);
        return viewTask(row, languageOf(request.headers['accept-language']));
      }),
  );

  for (const { state, operationId, summary } of endings) {
    app.post(
      `/tasks/:taskId/${state === 'done' ? 'done' : 'dismiss'}`,
      {
        config: { permission: 'tasks:write', ifMatch: true },
        schema: {
          operationId,
          tags: tag,
          summary,
          params: path,
          body: object(
            { remark: prose(2000, 'What was done, or why not.') },
            { examples: [{ remark: 'Called; back on Monday.' }] },
          ),
          response: { 200: ref(Task) },
        },
      },
      (request, reply) =>
        work.change(request, reply, async ({ tx, now, actor, record }) => {
          const before = await findTask(tx, callerOf(request), request.params.taskId, 'lock');
          mustMatch(request.ifMatch, before);
          if (before.state !== 'open') throw conflict({ en: 'It is settled already.', fr: 'Elle est déjà réglée.' });
          const { remark } = request.body;
          const [after] = await tx
            .update(tasks)
            .set({ state, remark, settledAt: now, settledBy: actor, version: before.version + 1 })
            .where(eq(tasks.id, before.id))
            .returning();
          await publishTask(tx, after!, now);
          await recheckHeld(tx, after!, 'the case about its serial number is settled', now);
          const { accountId, id: entityId } = before;
          await record({ accountId, action: state, entity: 'task', entityId, after: { kind: before.kind, remark } });
          return { status: 200, body: viewTask(after!, languageOf(request.headers['accept-language'])) };
        }),
    );
  }
};

async function findTask(tx: Transaction, caller: Caller, taskId: string, lock?: 'lock'): Promise<Row> {
  const query = tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.id, taskId), withinSite(caller, tasks.siteId)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound({ en: 'task', fr: 'Tâche' });
  return row;
}

export const viewTask = (row: Row, language: Language): Static<typeof Task> => {
  const reason = row.data.reason as Reason | undefined;
  return {
    ...row,
    rule: taskKinds[row.kind].rule,
    reason: reason ? said(reason, language) : null,
    details: (row.data.details as Record<string, unknown> | undefined) ?? null,
    madeAt: iso(row.madeAt),
    dueAt: iso(row.dueAt),
    settledAt: isoOrNull(row.settledAt),
  };
};
