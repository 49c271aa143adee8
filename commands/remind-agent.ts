import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { agentSilenceStages, agents, contracts, devices } from '../db/schema/index.ts';
import { type AgentSilence, agentSilenceStages as stages } from '../domain/agent-silence.ts';
import type { DeviceFacts } from '../domain/assessment.ts';
import { deviceStateMeanings, deviceStates } from '../domain/device-life.ts';
import { factKey } from '../domain/notices.ts';
import { plannedTask } from '../domain/tasks.ts';
import { joinSiteMail } from './site-reminder.ts';
import { openTask } from './tasks.ts';
import { publishAgentSilence } from './webhooks/facts.ts';

const reminded = deviceStates.filter((state) => deviceStateMeanings[state].reminders);

/**
 * A16: does what the present stage of an agent's silence asks for, once, whichever of its devices noticed it, in place of the
 * reminders of them all: a mail to the site's contact for self-service devices, a task for the helpdesk where some are managed.
 * The agent's row is locked.
 */
export async function remindOfAgent(
  tx: Transaction,
  outbox: Outbox,
  facts: DeviceFacts,
  silence: AgentSilence & { due: NonNullable<AgentSilence['due']> },
  now: Date,
): Promise<void> {
  const { agentId } = facts.agent!;
  const { siteId, accountId } = facts;
  const silentSince = silence.since;
  const record = (stage: number, outcome: 'mail' | 'task' | 'skipped', noticeId: string | null = null) =>
    tx
      .insert(agentSilenceStages)
      .values({ accountId, agentId, silentSince, stage, outcome, noticeId, recordedAt: now })
      .onConflictDoNothing();
  for (const skipped of silence.due.skipped) await record(skipped, 'skipped');

  const stage = stages.find((each) => each.stage === silence.due.stage)!;
  const [agent] = await tx.select().from(agents).where(eq(agents.id, agentId));
  const behind = await tx
    .select({ kind: contracts.kind })
    .from(devices)
    .innerJoin(contracts, eq(contracts.id, devices.contractId))
    .where(behindAgent(agent!));
  const selfService = behind.some(({ kind }) => kind !== 'managed');
  const { name, hostName: host } = agent!;
  const values = { name, host, days: Math.floor(silence.ageDays), devices: behind.length };
  const ask = (kind: 'call-silent-agent' | 'managed-silent-agent') =>
    openTask(tx, accountId, plannedTask(kind, { agentId, siteId, accountId }, values, silentSince.toISOString()), now);

  if (behind.some(({ kind }) => kind === 'managed')) await ask('managed-silent-agent');
  if (selfService) {
    const mail = {
      kind: 'agent-silent' as const,
      keyAt: (leaves: Date) => factKey.agentSilence(siteId, stage.stage, leaves),
      thread: `site/${siteId}/silence`,
      data: { siteName: '', stage: stage.stage, agents: [] },
    };
    await record(stage.stage, 'mail', await joinSiteMail(tx, outbox, facts, mail, now));
    if (stage.task) await ask(stage.task);
  } else {
    await record(stage.stage, 'task');
  }
  await tx.update(agents).set({ silentSince }).where(eq(agents.id, agentId));
  const reached = { agentId, name, siteId, silentSince: silentSince.toISOString(), stage: stage.stage };
  await publishAgentSilence(tx, accountId, reached, now);
}

/** Those that were last heard of through it, and would be asked after if they fell silent. */
const behindAgent = ({ credentialId, siteId }: Pick<typeof agents.$inferSelect, 'credentialId' | 'siteId'>) =>
  and(eq(devices.heardThrough, credentialId), eq(devices.siteId, siteId), inArray(devices.state, reminded));
