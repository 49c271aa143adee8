/** npm run agent: the on-site agent's commands. */
import { parseArgs } from 'node:util';
import { toAccess, UsageError } from './access.ts';
import { poll } from './poll.ts';
import { postReading } from './post.ts';
import { report } from './report.ts';
import { readSettings } from './settings.ts';
import { authProtocols, privacyProtocols } from './snmp/session.ts';
import { toReading } from './to-reading.ts';

const USAGE = `Usage: npm run agent -- poll HOST[:PORT] [options]
  reads one printer by SNMP and shows what it says; it never writes to it

  --community C        SNMP v2c community (public); NAME@CONTEXT reads an SNMP context
  --user NAME          SNMP v3 instead, with
    --auth PROTOCOL:PASSWORD   ${Object.keys(authProtocols).join(', ')}
    --priv PROTOCOL:PASSWORD   ${Object.keys(privacyProtocols).join(', ')}
    --context NAME
  --timeout SECONDS    wait for an answer (2), three times
  --json               print the reading as JSON (with “npm run -s agent” nothing else)
  --post               send it to the server
    --api URL          the server (http://127.0.0.1:3000)
    --token T          its token, or REPLENISH_TOKEN in the environment`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      community: { type: 'string', short: 'c', default: 'public' },
      user: { type: 'string' },
      auth: { type: 'string' },
      priv: { type: 'string' },
      context: { type: 'string' },
      timeout: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
      post: { type: 'boolean', default: false },
      api: { type: 'string', default: 'http://127.0.0.1:3000' },
      token: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const [command, target, ...more] = positionals;
  if (command !== 'poll' || !target || more.length > 0) throw new UsageError('Say which printer to read.');
  const token = values.token ?? readSettings().token;
  if (values.post && !token) {
    throw new UsageError('--post needs a token: give --token, or set REPLENISH_TOKEN. The server issues it.');
  }
  const api = toBase(values.api);
  const printer = await poll(toAccess(target, values), new Date());
  say(values.json ? JSON.stringify(printer, null, 2) : report(printer, target));
  if (!values.post) return 0;
  const { accepted, text } = await postReading(api, token!, toReading(printer));
  // What the server says must not get into the JSON.
  if (values.json) console.error(text);
  else say(`\n${text}`);
  return accepted ? 0 : 1;
}

function toBase(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError(`--api ${url}: give an http or https address.`);
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error & { code?: string }) => {
    const typed =
      error instanceof UsageError || error instanceof RangeError || error.code?.startsWith('ERR_PARSE_ARGS');
    console.error(typed ? `${error.message}\n\n${USAGE}` : error.message);
    process.exitCode = typed ? 2 : 1;
  },
);
