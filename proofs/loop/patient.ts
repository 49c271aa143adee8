import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody outside who says a thing until it is acknowledged, each time to the next API; and counts how often that took more than once. */
export interface Patient {
  /** Resolves with the first 2xx. @throws RefusedForGood */
  tell<T = unknown>(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<T>;
  /** Tries without an answer, and answers that ask to come again. */
  unanswered: number;
}

/** An answer that no other try can change. */
export class RefusedForGood extends Error {
  override name = 'RefusedForGood';
}

export interface PatientOptions {
  urls: () => string[];
  token: string;
  /** Hangs up on an answer now and then: after so many milliseconds, undefined for a whole try. */
  hangUpAfterMs?: () => number | undefined;
}

const tryMs = 10_000;
const longestPauseMs = 1000;

export function patientCaller({ urls, token, hangUpAfterMs = () => undefined }: PatientOptions): Patient {
  const patient: Patient = { tell, unanswered: 0 };
  let turn = 0;
  return patient;

  async function tell<T>(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<T> {
    for (let pauseMs = 100; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      const all = urls();
      const answer = await once(all[turn++ % all.length]!, method, path, body, key);
      if (answer !== undefined) return answer.value as T;
      patient.unanswered += 1;
      await sleep(pauseMs);
    }
  }

  /** Undefined: nobody knows whether it had an effect. */
  async function once(url: string, method: string, path: string, body: unknown, key?: string) {
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${url}/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(hangUpAfterMs() ?? tryMs),
      });
      text = await answer.text();
    } catch {
      return undefined;
    }
    if (answer.ok) return { value: text === '' ? undefined : JSON.parse(text) };
    if (answer.status >= 500 || answer.headers.has('retry-after')) return undefined;
    throw new RefusedForGood(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  }
}
