import { runService } from '../run/service.ts';
import { keepHeapSmall } from '../run/small-heap.ts';
import { connectTo } from '../server/request.ts';
import { holdLock } from '../store/lock.ts';
import { speakIn } from '../words/words.ts';
import type { Command } from './command.ts';
import { homeOptions, openAgent } from './context.ts';

/** What ends the service: Ctrl-C everywhere, SIGTERM where systems have it, SIGBREAK of Windows. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** The service: looks for printers, reads them, sends the readings. */
export const runCommand: Command = {
  usage: `run
  the service: looks for printers, reads them, sends the readings; Ctrl-C ends it
    --home DIR           folder of the agent’s own files (REPLENISH_AGENT_HOME)`,
  options: homeOptions,
  async run(typed) {
    keepHeapSmall();
    const { settings, language, say } = typed;
    const agent = openAgent(typed);
    const { key } = agent;
    if (!key?.enrolled) {
      agent.close();
      console.error(speakIn(language)('notEnrolled'));
      return 1;
    }
    const lock = holdLock(agent.home.lockFile);
    const server = connectTo(key.server, settings.proxyEnvironment);
    const ending = new AbortController();
    for (const signal of ENDINGS) process.once(signal, () => ending.abort());
    const log = (line: string) => say(`${new Date().toISOString()} ${line}`);
    log(`reads for ${key.enrolled.siteName}, sends to ${key.server}`);
    try {
      await runService({ ...agent, server, key, log }, ending.signal);
    } finally {
      server.close();
      agent.close();
      lock.release();
    }
    log('ended');
    return 0;
  },
};
