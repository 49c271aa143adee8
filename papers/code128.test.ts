import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code128, dotPt, moduleWidthPt } from './code128.ts';

describe('Code 128', () => {
  test('has whole symbols: eleven modules each, thirteen to stop', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7e]{1,40}$/), (text) => {
        const { modules, widths } = code128(text)!;
        expect((modules - 13) % 11).toBe(0);
        expect(widths.reduce((sum, width) => sum + width)).toBe(modules);
        // From a bar to a bar.
        expect(widths.length % 2).toBe(1);
      }),
    );
  });

  test('packs pairs of digits', () => {
    expect(code128('12345678')!.modules).toBeLessThan(code128('ABCDEFGH')!.modules);
  });

  test.each(['', 'é', 'a\nb', '日本', 'a\u0000'])('is not made of %j', (text) => {
    expect(code128(text)).toBeNull();
  });
});

test('bars are as wide as the place allows, in whole dots, with a quiet zone of ten modules', () => {
  const code = code128('ABCD')!;
  const needed = (dots: number) => (code.modules + 10) * dots * dotPt;
  expect(moduleWidthPt(code, needed(3), [4, 3, 2])).toBeCloseTo(3 * dotPt);
  expect(moduleWidthPt(code, needed(3) - 0.1, [4, 3, 2])).toBeCloseTo(2 * dotPt);
  expect(moduleWidthPt(code, needed(2) - 0.1, [4, 3, 2])).toBeNull();
});
