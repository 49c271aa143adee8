import { createHash } from 'node:crypto';
import type { ReadingBody } from './to-reading.ts';

const TIMEOUT_MS = 15_000;

/** What became of a reading, in words for a person. */
export interface PostResult {
  /** It counts: taken now, or before. */
  accepted: boolean;
  text: string;
}

/** Answer to POST /v1/readings. */
interface Receipt {
  outcome?: 'accepted' | 'duplicate' | 'kept-aside';
  /** The server does not believe the reading's instant: it counts from its receipt (A16). */
  clockDoubted?: boolean;
  reason?: string;
  detail?: string;
}

/** RFC 9457. */
interface Problem {
  title?: string;
  detail?: string;
  errors?: { pointer?: string; detail?: string }[];
}

/**
 * Sends a reading to the API (`api`: its base, without /v1). The idempotency key is made of the reading, so that sending it
 * again does nothing. Throws an Error that says what to do when the API cannot be reached.
 */
export async function postReading(api: string, token: string, reading: ReadingBody): Promise<PostResult> {
  const body = JSON.stringify(reading);
  const url = `${api}/v1/readings`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': createHash('sha256').update(body).digest('hex'),
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    throw new Error(
      `${url} cannot be reached (${reasonOf(error)}). Check that the server runs (npm start) and that --api is its address.`,
    );
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return explainReceipt(answer as Receipt, api, reading);
  return { accepted: false, text: explainProblem(response.status, answer as Problem, url) };
}

function explainReceipt(receipt: Receipt, api: string, reading: ReadingBody): PostResult {
  const { outcome, clockDoubted, reason, detail } = receipt;
  if (outcome !== 'kept-aside') {
    const before = outcome === 'duplicate' ? ' before' : '';
    const { length } = reading.levels;
    const took = `The server took the reading${before}: ${length} ${length === 1 ? 'slot' : 'slots'}.`;
    const clock = clockDoubted
      ? ' It counts from its receipt: set this machine’s clock, which is far off the server’s.'
      : '';
    return { accepted: true, text: took + clock };
  }
  const text = `The server keeps the reading aside: ${(detail ?? reason ?? 'it does not say why').replace(/\.$/, '')}.`;
  return { accepted: false, text: reason === 'unknown-device' ? `${text}\n${enrolHint(api, reading)}` : text };
}

function enrolHint(api: string, { device: { maker, model, serial } }: ReadingBody): string {
  const device = { siteId: '…', maker, model: model ?? '…', serial, connection: 'agent' };
  return [
    'Enrol it, with a token that may (of the helpdesk, or of the account); its next reading then counts:',
    `  is the model in the catalogue?  GET ${api}/v1/catalogue/models?maker=${encodeURIComponent(maker)}`,
    `  which site is it at?            GET ${api}/v1/sites`,
    `  enrol it                        POST ${api}/v1/devices ${JSON.stringify(device)}`,
  ].join('\n');
}

const ADVICE: Record<number, string> = {
  401: 'The server does not know this token. Give one that is valid with --token or REPLENISH_TOKEN.',
  403: 'This token may not send readings. Ask for one with that right.',
  404: 'There is no such address on this server. Check --api.',
  429: 'The server takes no more readings from this sender for now. Try again later.',
};

function explainProblem(status: number, { title, detail, errors = [] }: Problem, url: string): string {
  const fields = errors.map((error) => [error.pointer, error.detail].filter(Boolean).join(' '));
  const said = [detail ?? title, ...fields]
    .map((words) => words?.replace(/\.$/, ''))
    .filter(Boolean)
    .join('; ');
  const advice = ADVICE[status] ?? (status >= 500 ? 'The server failed. The reading can be sent again.' : undefined);
  return [`${url} answered ${status}${said ? `: ${said}` : ''}.`, advice].filter(Boolean).join(' ');
}

/** fetch hides why it failed in the cause. */
function reasonOf(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
