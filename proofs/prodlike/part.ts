import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { RunningServer } from '../../servers/setup-error.ts';

/** A process of the shape that can be stopped, killed, held and started again, as faults do; always with the same data and ports. */
export interface Part {
  readonly name: string;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  /** Resolves once it serves. */
  start(): Promise<void>;
  /** Asks it to end and waits for that. */
  stop(): Promise<void>;
  /** As a power failure does; resolves when it is gone. */
  kill(): Promise<void>;
  /** It stands still, with all its processes and connections, until it may go on. */
  hold(): void;
  goOn(): void;
}

export function createPart(name: string, launch: () => Promise<RunningServer>): Part {
  let running: RunningServer | undefined;
  let held: number[] = [];
  const goOn = () => {
    for (const pid of held.splice(0).reverse()) signal(pid, 'SIGCONT');
  };
  return {
    name,
    pid: () => running?.pid,
    async start() {
      const started = await launch();
      running = started;
      void started.gone.then(() => {
        if (running === started) running = undefined;
      });
    },
    async stop() {
      // One that stands still could not end.
      goOn();
      await running?.stop();
    },
    async kill() {
      if (!running) return;
      const { pid, gone } = running;
      signal(pid, 'SIGKILL');
      goOn();
      await gone;
    },
    hold() {
      if (!running) return;
      signal(running.pid, 'SIGSTOP');
      held = [running.pid, ...descendants(running.pid)];
      for (const pid of held) signal(pid, 'SIGSTOP');
    },
    goOn,
  };
}

function signal(pid: number, which: NodeJS.Signals): void {
  try {
    process.kill(pid, which);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** PostgreSQL has a process for each connection, in a session of its own. */
function descendants(pid: number): number[] {
  const children = Map.groupBy(processes(), ([, parent]) => parent);
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Ids of all processes, each with its parent's. A small Linux has no ps. */
function processes(): [pid: number, parent: number][] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  }
  return readdirSync('/proc').flatMap((name): [number, number][] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // After the program's name in brackets: state, parent.
      return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
    } catch {
      return []; // Gone between two looks.
    }
  });
}
