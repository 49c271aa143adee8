import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapLines } from './wrap.ts';

/** Every UTF-16 unit is one wide; a space at the end of a line takes none of its width. */
const widthOf = (text: string) => text.length;
const wrap = (text: string, width: number) => wrapLines(text, width, widthOf);

test('text is divided at spaces, each line but the last keeping one', () => {
  expect(wrap('one two three', 8)).toEqual(['one two ', 'three']);
  expect(wrap('one two', 7)).toEqual(['one two']);
  expect(wrap('', 7)).toEqual([]);
});

test('a word wider than a line is divided, and what follows goes on behind its end', () => {
  expect(wrap('a bcdefghij k', 4)).toEqual(['a ', 'bcde', 'fghi', 'j k']);
});

test('characters that belong together stay together', () => {
  expect(wrap('e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301', 'e\u0301', 'e\u0301']);
});

test('nothing is lost, and no line is wider than the width', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 12 }),
      fc.integer({ min: 1, max: 20 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join('')).toBe(words.join(' '));
        for (const line of lines) expect(line.trimEnd().length).toBeLessThanOrEqual(width);
      },
    ),
  );
});
