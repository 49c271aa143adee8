import type { FactStore } from '../store/facts.ts';
import type { Queue } from '../store/queue.ts';
import { problemText } from './problem.ts';
import { type ServerConnection, ServerUnreachable } from './request.ts';

export interface Reported {
  /** By how much this machine's clock is ahead, and within what: half of the time that the answer took. */
  clockAheadMs: number;
  withinMs: number;
}

/**
 * Tells the server how it goes and compares the clocks. Resolves to undefined when the server was not reached or did not
 * want it; why stands in the facts.
 */
export async function reportTo(
  { server, token, facts, queue }: { server: ServerConnection; token: string; facts: FactStore; queue: Queue },
  about: { version: string; known: number },
): Promise<Reported | undefined> {
  const sentAt = new Date();
  const body = JSON.stringify({
    clock: sentAt.toISOString(),
    version: about.version,
    waiting: queue.size().readings,
    dropped: (facts.get('droppedByAge') ?? 0) + (facts.get('droppedForRoom') ?? 0),
    printers: { known: about.known, read: facts.get('read') ?? 0, failed: facts.get('failed') ?? 0 },
  });
  try {
    const {
      status,
      body: answer,
      tookMs,
      at,
    } = await server.send({ method: 'POST', path: '/v1/agents/report', token, body });
    const now = Date.parse((answer as { now?: string } | undefined)?.now ?? '');
    if (status !== 200 || Number.isNaN(now)) {
      facts.set({
        failedAt: at.getTime(),
        failure: problemText(status, answer),
        ...(status === 401 && { revoked: true }),
      });
      return undefined;
    }
    // The server looked at its clock somewhere between the question and the answer.
    const clockAheadMs = Math.round(sentAt.getTime() + tookMs / 2 - now);
    const withinMs = Math.ceil(tookMs / 2);
    facts.set({ contactAt: at.getTime(), clockAheadMs, clockWithinMs: withinMs, revoked: false });
    return { clockAheadMs, withinMs };
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
    facts.set({ failedAt: Date.now(), failure: error.code });
    return undefined;
  }
}
