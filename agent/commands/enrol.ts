import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { UsageError } from '../access.ts';
import { type Configuration, readConfiguration, toServer, writeConfiguration } from '../configuration.ts';
import { addressesOf } from '../discover/ranges.ts';
import { type Home, makeHome } from '../home.ts';
import { makeToken, type OwnKey, publicHalf, readKey, writeKey } from '../key.ts';
import { problemText } from '../server/problem.ts';
import { connectTo } from '../server/request.ts';
import { speakIn } from '../words/words.ts';
import type { Command } from './command.ts';
import { homeOf, homeOptions } from './context.ts';

interface EnrolAnswer {
  agentId: string;
  name: string;
  siteId: string;
  siteName: string;
  now: string;
}

/** Makes the agent's key and has the server learn its hash, by a one-time code. */
export const enrolCommand: Command = {
  usage: `enrol --server URL --code CODE [--range CIDR] [--host HOST]
  once, with the one-time code of the site; makes a key that never leaves this machine
    --range CIDR         where to look for printers, such as 192.0.2.0/24 (may be repeated)
    --host HOST          a printer (may be repeated)
    --again              though it is enrolled already
    --home DIR           folder of the agent’s own files (REPLENISH_AGENT_HOME)`,
  options: {
    ...homeOptions,
    server: { type: 'string' },
    code: { type: 'string' },
    range: { type: 'string', multiple: true, default: [] },
    host: { type: 'string', multiple: true, default: [] },
    again: { type: 'boolean', default: false },
  },
  async run(typed) {
    const { values, settings, language, say } = typed;
    if (!values.server || !values.code) throw new UsageError('Give --server and --code.');
    const server = toServer(values.server);
    addressesOf(values.range, []);
    const speak = speakIn(language);
    const home = homeOf(typed);
    makeHome(home);
    const before = readKey(home);
    if (before?.enrolled && !values.again) {
      say(speak('enrolledBefore', { name: before.enrolled.name }));
      return 1;
    }
    // Before it is asked: should the answer be lost, the same key is sent again and finds what it made.
    const key: OwnKey =
      before && !before.enrolled && before.server === server ? before : { token: makeToken(), server };
    if (!before?.enrolled) writeKey(home, key);
    const connection = connectTo(server, settings.proxyEnvironment);
    const body = JSON.stringify({
      code: values.code,
      ...publicHalf(key.token),
      hostName: hostname().slice(0, 100) || 'unknown',
    });
    const answer = await connection.send({ method: 'POST', path: '/v1/agents/enrol', body }).finally(connection.close);
    if (answer.status !== 201 && answer.status !== 200) {
      say(speak('enrolRefused', { said: problemText(answer.status, answer.body) }));
      return 1;
    }
    const { agentId, name, siteId, siteName, now } = answer.body as EnrolAnswer;
    writeKey(home, { ...key, enrolled: { agentId, name, siteId, siteName, at: now } });
    configure(home, { server, hosts: values.host, ranges: values.range });
    say(speak('enrolled', { name, site: siteName, server }));
    say(speak('nextStep', { file: home.configFile }));
    return 0;
  },
};

/** What people have written stays; what was typed is added. */
function configure(home: Home, typed: Pick<Configuration, 'server' | 'hosts' | 'ranges'>): void {
  const before: Partial<Configuration> = existsSync(home.configFile) ? readConfiguration(home) : {};
  writeConfiguration(home, {
    ...before,
    server: typed.server,
    hosts: [...new Set([...(before.hosts ?? []), ...typed.hosts])],
    ranges: [...new Set([...(before.ranges ?? []), ...typed.ranges])],
  });
}
