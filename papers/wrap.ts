const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Divides text into lines no wider than `width`, at spaces; a word that is wider by itself is divided between characters. Each line but
 * the last keeps a space at its end, so that whoever extracts or reads the text aloud finds the words apart.
 *
 * @param widthOf width of a text in the unit of `width`.
 */
export function wrapLines(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((each) => each !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(`${line} `);
    const pieces = widthOf(word) <= width ? [word] : divided(word, width, widthOf);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  return line === '' ? lines : [...lines, line];
}

/** A single character wider than the width stands on a line of its own. */
function divided(word: string, width: number, widthOf: (text: string) => number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of segments.segment(word)) {
    if (piece !== '' && widthOf(piece + segment) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}
