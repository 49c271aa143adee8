import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';

/** A program that is killed and started again. What it says goes to `logFile`. */
export interface Program {
  start(): void;
  kill(signal?: NodeJS.Signals): Promise<void>;
  pid(): number | undefined;
  kills: number;
}

export function program(script: string, args: string[], env: NodeJS.ProcessEnv, logFile: string): Program {
  let child: ChildProcess | undefined;
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe'];
  const self: Program = {
    kills: 0,
    start() {
      child = spawn(process.execPath, [script, ...args], { env, stdio });
      for (const stream of [child.stdout, child.stderr]) stream!.on('data', (text) => appendFileSync(logFile, text));
    },
    pid: () => child?.pid,
    async kill(signal = 'SIGKILL') {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      if (signal === 'SIGKILL') self.kills += 1;
    },
  };
  return self;
}
