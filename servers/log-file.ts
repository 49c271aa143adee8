import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const LARGEST_BYTES = 20 * 1024 * 1024;

/**
 * Runs `use` with an open log file to hand to a program, which then keeps it open itself. A file that has grown large is
 * put aside as ".1" first, so that the logs of a folder stay below about 40 MB each.
 */
export function withLogFile<T>(path: string, use: (descriptor: number) => T): T {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > LARGEST_BYTES) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, 'a');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether its disk has no room for even a log's next words, so that whoever writes one ends without a word. */
export function diskIsFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < 100_000;
}

/** The last lines of a log, each cut to what fits a terminal unless told. */
export function lastLines(path: string, count: number, longest = 300): string[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.slice(-count).map((line) => (line.length > longest ? `${line.slice(0, longest)} …` : line));
}
