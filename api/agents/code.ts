import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit, or for another one. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A code of 80 random bits to type in: `7K3M-Q0ZD-…`. Short-lived and guessed at over the network only, it needs no more. */
export function newCode(): { code: string; hash: string } {
  const letters = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  const groups = Array.from({ length: GROUPS }, (_, i) =>
    letters.slice(i * GROUP_LENGTH, (i + 1) * GROUP_LENGTH).join(''),
  );
  const code = groups.join('-');
  return { code, hash: hashOfCode(code) };
}

/** What is stored, of a code as somebody typed it: in small letters, without hyphens, O for 0, I or L for 1. */
export function hashOfCode(typed: string): string {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return createHash('sha256').update(code).digest('hex');
}
