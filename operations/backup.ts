import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { type Progress, SetupError } from '../servers/setup-error.ts';
import type { Manifest } from './archive/manifest.ts';
import { writeArchive } from './archive/write.ts';

export interface BackupOptions {
  /** Path of the backup, or a folder that it goes to. Default: the folder `backups` of the data folder. */
  file?: string;
  now: Date;
  progress: Progress;
  /** Ends it early; nothing is left behind then. */
  signal: AbortSignal;
}

/**
 * Takes a backup of the database, as of one instant, while the product goes on. Secrets are not in it: neither REPLENISH_SECRET nor
 * passwords; of credentials only the hashes.
 *
 * @throws SetupError
 */
export async function takeBackup(
  config: Pick<Config, 'database' | 'home'>,
  options: BackupOptions,
): Promise<{ file: string; bytes: number; manifest: Manifest }> {
  const file = placeOf(options.file ?? join(config.home, 'backups/'), options.now);
  if (existsSync(file)) throw new SetupError(`There is a file ${file} already. Choose another name.`);
  await mkdir(dirname(file), { recursive: true });
  const manifest = await writeArchive({
    ...options,
    ownerUrl: config.database.ownerUrl,
    file,
    productVersion: productVersion(),
    takenAt: options.now,
  });
  return { file, bytes: statSync(file).size, manifest };
}

function placeOf(given: string, now: Date): string {
  const path = resolve(given);
  const isFolder = given.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? join(path, `${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.replenish-backup`) : path;
}

function productVersion(): string {
  const described = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(described) as { version: string }).version;
}
