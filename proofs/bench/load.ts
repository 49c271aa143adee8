/** Runs `one` for each number below `count`, always `inFlight` of them at once; answers how many seconds that took. */
export async function closedLoop(count: number, inFlight: number, one: (i: number) => Promise<void>): Promise<number> {
  const beganAt = performance.now();
  let next = 0;
  const line = async () => {
    try {
      while (next < count) await one(next++);
    } catch (error) {
      next = count;
      throw error;
    }
  };
  const lines = await Promise.allSettled(Array.from({ length: Math.min(inFlight, count) }, line));
  // None is left under way when the servers are stopped because of one that failed.
  for (const ended of lines) if (ended.status === 'rejected') throw ended.reason;
  return (performance.now() - beganAt) / 1000;
}

/** A worker runs for weeks: V8 compiles its code during the first turns, which are not counted. */
const warmUpTurns = 2;

/** Takes so many turns, one after the other, and answers what they came to, without those before them that make the code warm. */
export async function repeat<T>(turns: number, turn: () => Promise<T>): Promise<T[]> {
  const taken: T[] = [];
  for (let i = 0; i < warmUpTurns + turns; i += 1) taken.push(await turn());
  return taken.slice(warmUpTurns);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
