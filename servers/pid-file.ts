import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLine, stopProcess } from './processes.ts';

/** Notes a process, so that the next start finds it should this one end without stopping it. */
export function writePidFile(file: string, pid: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, String(pid));
}

/**
 * Stops the process of a pid file that outlived its starter. Numbers are used again: only a process whose command line
 * contains `mark` (a path of this folder) is ours.
 */
export async function stopLeftover(file: string, mark: string, graceMs: number): Promise<void> {
  const pid = readPidFile(file);
  if (pid !== undefined && (await commandLine(pid))?.includes(mark)) await stopProcess(pid, 'SIGTERM', graceMs);
  rmSync(file, { force: true });
}

/** The process id, undefined when there is no such file or nothing sensible in it. */
export function readPidFile(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a process, unless the file names another meanwhile. */
export function removePidFile(file: string, pid: number): void {
  if (readPidFile(file) === pid) rmSync(file, { force: true });
}
