import type { Opened } from '../commands/context.ts';
import { clockLine } from '../commands/status.ts';
import { problemText } from '../server/problem.ts';
import { reportTo } from '../server/report.ts';
import { type ProxyEnvironment, type ServerConnection, ServerUnreachable } from '../server/request.ts';
import { version } from '../version.ts';
import type { Speak, Word } from '../words/words.ts';
import type { Finding } from './finding.ts';

/** Clocks that differ by more are worth a word; the server counts a reading more than 10 minutes ahead from its receipt. */
const CLOCK_TOLERANCE_MS = 120_000;

/** Whether the server is reached, knows the key, and has the same time. */
export async function checkServer(
  agent: Opened,
  server: ServerConnection,
  environment: ProxyEnvironment,
  speak: Speak,
): Promise<Finding[]> {
  const { key, facts, queue, printers } = agent;
  const proxy = proxyOf(environment, server.base);
  const about = { server: server.base, proxy: proxy ? speak('byProxy', { proxy }) : '' };
  try {
    const answer = await server.send({ method: 'GET', path: '/v1/me', ...(key && { token: key.token }) });
    if (answer.status !== 200 && answer.status !== 401) {
      return [
        { state: 'problem', text: speak('serverSaid', { ...about, said: problemText(answer.status, answer.body) }) },
      ];
    }
    const reached: Finding = { state: 'fine', text: speak('serverReached', about) };
    if (!key?.enrolled) return [reached];
    if (answer.status === 401) return [reached, { state: 'problem', text: speak('keyRevoked') }];
    const reported = await reportTo(
      { server, token: key.token, facts, queue },
      { version, known: printers.all().length },
    );
    return [
      reached,
      { state: 'fine', text: speak('keyAccepted') },
      ...(reported ? clockFindings(reported, speak) : []),
    ];
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
    const word = wordFor(error.code, proxy);
    return [
      {
        state: 'problem',
        text: speak(word, { ...about, code: error.code, ...(word === 'serverProxy' && { proxy: proxy ?? '' }) }),
      },
    ];
  }
}

function clockFindings(
  { clockAheadMs, withinMs }: { clockAheadMs: number; withinMs: number },
  speak: Speak,
): Finding[] {
  const wrong = Math.abs(clockAheadMs) - withinMs > CLOCK_TOLERANCE_MS;
  const [text] = clockLine(clockAheadMs, withinMs, speak);
  return [{ state: wrong ? 'problem' : 'fine', text: wrong ? `${text} ${speak('clockAdvice')}` : text! }];
}

const BY_CODE: readonly (readonly [RegExp, Word])[] = [
  [/PROXY/, 'serverProxy'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/, 'serverName'],
  [/^ECONNREFUSED$/, 'serverRefuses'],
  [/^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|UND_ERR\w*)$/, 'serverSilent'],
  [/CERT|SIGNATURE|ISSUER|^ERR_TLS/, 'serverCertificate'],
];

const wordFor = (code: string, proxy: string | undefined): Word => {
  // What a proxy refuses, or where it is not, is a matter of the proxy.
  if (proxy && /^(?:ECONNREFUSED|ENOTFOUND)$/.test(code)) return 'serverProxy';
  return BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? 'serverOther';
};

/** The proxy on the way there, without its password. */
function proxyOf(environment: ProxyEnvironment, server: string): string | undefined {
  const secure = server.startsWith('https:');
  const named = secure
    ? (environment.https_proxy ?? environment.HTTPS_PROXY)
    : (environment.http_proxy ?? environment.HTTP_PROXY);
  if (!named || !URL.canParse(named)) return undefined;
  const { hostname } = new URL(server);
  const exempt = (environment.no_proxy ?? environment.NO_PROXY ?? '')
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\./, ''));
  if (exempt.some((entry) => entry === '*' || (entry && (hostname === entry || hostname.endsWith(`.${entry}`)))))
    return undefined;
  return new URL(named).host;
}
