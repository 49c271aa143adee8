import { describe, expect, test } from 'vitest';
import type { Observation } from '../reading.ts';
import { daily, day, empty, knownForecast, low, observe, ok, unknown } from './series.testkit.ts';

/** One reading a day; `pages` are printed before each, of 5,000 that a cartridge gives. */
function printed(levels: readonly number[], pages: (index: number) => number): Observation[] {
  let counter = 1000;
  return levels.map((level, index) => {
    if (index > 0) counter += pages(index);
    return observe(index, level, { pages: counter });
  });
}

const profile = { ratedYieldPages: 5000, usualRatePerDay: 0.02 };
const falling = [20, 18, 16, 14, 12, 10, 8, 6, 4, 2];
const dryOf = (readings: Observation[]) => knownForecast(readings, { profile }).dry;
const usedOf = (readings: Observation[]) => dryOf(readings)?.used.map(({ cartridges }) => cartridges);

describe('A15: what is used while a gauge reads empty', () => {
  test('is counted by the pages printed', () => {
    const readings = printed([...falling, 0, 0, 0, 0], (index) => [100, 0, 250][index - 11] ?? 100);
    const [first, ...more] = usedOf(readings)!;
    expect(dryOf(readings)).toMatchObject({ since: day(10), used: [{ at: day(10) }, { at: day(11) }, {}, {}] });
    expect(first).toBe(0);
    for (const [index, used] of [0.02, 0.02, 0.07].entries()) expect(more[index]).toBeCloseTo(used, 2);
  });

  test('by the rate where none are', () => {
    const [first, second, third] = usedOf(daily([...falling, 0, 0, 0]))!;
    expect(first).toBe(0);
    expect(second).toBeCloseTo(0.02, 2);
    expect(third).toBeGreaterThan(second!);
    expect(third).toBeCloseTo(0.04, 2);
  });

  test('by the pace that the gauge’s words have shown, however much more was expected before it spoke', () => {
    // Nine tenths of a cartridge in 166 days, where the model's usual rate would have taken two.
    const words = [...Array(166).fill(ok), ...Array(6).fill(low), ...Array(11).fill(empty)];
    const slow = { lowShare: 0.1, usualRatePerDay: 0.0133 };
    const used = knownForecast(daily(words), { profile: slow }).dry!.used.at(-1)!.cartridges;
    expect(used / 10).toBeGreaterThan(0.9 / 166 / 1.5);
    expect(used / 10).toBeLessThan((0.9 / 166) * 1.5);
  });

  test('and an empty gauge, which shows no use, does not slow the pace', () => {
    const used = usedOf(daily([...falling, ...Array(61).fill(0)]))!;
    expect(used[60]! - used[59]!).toBeCloseTo(used[2]! - used[1]!, 6);
  });

  test('begins anew once the gauge has shown something again, and goes on over a reading that says nothing', () => {
    expect(dryOf(daily([...falling, 0, 0, 1, 0, 0]))).toMatchObject({ since: day(13), used: { length: 2 } });
    expect(dryOf(daily([...falling, 0, unknown, 0]))).toMatchObject({ since: day(10), used: { length: 2 } });
    expect(dryOf(daily([...falling, 0, 0, 1]))).toBeUndefined();
  });

  test('counts what was printed at once beyond the last of the cartridge, as far as that is certain', () => {
    // Three fifths of a cartridge, less a fifth of that for doubt, what was left, and a tenth.
    const [beyond] = usedOf(printed([...falling, 0], (index) => (index === 10 ? 3000 : 100)))!;
    expect(beyond).toBeCloseTo(0.8 * 0.6 - 0.02 - 0.1, 2);
  });

  test('goes with the swap that ends it', () => {
    const { swaps, dry } = knownForecast(daily([...falling, 0, 0, 0, 100, 98]), { profile });
    expect(dry).toBeUndefined();
    expect(swaps[0]?.dry).toMatchObject({ since: day(10), used: { length: 3 } });
    expect(swaps[0]?.dry?.used.at(-1)?.cartridges).toBeCloseTo(0.04, 2);
  });
});
