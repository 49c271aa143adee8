import { DatabaseSync } from 'node:sqlite';

/** Held for as long as this process lives, however it ends. Throws an Error when another process holds it. */
export function holdLock(file: string): { release(): void } {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch {
    database.close();
    throw new Error('The agent runs already, as a service perhaps: there can be one in a folder.');
  }
  return { release: () => database.close() };
}
