import { UsageError } from '../access.ts';
import { discover } from '../discover/discover.ts';
import { accessBy } from '../discover/ways.ts';
import { poll } from '../poll.ts';
import { wayWords } from '../words/way.ts';
import type { Command } from './command.ts';
import { homeOptions, openAgent } from './context.ts';

/** Looks for printers once and shows them; the service does the same by itself. */
export const discoverCommand: Command = {
  usage: `discover
  looks for printers at the configured hosts and in the configured ranges, and shows them
    --json               one JSON object a line
    --home DIR           folder of the agent’s own files (REPLENISH_AGENT_HOME)`,
  options: { ...homeOptions, json: { type: 'boolean', default: false } },
  async run(typed) {
    const { values, positionals, say } = typed;
    if (positionals.length > 0) throw new UsageError('It looks where agent.json says, and nowhere else.');
    const agent = openAgent(typed);
    const { configuration, printers } = agent;
    try {
      const shown: Promise<void>[] = [];
      const { asked, found } = await discover(configuration, ({ address, way }) => {
        printers.found(address, way, new Date());
        const access = accessBy(way, address, configuration);
        if (!access) return;
        const show = ({
          maker,
          model,
          serial,
        }: {
          maker: string | null;
          model: string | null;
          serial: string | null;
        }) =>
          say(
            values.json
              ? JSON.stringify({ address, way: wayWords(way), maker, model, serial })
              : `${address.padEnd(24)} ${wayWords(way).padEnd(10)} ${[maker, model].filter(Boolean).join(' ') || '?'}  ${serial ?? '-'}`,
          );
        shown.push(poll(access, new Date()).then(show, () => show({ maker: null, model: null, serial: null })));
      });
      await Promise.all(shown);
      if (!values.json) say(`${found} / ${asked}`);
      return found > 0 ? 0 : 1;
    } finally {
      agent.close();
    }
  },
};
