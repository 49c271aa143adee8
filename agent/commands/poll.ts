import { toAccess, UsageError } from '../access.ts';
import { poll } from '../poll.ts';
import { postReading } from '../post.ts';
import { report } from '../report.ts';
import { authProtocols, privacyProtocols } from '../snmp/session.ts';
import { toReading } from '../to-reading.ts';
import type { Command } from './command.ts';

/** Reads one printer and shows what it says. */
export const pollCommand: Command = {
  usage: `poll HOST[:PORT] [options], poll --ipp URL
  reads one printer and shows what it says; it never writes to it
    --community C        SNMP v2c community (public); NAME@CONTEXT reads an SNMP context
    --v1                 SNMP v1 instead of v2c
    --user NAME          SNMP v3 instead, with
      --auth [PROTOCOL:]PASSWORD   ${Object.keys(authProtocols).join(', ')} (SHA)
      --priv [PROTOCOL:]PASSWORD   ${Object.keys(privacyProtocols).join(', ')} (AES)
      --context NAME
    --ipp URL            IPP instead, such as ipp://HOST/ipp/print
    --timeout SECONDS    wait for an answer (2), three times
    --json               print the reading as JSON and nothing else
    --post               send it to the server
      --api URL          the server (http://127.0.0.1:3000)
      --token T          its token, or REPLENISH_TOKEN in the environment`,
  options: {
    community: { type: 'string', short: 'c', default: 'public' },
    v1: { type: 'boolean', default: false },
    user: { type: 'string' },
    auth: { type: 'string' },
    priv: { type: 'string' },
    context: { type: 'string' },
    ipp: { type: 'string' },
    timeout: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    post: { type: 'boolean', default: false },
    api: { type: 'string', default: 'http://127.0.0.1:3000' },
    token: { type: 'string' },
  },
  async run({ values, positionals: [target, ...more], settings, say }) {
    if (more.length > 0 || (!target && !values.ipp)) throw new UsageError('Say which printer to read.');
    const token = values.token ?? settings.token;
    if (values.post && !token) {
      throw new UsageError('--post needs a token: give --token, or set REPLENISH_TOKEN. The server issues it.');
    }
    const api = toBase(values.api);
    const printer = await poll(
      toAccess(target, { ...values, community: values.community, timeout: values.timeout }),
      new Date(),
    );
    say(values.json ? JSON.stringify(printer, null, 2) : report(printer, values.ipp ?? target));
    if (!values.post) return 0;
    const { accepted, text } = await postReading(api, token, toReading(printer));
    // What the server says must not get into the JSON.
    if (values.json) console.error(text);
    else say(`\n${text}`);
    return accepted ? 0 : 1;
  },
};

function toBase(url: string): string {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError(`--api ${url}: give an http or https address.`);
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}
