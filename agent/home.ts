import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the agent keeps what is its own: configuration, key, queue. */
export interface Home {
  folder: string;
  /** Written by people: which server, which printers. */
  configFile: string;
  /** The agent's key: for its own account alone. */
  keyFile: string;
  /** Queue, known printers, last contacts. */
  storeFile: string;
  /** Held by the service while it runs, so that there is one. */
  lockFile: string;
}

export function homeAt(folder: string): Home {
  const inside = (name: string) => join(folder, name);
  return {
    folder,
    configFile: inside('agent.json'),
    keyFile: inside('key.json'),
    storeFile: inside('store.sqlite'),
    lockFile: inside('lock.sqlite'),
  };
}

/** Only its owner may look into it, where the system knows such a thing. */
const OWNER_ONLY = 0o700;

/** Makes the folder. Throws an Error that says what to do when that is not allowed. */
export function makeHome(home: Home): void {
  try {
    mkdirSync(home.folder, { recursive: true, mode: OWNER_ONLY });
  } catch (error) {
    throw new Error(
      `${home.folder} cannot be made (${(error as Error).message}). Run this as the user of the agent, or name another folder with --home.`,
    );
  }
}
