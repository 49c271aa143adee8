import { ApplicationFailure } from '@temporalio/activity';

/** Those who were turned away come back so long after the gate opens, not all at once. */
const spreadMs = 5000;

/**
 * Keeps one slow server from taking all the hands of a worker: at most so many calls to it at once, and none for a while after one
 * that had no answer. Who is turned away comes back soon after that while, not by the growing distance of an activity's retries: so a
 * backlog is gone within seconds once the server is well again.
 */
export class Gate {
  readonly #most: number;
  readonly #pauseMs: number;
  readonly #states = new Map<string, { inside: number; closedUntilMs: number; because: string }>();

  constructor(most: number, pauseMs: number) {
    this.#most = most;
    this.#pauseMs = pauseMs;
  }

  /** @throws when turned away, with the words of the call that failed last */
  async pass<T>(name: string, call: () => Promise<T>): Promise<T> {
    const state = this.#states.get(name) ?? { inside: 0, closedUntilMs: 0, because: '' };
    this.#states.set(name, state);
    const closedMs = state.closedUntilMs - performance.now();
    if (closedMs > 0) throw turnedAway(`a moment ago: ${state.because}`, closedMs);
    if (state.inside >= this.#most) throw turnedAway(`${state.inside} calls are under way`, this.#pauseMs);
    state.inside += 1;
    try {
      return await call();
    } catch (error) {
      state.closedUntilMs = performance.now() + this.#pauseMs;
      state.because = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      state.inside -= 1;
    }
  }
}

function turnedAway(because: string, againInMs: number): ApplicationFailure {
  const nextRetryDelay = Math.ceil(againInMs + Math.random() * spreadMs);
  return ApplicationFailure.create({ message: `not asked just now, ${because}`, type: 'TurnedAway', nextRetryDelay });
}
