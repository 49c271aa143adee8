import { spawn } from 'node:child_process';
import { type Environment, environmentWith } from '../config.ts';
import { withLogFile } from './log-file.ts';
import { stopProcess } from './processes.ts';
import type { RunningServer } from './setup-error.ts';

export interface Daemon extends RunningServer {
  hasEnded(): boolean;
  /** How it ended: undefined while it runs, then its exit code or the signal that ended it. */
  ending(): string | undefined;
}

export interface DaemonOptions {
  logFile: string;
  /** Asks it to end, and how long it may take before it is killed. */
  stopSignal: 'SIGINT' | 'SIGTERM';
  graceMs: number;
  cwd?: string;
  /** Added to our own environment. */
  env?: Environment;
  /** As whom it runs, when not as ourselves. */
  account?: { uid: number; gid: number };
}

/**
 * Starts a program that runs until it is stopped. It has its own process group, so that Ctrl-C reaches only us and we end
 * things in order; should we end without stopping it, it is asked to end at least.
 */
export function spawnDaemon(program: string, args: readonly string[], options: DaemonOptions): Daemon {
  const { logFile, stopSignal, graceMs, cwd, env = {}, account } = options;
  const child = withLogFile(logFile, (log) =>
    spawn(program, args, { ...account, cwd, env: environmentWith(env), detached: true, stdio: ['ignore', log, log] }),
  );
  const askToEnd = () => child.kill(stopSignal);
  process.once('exit', askToEnd);

  let ending: string | undefined;
  const gone = new Promise<void>((resolve) => {
    const end = (how: string) => {
      ending = how;
      process.off('exit', askToEnd);
      resolve();
    };
    child.once('exit', (code, signal) => end(signal ?? `code ${code}`));
    child.once('error', (error) => end(error.message));
  });
  return {
    // A program that could not be started has no id; it has ended already.
    pid: child.pid ?? 0,
    gone,
    hasEnded: () => ending !== undefined,
    ending: () => ending,
    async stop() {
      if (ending === undefined && child.pid !== undefined) await stopProcess(child.pid, stopSignal, graceMs);
      await gone;
    },
  };
}
