import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { SetupError } from '../servers/setup-error.ts';

/** Between tries; short, so that the length of an outage does not matter. */
const betweenTriesMs = 3000;

/**
 * Tries until it works, saying what it waits for. For what a process needs from a server that may be away while it starts: it waits itself
 * and needs nobody to start it again. `signal` ends the waiting, with its reason; what a person must change first (SetupError) is thrown on.
 */
export async function untilItWorks<T>(
  what: string,
  attempt: () => Promise<T>,
  { log, signal }: { log: Logger; signal: AbortSignal },
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (err) {
      if (err instanceof SetupError) throw err;
      signal.throwIfAborted();
      log.warn({ err }, `waiting for ${what}`);
    }
    await sleep(betweenTriesMs, undefined, { signal });
  }
}
