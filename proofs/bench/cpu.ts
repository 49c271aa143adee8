import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second (USER_HZ), on every Linux that Node runs on. */
const msPerTick = 10;

/** What a line of /proc/<pid>/stat says of a process: its parent, and CPU ticks of it and of the children it has buried. */
export function parseStat(stat: string): { parent: number; ticks: number } {
  // The name stands in brackets and may itself contain some. After it: state, parent, …, utime, stime, cutime, cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), ticks };
}

/** CPU milliseconds that a process and all that descend from it have used so far, those that have ended included. */
export function cpuMsOf(root: number): number {
  const found = new Map<number, ReturnType<typeof parseStat>>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      found.set(Number(name), parseStat(readFileSync(`/proc/${name}/stat`, 'utf8')));
    } catch {
      // Gone between two looks.
    }
  }
  const descends = (pid: number): boolean => {
    const parent = found.get(pid)?.parent;
    return pid === root || (parent !== undefined && parent > 1 && descends(parent));
  };
  return [...found].reduce((sum, [pid, { ticks }]) => (descends(pid) ? sum + ticks * msPerTick : sum), 0);
}

export type CpuMs<Part extends string> = Record<Part, number>;

/** What each of some processes uses while `work` goes on. */
export async function cpuDuring<Part extends string, T>(
  pids: Record<Part, number>,
  work: () => Promise<T>,
): Promise<{ cpuMs: CpuMs<Part>; result: T }> {
  const look = () => mapValues(pids, cpuMsOf);
  const before = look();
  const result = await work();
  const after = look();
  return { cpuMs: mapValues(before, (ms, part) => after[part] - ms), result };
}

function mapValues<Part extends string>(
  given: Record<Part, number>,
  change: (value: number, part: Part) => number,
): Record<Part, number> {
  const entries = (Object.entries(given) as [Part, number][]).map(([part, value]) => [part, change(value, part)]);
  return Object.fromEntries(entries) as Record<Part, number>;
}
