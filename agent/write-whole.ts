import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** For its owner alone, where the system knows such a thing. */
const OWNER_ONLY = 0o600;

/** Writes a file so that there is the old content or the new one, never a part, however the machine ends. */
export function writeWhole(file: string, content: string): void {
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', OWNER_ONLY);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}
