import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, environmentWith } from '../config.ts';
import { lock } from '../launch.js';
import type { Progress } from './setup-error.ts';

/** One way to come by a program: resolves to its path, or to undefined when it is not to be had this way. */
export type Source = (folder: string, progress: Progress) => Promise<string | undefined>;

const REPORT_EVERY_MS = 15_000;
const DRAFT = '.draft-';

/** Tries each source in turn while no other process on this machine does the same for this folder. */
export async function firstThatWorks(
  sources: readonly Source[],
  folder: string,
  progress: Progress,
): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true });
  const release = await lock(join(folder, '.lock'), (holder: string) =>
    progress(`process ${holder} is fetching it already; waiting for that`),
  );
  try {
    for (const source of sources) {
      const path = await source(folder, progress);
      if (path !== undefined) return path;
    }
    return undefined;
  } finally {
    release();
  }
}

/**
 * A folder beside the final place that is gone afterwards: what is half made is never found by the next start. Whoever
 * calls it holds the folder's lock, so that other drafts can only be those of a process that was killed.
 */
export async function inDraftFolder<T>(folder: string, make: (draft: string) => Promise<T>): Promise<T> {
  for (const name of readdirSync(folder).filter((candidate) => candidate.startsWith(DRAFT)))
    rmSync(join(folder, name), { recursive: true, force: true });
  const draft = mkdtempSync(join(folder, DRAFT));
  try {
    return await make(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Path of the first file in `folder` whose name starts like this and that is not still being fetched. */
export function fileStartingWith(folder: string, prefix: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((candidate) => candidate.startsWith(prefix) && !candidate.includes('download'));
  return name && join(folder, name);
}

/**
 * Runs a program to its end, reporting now and then how long it has been at it and how many lines it has written.
 * Resolves to undefined when it succeeded, else to its last words ("not installed" when there is no such program).
 */
export function runReporting(
  command: string,
  args: readonly string[],
  { doing, progress, env = {} }: { doing: string; progress: Progress; env?: Environment },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const beganAt = Date.now();
    const child = spawn(command, args, { env: environmentWith(env), stdio: ['ignore', 'pipe', 'pipe'] });
    let lines = 0;
    let tail = '';
    const timer = setInterval(
      () => progress(`${doing}: ${Math.round((Date.now() - beganAt) / 1000)} s, ${lines} steps done`),
      REPORT_EVERY_MS,
    );
    const listen = (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      tail = (tail + chunk).slice(-400);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    // Whoever gives up waiting takes the program along.
    const stop = () => child.kill();
    process.once('exit', stop);
    const finish = (outcome: string | undefined) => {
      process.off('exit', stop);
      clearInterval(timer);
      resolve(outcome);
    };
    child.once('error', (error: NodeJS.ErrnoException) =>
      finish(error.code === 'ENOENT' ? 'not installed' : error.message),
    );
    child.once('close', (code) => finish(code === 0 ? undefined : tail.trim() || `ended with code ${code}`));
  });
}
