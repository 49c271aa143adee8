import { each } from '../discover/pace.ts';
import { addressesOf } from '../discover/ranges.ts';
import { type Finding, shown } from '../doctor/finding.ts';
import { checkPrinter } from '../doctor/printer.ts';
import { checkServer } from '../doctor/server.ts';
import { connectTo } from '../server/request.ts';
import { instantIn, type Speak, speakIn } from '../words/words.ts';
import type { Command } from './command.ts';
import { homeOptions, type Opened, openAgent } from './context.ts';
import { queueLines } from './status.ts';

/** More than a person reads; of ranges, those that were found. */
const MOST_PRINTERS = 100;

/** Says in plain words what can be reached and read, and what to change. */
export const doctorCommand: Command = {
  usage: `doctor [PRINTER …]
  what can be reached and read, and what to change on the printer or the network
    --home DIR           folder of the agent’s own files (REPLENISH_AGENT_HOME)`,
  options: homeOptions,
  async run(typed) {
    const { positionals, settings, language, say } = typed;
    const speak = speakIn(language);
    const agent = openAgent(typed);
    const server = connectTo(agent.key?.server ?? agent.configuration.server, settings.proxyEnvironment);
    let problems = 0;
    const tell = (finding: Finding) => {
      if (finding.state === 'problem') problems += 1;
      say(shown(finding));
    };
    try {
      for (const finding of checkOwn(agent, speak)) tell(finding);
      for (const finding of await checkServer(agent, server, settings.proxyEnvironment, speak)) tell(finding);
      for (const line of queueLines(agent, speak, (at) => (at ? instantIn(language, at) : speak('never'))))
        tell({ state: 'note', text: line });
      const known = new Map(agent.printers.all().map(({ address, way }) => [address, way]));
      const addresses =
        positionals.length > 0 ? positionals : [...new Set([...agent.configuration.hosts, ...known.keys()])];
      await each(addresses.slice(0, MOST_PRINTERS), agent.configuration.concurrency, async (address) => {
        for (const finding of await checkPrinter(address, known.get(address), agent.configuration, speak))
          tell(finding);
      });
    } finally {
      server.close();
      agent.close();
    }
    say(problems === 0 ? speak('allWell') : speak('problems', { count: problems }));
    return problems === 0 ? 0 : 1;
  },
};

function checkOwn({ home, key, configuration }: Opened, speak: Speak): Finding[] {
  const { hosts, ranges, exclude, everyHours } = configuration;
  const addresses = addressesOf(ranges, exclude).length;
  const enrolled = key?.enrolled;
  return [
    enrolled
      ? { state: 'fine', text: speak('enrolled', { name: enrolled.name, site: enrolled.siteName, server: key.server }) }
      : { state: 'problem', text: speak('notEnrolled') },
    hosts.length + addresses > 0
      ? { state: 'fine', text: speak('configured', { hosts: hosts.length, addresses, hours: everyHours }) }
      : { state: 'problem', text: speak('noPrinters', { file: home.configFile }) },
  ];
}
