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

/** A worker runs for weeks: V8 compiles its code during the first rounds, which are not counted. */
const warmUpRounds = 2;

/** Those who are compared take turns, so that a neighbour on the machine slows all of them; answers what the turns of each came to. */
export async function inTurns<Name extends string, T>(
  rounds: number,
  turns: Record<Name, () => Promise<T>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(turns) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of names) {
      const turn = await turns[name]();
      if (round >= 0) taken[name].push(turn);
    }
  }
  return taken;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
