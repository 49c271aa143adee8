import type { SettingName, Settings } from './settings.ts';
import { type Silence, stageReached } from './silence.ts';
import type { TaskKind } from './tasks.ts';
import { hourMs } from './time.ts';

/** The stages of an agent's silence (A16): of its own number of days first, then as for a device. `task`: besides the mail. */
export const agentSilenceStages = [
  { stage: 1, after: 'agentSilentDays', task: null },
  { stage: 2, after: 'silenceSecondDays', task: null },
  { stage: 3, after: 'silenceThirdDays', task: 'call-silent-agent' },
] as const satisfies readonly { stage: number; after: SettingName; task: TaskKind | null }[];

/** What is on record of the agent that a device was last heard of through. */
export interface AgentFacts {
  agentId: string;
  /** Its last contact, whatever it was about; its enrolment before any. */
  heardAt: Date;
  /** When it was heard of again after its last silence. */
  backAt: Date | null;
  /** Stages of the present silence that have been dealt with. */
  recordedStages: { stage: number }[];
}

export interface AgentSilence extends Silence {
  /** Until when it may be sending what it has kept: the devices behind it are not called silent before. */
  catchesUpUntil: Date | null;
}

type AgentSettings = Pick<Settings, 'agentSilentDays' | 'silenceSecondDays' | 'silenceThirdDays' | 'agentCatchUpHours'>;

/** A16: an agent that has not been heard of for so long is down; counted from its last contact. */
export function agentSilenceOf(agent: AgentFacts, settings: AgentSettings, now: Date): AgentSilence {
  const silence = stageReached({
    since: agent.heardAt,
    now,
    stages: agentSilenceStages.map(({ stage, after }) => ({ stage, days: settings[after].value })),
    recorded: agent.recordedStages,
  });
  const until = agent.backAt && new Date(agent.backAt.getTime() + settings.agentCatchUpHours.value * hourMs);
  return { ...silence, catchesUpUntil: !silence.silent && until && until > now ? until : null };
}

/**
 * A16: nobody knows whether a device behind a silent agent is silent itself, so its own reminders wait until the agent is heard of
 * again and has had time to send what it has kept. Its readings are as old as they are: nothing is ordered on them.
 */
export function withheldByAgent(own: Silence, agent: AgentSilence): Silence {
  if (agent.silent) return { ...own, due: null, nextStageAt: null };
  const until = agent.catchesUpUntil;
  if (!until) return own;
  const next = own.due ? until : own.nextStageAt;
  return { ...own, due: null, nextStageAt: next && next < until ? until : next };
}
