import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NormalLevel } from '../normal-form.ts';
import { normalLevel } from './level.ts';

describe('A05: a level is typed, unknown is never zero', () => {
  const cases: [what: string, level: number | null, capacity: number | null, is: NormalLevel][] = [
    ['a share of the capacity, one decimal', 11501, 12000, { percent: 95.8 }],
    ['nothing left is a reading', 0, 100, { percent: 0 }],
    ['-3: some left', -3, 100, { state: 'some' }],
    ['-3 without capacity, too', -3, -2, { state: 'some' }],
    ['-2: unknown', -2, 100, { state: 'unknown' }],
    ['-1: no restriction', -1, 100, { state: 'unrestricted' }],
    ['no sentinel that anyone defined', -7, 100, { state: 'unknown' }],
    ['not given', null, 100, { state: 'unknown' }],
    ['unknown capacity', 9, -2, { state: 'unknown-capacity' }],
    ['unrestricted capacity', 9, -1, { state: 'unknown-capacity' }],
    ['capacity 0', 9, 0, { state: 'unknown-capacity' }],
    ['0 of capacity 0', 0, 0, { state: 'unknown-capacity' }],
    ['capacity not given', 40, null, { state: 'unknown-capacity' }],
    ['a level above the capacity stays the printer’s own', 110, 100, { percent: 110 }],
  ];
  test.each(cases)('%s: %s of %s', (_, level, capacity, is) => {
    expect(normalLevel(level, capacity)).toEqual(is);
  });

  test('no percentage comes out of thin air', () => {
    const integers = fc.option(fc.integer());
    fc.assert(
      fc.property(integers, integers, (level, capacity) => {
        const found = normalLevel(level, capacity);
        const possible = level !== null && level >= 0 && capacity !== null && capacity > 0;
        expect('percent' in found).toBe(possible);
        if ('percent' in found) expect(Math.abs(found.percent - (100 * level!) / capacity!)).toBeLessThanOrEqual(0.051);
      }),
    );
  });
});
