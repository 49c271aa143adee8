import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { addressRule } from './addresses.ts';
import { type OutgoingPolicy, type TargetFault, targetFault } from './target.ts';

export interface OutgoingRequest {
  url: string;
  headers: Record<string, string>;
  /** JSON, exactly as it was signed. */
  body: string;
  /** For the whole call, from the name's resolution to the answer's last byte. */
  timeoutMs: number;
}

export interface OutgoingAnswer {
  status: number;
  /** At most `mostAnswerBytes`; a longer one fails. */
  body: string;
  /** Of 429 and 503, as the server wrote it. */
  retryAfter: string | null;
}

/** Every call to somebody else's HTTP server goes through one of these, so that one policy holds for all. */
export interface Caller {
  /** Answers with whatever status there is, redirects included: they are not followed. @throws CallFailed */
  post(call: OutgoingRequest): Promise<OutgoingAnswer>;
  /** What is wrong with a URL before anybody calls it; null: nothing. */
  fault(url: string): TargetFault | null;
  close(): Promise<void>;
}

const reasons = {
  'not-allowed': 'this address may not be called',
  'no-answer': 'no answer in time',
  unreachable: 'cannot be reached',
  'too-long': 'the answer is too long',
} as const;

/**
 * There is no answer; the effect may have happened nevertheless. Its words may be shown to whoever gave the URL: they tell nothing of
 * the network that we are in.
 */
export class CallFailed extends Error {
  override name = 'CallFailed';
  readonly because: keyof typeof reasons;
  constructor(because: keyof typeof reasons, detail?: string) {
    super(detail ? `${reasons[because]} (${detail})` : reasons[because]);
    this.because = because;
  }
}

const mostAnswerBytes = 64 * 1024;

/** @param lookup Resolves names; the system's own unless a test brings another. */
export function openCaller(policy: OutgoingPolicy, lookup: typeof systemLookup = systemLookup): Caller {
  const mayConnect = addressRule(policy.networks);
  const agent = new Agent({
    connect: buildConnector({ lookup: checkedLookup(lookup, mayConnect), allowH2: false }),
    // Its own limits are longer than any caller's time.
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  return {
    fault: (url) => targetFault(url, policy, mayConnect),
    async post({ url, headers, body, timeoutMs }) {
      const fault = targetFault(url, policy, mayConnect);
      if (fault) throw new CallFailed('not-allowed', fault);
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': 'Replenish', ...headers },
          body,
          signal,
        });
        const retryAfter = answer.headers['retry-after'];
        return {
          status: answer.statusCode,
          body: await readAtMost(answer.body),
          retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
        };
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
    close: () => agent.destroy(),
  };
}

/**
 * Resolves a name once and hands on what it checked: the socket connects to one of these very addresses, so that a name which changes
 * its mind between check and connection (DNS rebinding) gains nothing. One forbidden address among them is enough to refuse.
 */
function checkedLookup(lookup: typeof systemLookup, mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname: string, options: LookupOptions, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const refused = error ?? (addresses.every(({ address }) => mayConnect(address)) ? null : new Forbidden());
      if (refused || addresses.length === 0) done(refused ?? new Forbidden(), '');
      else if (options.all) done(null, addresses);
      else done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

class Forbidden extends Error {}

async function readAtMost(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > mostAnswerBytes) throw new CallFailed('too-long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function failureOf(error: unknown, signal: AbortSignal): CallFailed {
  if (error instanceof CallFailed) return error;
  if (signal.aborted) return new CallFailed('no-answer');
  if (error instanceof Forbidden) return new CallFailed('not-allowed', 'private-address');
  const code = (error as { code?: unknown }).code;
  return new CallFailed('unreachable', typeof code === 'string' ? code : undefined);
}
