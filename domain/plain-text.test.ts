import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isolated, plainText } from './plain-text.ts';

test('what breaks lines becomes a space, what reorders or hides text goes', () => {
  expect(plainText('a\r\nBcc: b\u2028c\u0000\u0085d')).toBe('a Bcc: b c d');
  expect(plainText('\u202egnp\u202c \u2066x\u2069\ufeff \u{e0041}')).toBe('gnp x');
  expect(plainText('  a   b ')).toBe('a b');
});

test('letters of every script, accents, non-breaking spaces and joined emoji stay', () => {
  for (const text of ['Łódź', 'مكتب', '東京', '5\u00a0€', '\u{1f468}\u200d\u{1f4bb}', 'l’été'])
    expect(plainText(text)).toBe(text);
});

test('a letter with a loose accent becomes one letter', () => {
  expect(plainText('e\u0301')).toBe('é');
});

test('the answer is one well-formed line, whatever comes in, and stays the same when cleaned again', () => {
  const units = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
  fc.assert(
    fc.property(units, (wild) => {
      const text = plainText(wild);
      expect(text).not.toMatch(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(text.isWellFormed()).toBe(true);
      expect(plainText(text)).toBe(text);
    }),
  );
});

test('only text that runs from right to left is set apart', () => {
  expect(isolated('Lyon 3')).toBe('Lyon 3');
  expect(isolated('مكتب 3')).toBe('\u2068مكتب 3\u2069');
});
