import { expect, test } from 'vitest';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** Every word that stands by itself, with the path of its key. */
function entries(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[`${path}${key}`, value]];
    return value !== null && typeof value === 'object' ? entries(value, `${path}${key}.`) : [];
  });
}

test('English and French have the same words, each its own', () => {
  const french = new Map(entries(fr));
  expect([...french.keys()].sort()).toEqual(
    entries(en)
      .map(([key]) => key)
      .sort(),
  );
  for (const [key, english] of entries(en)) expect(french.get(key), key).not.toBe(english);
});

test('numbers and nouns agree: one has its own form, in French zero too', () => {
  expect([0, 1, 2].map(en.days)).toEqual(['0\u00a0days', '1\u00a0day', '2\u00a0days']);
  expect([0, 1, 2].map(fr.days)).toEqual(['0\u00a0jour', '1\u00a0jour', '2\u00a0jours']);
});
