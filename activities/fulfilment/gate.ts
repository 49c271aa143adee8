/**
 * Keeps one slow server from taking all the hands of a worker: at most so many calls to it at once, and none for a while after one
 * that had no answer. Who is turned away comes back by its activity's retries.
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
    if (performance.now() < state.closedUntilMs) throw new Error(`not asked just now, a moment ago: ${state.because}`);
    if (state.inside >= this.#most) throw new Error(`not asked just now: ${state.inside} calls are under way`);
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
