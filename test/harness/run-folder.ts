import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopLeftoverPostgres } from '../../servers/postgres.ts';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import { isAlive } from '../../servers/processes.ts';

const root = join(import.meta.dirname, '../../.replenish/test');

/** The folder of this run of the tests, named by its process, so that runs at the same time do not meet. */
export function createRunFolder(): string {
  const folder = join(root, String(process.pid));
  removeRunFolder(folder);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Clears away what runs that were killed left behind: their server and their folder. */
export async function clearAbandonedRuns(): Promise<void> {
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) {
    if (!/^\d+$/.test(name) || isAlive(Number(name))) continue;
    await stopLeftoverPostgres(join(root, name, 'postgres'));
    removeRunFolder(join(root, name));
  }
}

export function removeRunFolder(folder: string): void {
  removePostgresData(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
}
