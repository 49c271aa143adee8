import { createWriteStream, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { ZipFile } from 'yazl';
import type { Progress } from '../../servers/setup-error.ts';
import {
  appliedMigration,
  knownMigrations,
  lastNumbers,
  type TableToCopy,
  tablesInOrder,
  todaysTables,
} from './catalogue.ts';
import { inOneTransaction } from './connection.ts';
import { type ArchivedTable, formatVersion, type Manifest, manifestName, tableEntry } from './manifest.ts';
import { measure } from './measure.ts';
import { watch } from './progress.ts';

export interface ArchiveOptions {
  /** The database, as its owner. */
  ownerUrl: string;
  /** Absolute path of the archive. */
  file: string;
  productVersion: string;
  takenAt: Date;
  progress: Progress;
  /** Ends it early; nothing is left behind then. */
  signal: AbortSignal;
}

/**
 * Copies every table, as of one instant, into one file: a ZIP archive, so that its rows can be had without Replenish, too. The
 * file gets its name when it is complete, and only its owner may read it.
 */
export async function writeArchive(options: ArchiveOptions): Promise<Manifest> {
  const draft = `${options.file}.${process.pid}.part`;
  const { ownerUrl } = options;
  const connection = { ownerUrl, name: 'replenish backup', kind: 'isolation level repeatable read read only' } as const;
  try {
    const manifest = await inOneTransaction(connection, (client) => write(client, draft, options));
    await rename(draft, options.file);
    await settle(dirname(options.file));
    return manifest;
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

async function write(client: Client, draft: string, options: ArchiveOptions): Promise<Manifest> {
  const { takenAt, productVersion } = options;
  const migration = await appliedMigration(client);
  const zip = new ZipFile();
  const broken = new AbortController();
  const signal = AbortSignal.any([broken.signal, options.signal]);
  zip.once('error', (error: Error) => broken.abort(error));
  const file = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
  const written = pipeline(zip.outputStream, file, { signal });
  written.catch((error: unknown) => broken.abort(error));
  try {
    const tables: ArchivedTable[] = [];
    for (const table of await tablesToCopy(client, migration.when, options.progress))
      tables.push(await copyOut(client, zip, table, { ...options, signal }));
    const manifest: Manifest = {
      format: 'replenish-backup',
      formatVersion,
      productVersion,
      takenAt: takenAt.toISOString(),
      migration: { name: migration.name, when: migration.when },
      tables,
      numbering: await lastNumbers(client),
    };
    zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), manifestName, { mtime: takenAt });
    zip.end();
    await written;
    return manifest;
  } catch (error) {
    broken.abort(error);
    await written.catch(() => {});
    throw signal.reason;
  }
}

/** In a database of today's schema only what is Replenish's; of an older one everything, since its tables were others. */
async function tablesToCopy(client: Client, migration: number, progress: Progress): Promise<TableToCopy[]> {
  const tables = await tablesInOrder(client);
  const ours = new Set(todaysTables());
  const strangers = tables.filter(({ name }) => !ours.has(name)).map(({ name }) => name);
  if (strangers.length === 0 || migration !== knownMigrations().at(-1)!.when) return tables;
  progress(`left out, since not of Replenish: ${strangers.join(', ')}`);
  return tables.filter(({ name }) => ours.has(name));
}

/** One table into the archive; resolves when all of its rows have been read. */
async function copyOut(
  client: Client,
  zip: ZipFile,
  { name, columns }: TableToCopy,
  { takenAt, progress, signal }: Pick<ArchiveOptions, 'takenAt' | 'progress' | 'signal'>,
): Promise<ArchivedTable> {
  const { promise, resolve, reject } = Promise.withResolvers<ArchivedTable>();
  const list = columns.map(escapeIdentifier).join(', ');
  const rows = client.query(copyTo(`copy (select ${list} from ${escapeIdentifier(name)}) to stdout`));
  const measured = measure((found) => resolve({ name, columns, ...found }));
  const watching = watch(name, measured, progress);
  pipeline(rows, measured, { signal }).catch(reject);
  zip.addReadStream(measured, tableEntry(name), { mtime: takenAt });
  return promise.finally(watching.end);
}

/** The new name is on disk, too, before anybody relies on it. Systems that cannot sync a folder see to it themselves. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
