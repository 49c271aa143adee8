import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counterSeries, implausible, type JudgedReading } from './implausible-reading.ts';
import type { Level, SlotReading } from './reading.ts';

const now = new Date('2026-03-02T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const slots = (levels: Record<string, number | Level>, kind?: string): SlotReading[] =>
  Object.entries(levels).map(([key, level]) => ({
    key,
    ...(kind && { kind }),
    level: typeof level === 'number' ? { type: 'percent', percent: level } : level,
  }));
const reading = (
  hours: number,
  pages: number | undefined,
  levels: Record<string, number | Level> = { '1.1': 50 },
): JudgedReading => ({ at: hoursAgo(hours), pages, levels: slots(levels) });
const reasonOf = (given: JudgedReading, last: JudgedReading | null = null) => implausible(given, last, now)?.reason;

describe('A05 a page counter that cannot be true', () => {
  test('one that falls, but for what a power cut makes it forget', () => {
    expect(reasonOf(reading(0, 4000), reading(24, 5000))).toBe('counter-fell');
    expect(reasonOf(reading(0, 4900), reading(24, 5000))).toBeUndefined();
    expect(reasonOf(reading(0, 4899), reading(24, 5000))).toBe('counter-fell');
  });

  test('one that rises faster than any printer prints, or that is no count', () => {
    expect(reasonOf(reading(0, 65_000), reading(1, 5000))).toBeUndefined();
    expect(reasonOf(reading(0, 75_001), reading(1, 5000))).toBe('counter-leapt');
    expect(reasonOf(reading(0, 4_294_967_295))).toBe('counter-leapt');
  });

  test('not a late one, nor one that has nothing beside it', () => {
    expect(reasonOf(reading(48, 9000), reading(24, 5000))).toBeUndefined();
    expect(reasonOf(reading(0, 10), { ...reading(24, undefined) })).toBeUndefined();
    expect(reasonOf(reading(0, 10))).toBeUndefined();
  });
});

describe('A05 levels that cannot be true', () => {
  const full = reading(24, undefined, { '1.1': 60, '1.2': 50, '1.3': 40, '1.4': 70 });
  const zero = { '1.1': 0, '1.2': 0, '1.3': 0 };
  const empty = { type: 'state', state: 'empty' } as const;

  test('everything empty at once', () => {
    expect(reasonOf(reading(0, undefined, { ...zero, '1.4': 0 }), full)).toBe('all-empty-at-once');
    expect(reasonOf(reading(0, undefined, { '1.1': empty, '1.2': empty, '1.3': 0 }), full)).toBe('all-empty-at-once');
    expect(reasonOf(reading(0, undefined, zero))).toBe('all-empty-at-once');
    const withWaste = { ...reading(0, undefined), levels: [...slots(zero, 'toner'), ...slots({ '1.9': 70 }, 'waste')] };
    expect(reasonOf(withWaste, full)).toBe('all-empty-at-once');
  });

  test('not what has become empty one by one, nor one or two that are, nor what nobody has looked at for a month', () => {
    expect(
      reasonOf(reading(0, undefined, zero), reading(24, undefined, { '1.1': 0, '1.2': 3, '1.3': 60 })),
    ).toBeUndefined();
    expect(reasonOf(reading(0, undefined, { '1.1': 0, '1.2': 0 }), full)).toBeUndefined();
    expect(reasonOf(reading(0, undefined, { ...zero, '1.4': 1 }), full)).toBeUndefined();
    expect(reasonOf(reading(0, undefined, zero), { ...full, at: hoursAgo(24 * 31) })).toBeUndefined();
  });

  test('half of them far beyond what a supply holds, not a single one', () => {
    expect(reasonOf(reading(0, undefined, { '1.1': 255, '1.2': 255, '1.3': 40 }))).toBe('beyond-capacity');
    expect(reasonOf(reading(0, undefined, { '1.1': 255 }))).toBeUndefined();
    expect(reasonOf(reading(0, undefined, { '1.1': 103, '1.2': 110 }))).toBeUndefined();
  });

  test('one slot told twice, differently', () => {
    const twice = (second: number) => ({
      ...reading(0, undefined),
      levels: [...slots({ '1.1': 50 }), ...slots({ '1.1': second })],
    });
    expect(reasonOf(twice(20))).toBe('slot-told-twice');
    expect(reasonOf(twice(50))).toBeUndefined();
  });

  test('an instant before any device in service was made', () => {
    expect(reasonOf({ ...reading(0, 1), at: new Date('2000-01-01T00:00:00Z') })).toBe('before-its-time');
    expect(reasonOf({ ...reading(0, 1), at: new Date('2006-01-01T00:00:00Z') })).toBeUndefined();
  });
});

describe('A05 a counter that goes on elsewhere', () => {
  const last = { at: hoursAgo(30) };

  test('once is nothing to go by; again, hours later, with none of the old series between: it was set back', () => {
    expect(counterSeries({ at: now, pages: 40 }, [], last, 6)).toBe('unknown');
    expect(counterSeries({ at: now, pages: 40 }, [{ at: hoursAgo(5), pages: 20 }], last, 6)).toBe('unknown');
    expect(counterSeries({ at: now, pages: 40 }, [{ at: hoursAgo(6), pages: 20 }], last, 6)).toBe('set-back');
    expect(counterSeries({ at: now, pages: 40 }, [{ at: hoursAgo(6), pages: 700 }], last, 6)).toBe('unknown');
  });

  test('with one of the old series between: two devices under one serial number', () => {
    expect(counterSeries({ at: now, pages: 40 }, [{ at: hoursAgo(48), pages: 20 }], last, 6)).toBe('two-devices');
  });

  test('readings of one printer, in order, are all plausible', () => {
    const steps = fc.array(fc.record({ hours: fc.integer({ min: 1, max: 100 }), pages: fc.nat(5000) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(steps, (taken) => {
        let last: JudgedReading = reading(100_000, 1000);
        for (const { hours, pages } of taken) {
          const next = { ...last, at: new Date(last.at.getTime() + hours * 3_600_000), pages: last.pages! + pages };
          expect(implausible(next, last, now)).toBeNull();
          last = next;
        }
      }),
    );
  });
});
