import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/**
 * One durable timer that is set again only when its instant gets earlier. One that moves later is left alone: when it rings,
 * the caller looks and sets the rest. A deadline that moves every day so costs nothing on most of them.
 */
export class Alarm {
  #atMs = Number.POSITIVE_INFINITY;
  #scope: CancellationScope | undefined;
  readonly #ring: () => void;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** @param at ISO instant; null leaves what is set. */
  setFor(at: string | null, summary: string): void {
    const atMs = at === null ? Number.POSITIVE_INFINITY : Date.parse(at);
    if (atMs >= this.#atMs) return;
    this.cancel();
    this.#atMs = atMs;
    this.#scope = new CancellationScope();
    this.#scope
      .run(() => sleep(Math.max(1, atMs - Date.now()), { summary }))
      .then(
        () => {
          this.#atMs = Number.POSITIVE_INFINITY;
          this.#ring();
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  cancel(): void {
    this.#scope?.cancel();
    this.#atMs = Number.POSITIVE_INFINITY;
  }
}
