import { and, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { type Static, Type } from 'typebox';
import { asTenant, type Transaction } from '../../db/database.ts';
import { agentCodes, agents, credentialNetworks, credentials } from '../../db/schema/index.ts';
import { hourMs } from '../../domain/time.ts';
import { newCode } from '../agents/code.ts';
import { enrolAgent } from '../agents/enrol.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { revokeCredential } from '../auth/credentials.ts';
import { forbidden, notFound, Problem } from '../errors/problem.ts';
import {
  Agent,
  AgentCodeOnce,
  AgentEnrolment,
  EnrolledAgent,
  NewAgentCode,
  NewAgentReport,
  ReportReceipt,
} from '../schemas/agents.ts';
import { id, iso, isoOrNull, pathOf, ref } from '../schemas/common.ts';
import { listQuery, pageOf } from '../schemas/page.ts';
import type { Routes } from '../types.ts';
import { keyset } from '../work/keyset.ts';
import { withPatience } from '../work/patience.ts';
import { findSite } from './sites.ts';

const oldestFirst = keyset({ id: { column: agents.id, kind: 'uuid' } });
const tag = ['Agents'];

export const agentRoutes: Routes = (app, work, deps) => {
  app.post(
    '/sites/:siteId/agent-codes',
    {
      config: { permission: 'agents:write' },
      schema: {
        operationId: 'createAgentCode',
        tags: tag,
        summary: 'Let an agent enrol: a one-time code for a site',
        params: pathOf('siteId', 'The site whose printers it reads.'),
        body: NewAgentCode,
        response: { 201: ref(AgentCodeOnce) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now, actor, record }) => {
        const { id: siteId, accountId } = await findSite(tx, callerOf(request), request.params.siteId);
        const { name, validHours } = request.body;
        const { code, hash } = newCode();
        const expiresAt = new Date(now.getTime() + validHours * hourMs);
        const [made] = await tx
          .insert(agentCodes)
          .values({ accountId, siteId, name, hash, madeBy: actor, madeAt: now, expiresAt })
          .returning();
        const codeId = made!.id;
        const after = { name, siteId, expiresAt };
        await record({ accountId, action: 'created', entity: 'agent-code', entityId: codeId, after });
        const body = { codeId, code, siteId, expiresAt: iso(expiresAt) };
        return { status: 201, body, bodyWhenRepeated: { ...body, code: null } };
      }),
  );

  app.post(
    '/agents/enrol',
    {
      // The code is what permits it; the same request again finds what the first one made.
      config: { permission: 'public', idempotency: false },
      schema: {
        operationId: 'enrolAgent',
        tags: tag,
        summary: 'Enrol as an agent, with a one-time code',
        description: 'Works once for each code: the same key again gets the same answer, another one is refused.',
        body: AgentEnrolment,
        response: {
          200: { ...ref(EnrolledAgent), description: 'Enrolled before with this key.' },
          201: { ...ref(EnrolledAgent), description: 'Enrolled.' },
        },
      },
    },
    async (request, reply) => {
      await app.limits.refusedPerAddress(request, reply, 'peek');
      const enrolment = { now: deps.clock(), requestId: request.id };
      const { agent, isNew } = await withPatience(performance.now() - request.arrivedAtMs, (begun) =>
        asTenant(deps.db, 'all', (tx) => {
          begun();
          return enrolAgent(tx, request.body, enrolment);
        }),
      ).catch(async (error) => {
        // Whoever guesses codes is slowed down like one who guesses tokens.
        if (error instanceof Problem && error.status < 500) await app.limits.refusedPerAddress(request, reply);
        throw error;
      });
      return reply.status(isNew ? 201 : 200).send(agent);
    },
  );

  app.post(
    '/agents/report',
    {
      config: { permission: 'readings:write', idempotency: false },
      schema: {
        operationId: 'reportAgent',
        tags: tag,
        summary: 'Say how it goes, as an agent',
        body: NewAgentReport,
        response: { 200: ref(ReportReceipt) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, now }) => {
        const { clock, ...report } = request.body;
        const clockAt = new Date(clock);
        const [found] = await tx
          .update(agents)
          .set({ lastReportAt: now, clockAt, report })
          .where(eq(agents.credentialId, callerOf(request).credentialId))
          .returning();
        if (!found) throw notEnrolled();
        return { status: 200, body: { now: iso(now), clockAheadMs: clockAt.getTime() - now.getTime() } };
      }),
  );

  app.get(
    '/agents',
    {
      config: { permission: 'agents:read' },
      schema: {
        operationId: 'listAgents',
        tags: tag,
        summary: 'Agents on customers’ sites',
        querystring: listQuery({
          siteId: Type.Optional(id()),
          silent: Type.Optional(Type.Boolean({ description: 'Only those that are, or are not, silent (A16).' })),
          revoked: Type.Optional(Type.Boolean({ default: false, description: 'Also those revoked.' })),
        }),
        response: { 200: pageOf(ref(Agent), 'In the order in which they were enrolled.') },
      },
    },
    (request) =>
      work.read(request, async (tx) => {
        const { siteId, silent, revoked, cursor, limit } = request.query;
        const rows = await tx
          .select({ agent: agents, credential: credentials })
          .from(agents)
          .innerJoin(credentials, eq(credentials.id, agents.credentialId))
          .where(
            and(
              withinSite(callerOf(request), agents.siteId),
              siteId ? eq(agents.siteId, siteId) : undefined,
              silent === undefined ? undefined : (silent ? isNotNull : isNull)(agents.silentSince),
              revoked ? undefined : isNull(credentials.revokedAt),
              oldestFirst.after(cursor),
            ),
          )
          .orderBy(...oldestFirst.orderBy)
          .limit(oldestFirst.take(limit));
        const networks = await networksOf(
          tx,
          rows.map(({ agent }) => agent.credentialId),
        );
        const flat = rows.map(({ agent, credential }) => ({ ...agent, credential, networks }));
        return oldestFirst.page(flat, view, limit);
      }),
  );

  app.delete(
    '/agents/:agentId',
    {
      config: { permission: 'agents:write' },
      schema: {
        operationId: 'revokeAgent',
        tags: tag,
        summary: 'Revoke an agent’s key, at once and for good',
        description: 'It can enrol again with a new code.',
        params: pathOf('agentId', 'The agent.'),
        response: { 200: ref(Agent) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async (change) => {
        const { credentialId } = await findAgent(change.tx, callerOf(request), request.params.agentId);
        await revokeCredential(change, credentialId);
        const [row] = await change.tx
          .select({ agent: agents, credential: credentials })
          .from(agents)
          .innerJoin(credentials, eq(credentials.id, agents.credentialId))
          .where(eq(agents.credentialId, credentialId));
        const networks = await networksOf(change.tx, [credentialId]);
        return { status: 200, body: view({ ...row!.agent, credential: row!.credential, networks }) };
      }),
  );
};

const notEnrolled = () =>
  forbidden({
    en: 'This credential is not that of an agent that enrolled with a code.',
    fr: 'Cet accès n’est pas celui d’un agent inscrit avec un code.',
  });

const unknownAgent = () => notFound({ en: 'agent', fr: 'Agent' });

async function findAgent(tx: Transaction, caller: Caller, agentId: string) {
  const [agent] = await tx
    .select()
    .from(agents)
    .where(and(eq(agents.id, agentId), withinSite(caller, agents.siteId)));
  if (!agent) throw unknownAgent();
  return agent;
}

type Networks = (typeof credentialNetworks.$inferSelect)[];

const networksOf = (tx: Transaction, credentialIds: string[]): Promise<Networks> =>
  tx
    .select()
    .from(credentialNetworks)
    .where(inArray(credentialNetworks.credentialId, credentialIds))
    .orderBy(desc(credentialNetworks.lastSeenAt));

type Row = typeof agents.$inferSelect & { credential: typeof credentials.$inferSelect; networks: Networks };

const view = ({ credential, networks, codeId: _, backAt: __, clockAt, ...agent }: Row): Static<typeof Agent> => ({
  ...agent,
  enrolledAt: iso(agent.enrolledAt),
  revokedAt: isoOrNull(credential.revokedAt),
  lastUsedAt: isoOrNull(credential.lastUsedAt),
  lastReportAt: isoOrNull(agent.lastReportAt),
  silentSince: isoOrNull(agent.silentSince),
  clockAheadMs: clockAt && agent.lastReportAt ? clockAt.getTime() - agent.lastReportAt.getTime() : null,
  networks: networks
    .filter(({ credentialId }) => credentialId === agent.credentialId)
    .map(({ network, firstSeenAt, lastSeenAt }) => ({
      network,
      firstSeenAt: iso(firstSeenAt),
      lastSeenAt: iso(lastSeenAt),
    })),
});
