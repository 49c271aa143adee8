import { setTimeout as sleep } from 'node:timers/promises';

/** Lets at most so many through in a second, evenly. */
export function paced(perSecond: number, signal?: AbortSignal): () => Promise<void> {
  const gapMs = 1000 / perSecond;
  let next = performance.now();
  return async () => {
    const now = performance.now();
    next = Math.max(next, now);
    const wait = next - now;
    next += gapMs;
    if (wait > 0) await sleep(wait, undefined, { signal });
  };
}

/**
 * Does the work for each item, at most so many at the same time; as soon as one is done the next begins, so that a slow one
 * holds up no other. What `work` throws is its own matter to catch; after an abort no new one begins.
 */
export async function each<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      if (signal?.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
