import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * `rp_<key id>_<32 random bytes, base64url><CRC-32 of all before it>`: the prefix lets scanners of leaked secrets find it, the key
 * id finds its row, the checksum tells a mistyped token from a wrong one without a look at the database.
 */
const shape = /^rp_([0-9a-f]{16})_[A-Za-z0-9_-]{43}([0-9a-f]{8})$/;

const checksum = (text: string) => crc32(text).toString(16).padStart(8, '0');

/** What is stored: the token has 256 random bits, so one round of SHA-256 leaves nothing to guess. */
const digest = (token: string) => createHash('sha256').update(token).digest('hex');

export function newToken(): { token: string; keyId: string; hash: string } {
  const keyId = randomBytes(8).toString('hex');
  const body = `rp_${keyId}_${randomBytes(32).toString('base64url')}`;
  const token = body + checksum(body);
  return { token, keyId, hash: digest(token) };
}

/** The parts of a token to compare with what is stored; undefined where it cannot be one. */
export function readToken(token: string): { keyId: string; hash: string } | undefined {
  const match = shape.exec(token);
  if (!match || checksum(token.slice(0, -8)) !== match[2]) return undefined;
  return { keyId: match[1]!, hash: digest(token) };
}
