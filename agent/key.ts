import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Home } from './home.ts';
import { writeWhole } from './write-whole.ts';

/** The agent's own key, and what it was enrolled as with it. */
export interface OwnKey {
  /** `rp_<id>_<32 random bytes><CRC-32>`: stays on this machine. */
  token: string;
  /** The server the key is for: it goes to no other. */
  server: string;
  /** undefined: enrolling has begun and its answer has not arrived. */
  enrolled?: { agentId: string; name: string; siteId: string; siteName: string; at: string };
}

export function makeToken(): string {
  const body = `rp_${randomBytes(8).toString('hex')}_${randomBytes(32).toString('base64url')}`;
  return body + crc32(body).toString(16).padStart(8, '0');
}

/** What the server learns of a key. */
export function publicHalf(token: string): { keyId: string; keyHash: string } {
  return { keyId: token.split('_')[1]!, keyHash: createHash('sha256').update(token).digest('hex') };
}

/** undefined: there is none. */
export function readKey(home: Home): OwnKey | undefined {
  let text: string;
  try {
    text = readFileSync(home.keyFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${home.keyFile} cannot be read (${(error as Error).message}). Run this as the user of the agent.`);
  }
  try {
    return JSON.parse(text) as OwnKey;
  } catch {
    throw new Error(`${home.keyFile} is damaged. Ask for a new code and enrol again.`);
  }
}

export function writeKey(home: Home, key: OwnKey): void {
  writeWhole(home.keyFile, `${JSON.stringify(key, null, 2)}\n`);
}
