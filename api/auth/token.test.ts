import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newToken, readToken } from './token.ts';

describe('a token', () => {
  test('is read as it was made: key id and hash, of which neither tells the rest', () => {
    const { token, keyId, hash } = newToken();
    expect(token).toMatch(/^rp_[0-9a-f]{16}_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/);
    expect(readToken(token)).toEqual({ keyId, hash });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(token).not.toContain(hash.slice(0, 16));
  });

  test('is never made twice', () => {
    const made = Array.from({ length: 200 }, () => newToken());
    expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(200);
    expect(new Set(made.map(({ hash }) => hash)).size).toBe(200);
  });

  test('with one character wrong is seen to be mistyped', () => {
    const { token } = newToken();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: token.length - 1 }), fc.constantFrom(...'aZ09-_'), (at, character) => {
        fc.pre(token[at] !== character);
        expect(readToken(token.slice(0, at) + character + token.slice(at + 1))).toBeUndefined();
      }),
    );
  });

  test.each(['', 'rp_', 'rp_0123456789abcdef_short', `rp_${'a'.repeat(10_000)}`])('is not %s', (text) => {
    expect(readToken(text)).toBeUndefined();
  });
});
