import { dirname } from 'node:path';
import type { Environment } from '../config.ts';
import { type Daemon, spawnDaemon } from './daemon.ts';
import { diskIsFull, lastLines } from './log-file.ts';
import { removePidFile, stopLeftover, writePidFile } from './pid-file.ts';
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
  /** Added to our own environment. */
  env?: Environment;
  /** Wait before the first restart; it doubles up to 30 s with every crash. */
  firstBackoffMs?: number;
}

const LONGEST_BACKOFF_MS = 30_000;
/** A process that ran this long has recovered from what made it crash before. */
const STABLE_MS = 60_000;
/** Longer than the worker gives its activities to end. */
export const STOP_GRACE_MS = 20_000;

/** Runs a script of ours in a process of its own, again after a while when it crashes, and says so. */
export async function supervise(options: SupervisedOptions): Promise<Supervised> {
  const { script, logFile, pidFile, progress, firstBackoffMs = 1000 } = options;
  await stopLeftover(pidFile, script, STOP_GRACE_MS);
  let running: Daemon;
  let crashes = 0;
  let inARow = 0;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;

  const start = () => {
    const beganAt = Date.now();
    running = spawnDaemon(process.execPath, [script], {
      logFile,
      env: options.env,
      stopSignal: 'SIGTERM',
      graceMs: STOP_GRACE_MS,
    });
    writePidFile(pidFile, running.pid);
    void running.gone.then(() => {
      if (stopping) return;
      crashes += 1;
      inARow = Date.now() - beganAt > STABLE_MS ? 1 : inARow + 1;
      const backoffMs = Math.min(firstBackoffMs * 2 ** (inARow - 1), LONGEST_BACKOFF_MS);
      const words = lastLines(logFile, 3).map((line) => `\n    ${line}`);
      progress(
        `ended by itself (${running.ending()}), starts again in ${backoffMs / 1000} s. ${
          diskIsFull(dirname(logFile))
            ? `The disk is full: free some space for ${dirname(logFile)}`
            : `Its log, ${logFile}, ends with:${words.join('')}`
        }`,
      );
      restart = setTimeout(start, backoffMs);
    });
  };
  start();
  return {
    crashes: () => crashes,
    async stop() {
      stopping = true;
      clearTimeout(restart);
      await running.stop();
      removePidFile(pidFile, running.pid);
    },
  };
}
