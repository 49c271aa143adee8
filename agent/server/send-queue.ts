import type { FactStore } from '../store/facts.ts';
import type { Queue, Waiting } from '../store/queue.ts';
import { problemText } from './problem.ts';
import { type ServerConnection, ServerUnreachable } from './request.ts';

/** One request's worth: the server takes 1,000 readings and 4 MB. */
const MOST_READINGS = 200;
const MOST_BYTES = 3 * 1024 * 1024;

/** A server that is hard pressed is given less at once. */
const LEAST_READINGS = 10;

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;

/** What came of it. `waitMs`: when to try again, where something is left. */
export type Sent = { outcome: 'empty' } | { outcome: 'later'; waitMs: number } | { outcome: 'revoked' };

export interface Sender {
  /** Sends until the queue is empty or the server wants no more for now; in order, and removes what the server has. */
  drain(signal?: AbortSignal): Promise<Sent>;
}

export function createSender(
  { queue, facts, server, token }: { queue: Queue; facts: FactStore; server: ServerConnection; token: string },
  random: () => number = Math.random,
): Sender {
  let failures = 0;
  /** Halved when a request is too much for the server, doubled when it took one. */
  let most = MOST_READINGS;

  /** Longer with every failure, and never all agents at once. */
  function later(retryAfter?: number): Sent {
    failures += 1;
    most = Math.max(Math.min(most, LEAST_READINGS), Math.floor(most / 2));
    const usual = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));
    return { outcome: 'later', waitMs: Math.max(usual * (0.5 + random() / 2), (retryAfter ?? 0) * 1000) };
  }

  /** undefined: go on at once. */
  async function sendOnce(waiting: readonly Waiting[]): Promise<Sent | undefined> {
    const body = `[${waiting.map((reading) => reading.body).join(',')}]`;
    let answer: Awaited<ReturnType<ServerConnection['send']>>;
    try {
      answer = await server.send({ method: 'POST', path: '/v1/readings/batch', token, body });
    } catch (error) {
      if (!(error instanceof ServerUnreachable)) throw error;
      facts.set({ failedAt: Date.now(), failure: error.code });
      return later();
    }
    const { status } = answer;
    if (status === 200 && isReceipt(answer.body, waiting.length)) {
      queue.remove(waiting.map(({ seq }) => seq));
      facts.set({ contactAt: answer.at.getTime(), revoked: false });
      failures = 0;
      most = Math.min(MOST_READINGS, most * 2);
      return undefined;
    }
    const said = problemText(status, answer.body);
    facts.set({ failedAt: answer.at.getTime(), failure: said, ...(status === 401 && { revoked: true }) });
    if (status === 401) return { outcome: 'revoked' };
    if (!NOT_TAKEN.includes(status)) return later(answer.retryAfter);
    // The server will not take this request, however often it comes: find the reading that it is about.
    if (waiting.length === 1) queue.refuse(waiting[0]!, said, answer.at);
    else most = Math.max(1, Math.floor(waiting.length / 2));
    return undefined;
  }

  return {
    async drain(signal) {
      while (!signal?.aborted) {
        const waiting = queue.oldest(most, MOST_BYTES);
        if (waiting.length === 0) return { outcome: 'empty' };
        const stop = await sendOnce(waiting);
        if (stop) return stop;
      }
      return { outcome: 'later', waitMs: 0 };
    },
  };
}

const NOT_TAKEN = [400, 413, 422];

/** Not some page of a proxy that answers 200 for whatever it is asked. */
function isReceipt(body: unknown, count: number): boolean {
  return typeof body === 'object' && body !== null && 'received' in body && body.received === count;
}
