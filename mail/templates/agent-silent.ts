import type { Block, Item } from '../blocks.ts';
import type { SilentAgent } from '../notice-data.ts';
import type { Say } from '../say.ts';
import { silentDeviceItem } from './silence.ts';
import type { Template } from './template.ts';

/** A16: one mail about a site's silent agent, in place of one for each stage and device behind it. */
export const agentSilent: Template<'agent-silent'> = (data, say) => {
  const { agentSilent: words, silence } = say.words;
  const longest = Math.max(0, ...data.agents.map(({ silentDays }) => silentDays));
  const last = data.stage === 3;
  return {
    subject: say.words.subject.agentSilent(data.siteName),
    preheader: words.preheader,
    title: words.title(longest),
    blocks: [
      { type: 'paragraph', text: words.intro(data.siteName) },
      { type: 'callout', tone: 'warning', text: words.why },
      { type: 'items', items: data.agents.map((agent) => agentItem(agent, say)) },
      { type: 'heading', text: words.todo },
      { type: 'steps', texts: words.steps },
      { type: 'heading', text: words.devices },
      {
        type: 'items',
        items: data.agents.flatMap((agent) => agent.devices.map((each) => silentDeviceItem(each, say))),
      },
      { type: 'heading', text: say.words.next },
      { type: 'bullets', texts: [last ? silence.nextCall : silence.nextWrite, words.nextAgain, silence.nextNothing] },
    ] satisfies Block[],
  };
};

function agentItem(agent: SilentAgent, say: Say): Item {
  const words = say.words.agentSilent;
  return {
    title: words.agent(agent.name, agent.hostName),
    facts: [
      [words.lastContact, say.dayOf(agent.lastContactAt)],
      [words.silentFor, say.words.days(agent.silentDays)],
      [words.reads, words.readsCount(agent.devices.length)],
    ],
  };
}
