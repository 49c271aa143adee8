import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import { type ArchivedTable, type Manifest, manifestName, parseManifest, tableEntry } from './manifest.ts';
import { measure } from './measure.ts';
import { watch } from './progress.ts';

export interface Archive {
  manifest: Manifest;
  /**
   * Gives the rows of a table to `sink`, in COPY's text format.
   * @throws SetupError at their end when they are not those that were backed up
   */
  read(table: ArchivedTable, sink: NodeJS.WritableStream, progress: Progress, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Opens a backup and reads its list of contents. @throws SetupError when it is none, damaged, or of a newer format */
export async function openArchive(file: string): Promise<Archive> {
  const zip = await openZip(file);
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return {
      manifest: parseManifest(await readManifest(zip, entries.get(manifestName))),
      read: (table, sink, progress, signal) =>
        readTable(zip, entries.get(tableEntry(table.name)), table, sink, progress, signal),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw asDamage(error);
  }
}

/** Reads the whole archive once, before anything is changed for it. @throws SetupError when any of it is damaged */
export async function verifyArchive(archive: Archive, progress: Progress, signal: AbortSignal): Promise<void> {
  for (const table of archive.manifest.tables) {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await archive.read(table, nowhere, progress, signal).catch((error: unknown) => {
      throw signal.aborted ? error : asDamage(error);
    });
  }
}

async function openZip(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new SetupError(`There is no file ${file}. Name the backup to restore.`);
    if (code) throw new SetupError(`The backup ${file} cannot be read: ${message}.`);
    throw new SetupError(
      `${file} is not a whole backup: it was cut off, or is something else. Fetch it again from where it was kept, or restore an older one.`,
    );
  }
}

async function readManifest(zip: ZipFile, entry: Entry | undefined): Promise<string> {
  if (!entry) throw new SetupError('This is an archive, but no backup of Replenish: it has no list of contents.');
  const content = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(content) !== entry.crc32) throw new Error('its list of contents was changed');
  return content.toString('utf8');
}

async function readTable(
  zip: ZipFile,
  entry: Entry | undefined,
  table: ArchivedTable,
  sink: NodeJS.WritableStream,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  if (!entry) throw asDamage(new Error(`the table ${table.name} is missing`));
  const checked = measure(({ rows, bytes, sha256 }) => {
    if (sha256 === table.sha256 && rows === table.rows && bytes === table.bytes) return;
    throw asDamage(new Error(`the table ${table.name} does not hold what was backed up`));
  });
  const watching = watch(table.name, checked, progress);
  try {
    await pipeline(await zip.openReadStreamPromise(entry), checked, sink, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    watching.end();
  }
}

function asDamage(error: unknown): SetupError {
  if (error instanceof SetupError) return error;
  return new SetupError(
    `The backup is damaged: ${(error as Error).message}. Nothing was changed. Fetch it again from where it was kept, or restore an older one.`,
  );
}
