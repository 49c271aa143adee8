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
  outcome?: 'accepted' | 'duplicate' | 'aside';
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

function explainReceipt({ outcome, reason, detail }: Receipt, api: string, reading: ReadingBody): PostResult {
  if (outcome !== 'aside') {
    const before = outcome === 'duplicate' ? ' before' : '';
    const { length } = reading.levels;
    return {
      accepted: true,
      text: `The server took the reading${before}: ${length} ${length === 1 ? 'slot' : 'slots'}.`,
    };
  }
  const because = [detail, reason && `(${reason})`].filter(Boolean).join(' ') || 'it does not say why';
  const next = reason && UNKNOWN_DEVICE.test(reason) ? `\n${enrolHint(api, reading)}` : '';
  return { accepted: false, text: `The server keeps the reading aside: ${because}${next}` };
}

const UNKNOWN_DEVICE = /unknown-device|device-unknown|not-enrolled/;

function enrolHint(api: string, { device }: ReadingBody): string {
  return [
    'Enrol the device, then the reading can be replayed:',
    `  is it in the catalogue?  ${api}/v1/models?maker=${encodeURIComponent(device.maker)}`,
    `  enrol: POST ${api}/v1/devices with {"siteId": "…", "maker": ${JSON.stringify(device.maker)}, ` +
      `"model": ${JSON.stringify(device.model ?? '…')}, "serial": ${JSON.stringify(device.serial)}, "connection": "agent"}`,
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
  const said = [detail ?? title, ...fields].filter(Boolean).join('; ');
  const advice = ADVICE[status] ?? (status >= 500 ? 'The server failed. The reading can be sent again.' : undefined);
  return [`${url} answered ${status}${said ? `: ${said}` : ''}.`, advice].filter(Boolean).join(' ');
}

/** fetch hides why it failed in the cause. */
function reasonOf(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
