import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { AgentFacts } from '../../domain/agent-silence.ts';
import { latest } from '../../domain/time.ts';
import type { Queryable } from '../database.ts';
import { agentSilenceStages, agents, credentials, type devices } from '../schema/index.ts';

type Device = Pick<typeof devices.$inferSelect, 'siteId' | 'heardThrough'>;

/**
 * The agent that each device was last heard of through: one of its own site whose key is in use. One that was replaced has no
 * devices any more once they report through its successor.
 */
export async function loadAgents(
  tx: Queryable,
  ofDevices: readonly Device[],
): Promise<(device: Device) => AgentFacts | null> {
  const through = [...new Set(ofDevices.flatMap(({ heardThrough }) => heardThrough ?? []))];
  if (through.length === 0) return () => null;
  const rows = await tx
    .select({ agent: agents, lastUsedAt: credentials.lastUsedAt })
    .from(agents)
    .innerJoin(credentials, eq(credentials.id, agents.credentialId))
    .where(and(inArray(agents.credentialId, through), isNull(credentials.revokedAt)));
  const stages =
    rows.length === 0
      ? []
      : await tx
          .select()
          .from(agentSilenceStages)
          .where(
            inArray(
              agentSilenceStages.agentId,
              rows.map(({ agent }) => agent.id),
            ),
          );
  const known = new Map(rows.map((row) => [row.agent.credentialId, row]));
  return ({ siteId, heardThrough }) => {
    const row = heardThrough ? known.get(heardThrough) : undefined;
    if (!row || row.agent.siteId !== siteId) return null;
    const { agent, lastUsedAt } = row;
    const heardAt = latest([agent.enrolledAt, agent.lastReportAt, lastUsedAt])!;
    const since = agent.silentSince ?? heardAt;
    return {
      agentId: agent.id,
      heardAt,
      backAt: agent.backAt,
      recordedStages: stages.filter((stage) => stage.agentId === agent.id && +stage.silentSince === +since),
    };
  };
}
