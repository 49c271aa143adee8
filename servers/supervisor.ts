import { type ChildProcess, spawn } from 'node:child_process';
import { lastLines, withLogFile } from './log-file.ts';
import { removePidFile, stopLeftover, writePidFile } from './pid-file.ts';
import { stopProcess } from './processes.ts';
import type { Progress } from './setup-error.ts';

export interface Supervised {
  /** How often it ended without being asked. */
  crashes(): number;
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  /** Absolute path of the script: also the mark by which a process of ours is known again. */
  script: string;
  logFile: string;
  pidFile: string;
  progress: Progress;
  /** Wait before the first restart; it doubles up to a minute with every crash. */
  firstBackoffMs?: number;
}

const LONGEST_BACKOFF_MS = 60_000;
/** A process that ran this long has recovered from what made it crash before. */
const STABLE_MS = 60_000;
/** Longer than the worker gives its activities to end. */
export const STOP_GRACE_MS = 20_000;

/**
 * Runs a script of ours in a process of its own, again after a while when it crashes, and says so. It has its own process
 * group: Ctrl-C reaches only us, and we end things in order.
 */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const { script, logFile, pidFile, progress, firstBackoffMs = 1000 } = options;
  await stopLeftover(pidFile, script, STOP_GRACE_MS);
  let child: ChildProcess;
  let crashes = 0;
  let inARow = 0;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let gone = Promise.resolve();

  const start = () => {
    const beganAt = Date.now();
    child = withLogFile(logFile, (log) =>
      spawn(process.execPath, [script], { detached: true, stdio: ['ignore', log, log] }),
    );
    if (child.pid !== undefined) writePidFile(pidFile, child.pid);
    gone = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        resolve();
        if (stopping) return;
        crashes += 1;
        inARow = Date.now() - beganAt > STABLE_MS ? 1 : inARow + 1;
        const backoffMs = Math.min(firstBackoffMs * 2 ** (inARow - 1), LONGEST_BACKOFF_MS);
        const words = lastLines(logFile, 3).map((line) => `\n    ${line}`);
        progress(
          `ended by itself (${signal ?? `code ${code}`}), starts again in ${backoffMs / 1000} s. Its log, ${logFile}, ends with:${words.join('')}`,
        );
        restart = setTimeout(start, backoffMs);
      });
    });
  };
  start();
  return {
    crashes: () => crashes,
    async stop() {
      stopping = true;
      clearTimeout(restart);
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        await stopProcess(child.pid, 'SIGTERM', STOP_GRACE_MS);
      await gone;
      removePidFile(pidFile);
    },
  };
}
