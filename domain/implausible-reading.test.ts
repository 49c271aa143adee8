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

  test('and says what it was', () => {
    const detail = (given: JudgedReading, last: JudgedReading | null = null) => implausible(given, last, now)?.detail;
    expect(detail(reading(0, 4000), reading(24, 5000))).toBe(
      'its page counter says 4000; the reading before it said 5000',
    );
    expect(detail(reading(0, 2 ** 31))).toBe('its page counter says 2147483648, which is no count');
    expect(detail(reading(0, 900_000), reading(1.5, 5000))).toBe(
      'its page counter says 900000; 90 minutes before it said 5000',
    );
    expect(detail(reading(0, 900_000), reading(2, 5000))).toBe(
      'its page counter says 900000; 2 hours before it said 5000',
    );
  });

  test('to the page', () => {
    expect(reasonOf(reading(0, 2 ** 31 - 1))).toBe('counter-leapt');
    expect(reasonOf(reading(0, 2 ** 31 - 2))).toBeUndefined();
    expect(reasonOf(reading(0, 75_000), reading(1, 5000))).toBeUndefined();
    expect(reasonOf({ ...reading(0, 0), pages: null }, reading(24, 5000))).toBeUndefined();
    expect(reasonOf(reading(24, 4000), reading(24, 5000))).toBe('counter-fell');
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

  test('not where it only says of other things that they are empty, or of three nothing', () => {
    const of = (kind: string, level: number | Level) => slots({ '1.1': level, '1.2': level, '1.3': level }, kind);
    const judged = (levels: SlotReading[]) => reasonOf({ ...reading(0, undefined), levels });
    expect(judged(of('ink', 0))).toBe('all-empty-at-once');
    for (const kind of ['waste', 'drum']) expect(judged(of(kind, 0))).toBeUndefined();
    for (const type of ['some', 'unknown'] as const) expect(judged(of('toner', { type }))).toBeUndefined();
    expect(judged([...of('toner', 0), ...slots({ '1.4': { type: 'unknown' } })])).toBe('all-empty-at-once');
    expect(judged(of('toner', { type: 'state', state: 'low' }))).toBeUndefined();
  });

  test('where at least two of them were far from empty, not more than a month before', () => {
    const once = (levels: Record<string, number | Level>, days = 1) => ({
      ...reading(24 * days, undefined, levels),
    });
    const ok = { type: 'state', state: 'ok' } as const;
    const judged = (last: JudgedReading) => reasonOf(reading(0, undefined, zero), last);
    expect(judged(once({ '1.1': 20, '1.2': ok, '1.3': 0 }))).toBe('all-empty-at-once');
    expect(judged(once({ '1.1': 19, '1.2': ok, '1.3': 0 }))).toBeUndefined();
    // What else is full says nothing of these.
    expect(judged(once({ '1.1': 20, '1.8': 100, '1.9': 100 }))).toBeUndefined();
    expect(judged({ ...full, at: hoursAgo(24 * 30) })).toBe('all-empty-at-once');
    expect(judged({ ...full, at: hoursAgo(-1) })).toBeUndefined();
  });

  test('where they were said to be "ok", not where they were said to be low', () => {
    const state = (said: 'ok' | 'low') => ({ type: 'state', state: said }) as const;
    const judged = (said: 'ok' | 'low') =>
      reasonOf(
        reading(0, undefined, zero),
        reading(24, undefined, { '1.1': state(said), '1.2': state(said), '1.3': 5 }),
      );
    expect([judged('ok'), judged('low')]).toEqual(['all-empty-at-once', undefined]);
  });

  test('and says of how many', () => {
    expect(implausible(reading(0, undefined, zero), full, now)?.detail).toBe(
      'all 3 of its supplies are said to be empty at once',
    );
    const beyond = reading(0, undefined, { '1.1': 255, '1.2': 201, '1.3': 40, '1.4': 200 });
    expect(implausible(beyond, null, now)).toEqual({
      reason: 'beyond-capacity',
      detail: '2 of its levels are above 200 %',
    });
    expect(
      reasonOf(reading(0, undefined, { '1.1': 255, '1.2': 201, '1.3': 40, '1.4': 50, '1.5': 60 })),
    ).toBeUndefined();
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
    expect(implausible(twice(20), null, now)).toEqual({
      reason: 'slot-told-twice',
      detail: 'it gives slot 1.1 two different levels',
    });
    expect(reasonOf(twice(50))).toBeUndefined();
  });

  test('an instant before any device in service was made', () => {
    expect(implausible({ ...reading(0, 1), at: new Date('2000-01-01T00:00:00Z') }, null, now)).toEqual({
      reason: 'before-its-time',
      detail: 'it is of 2000-01-01T00:00:00.000Z, and no device in service is that old',
    });
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

  test('counted from the first of the new series, whatever came in which order', () => {
    const asides = [1, 7, 3].map((hours) => ({ at: hoursAgo(hours), pages: 20 }));
    expect(counterSeries({ at: now, pages: 40 }, asides, last, 6)).toBe('set-back');
    // What is kept aside of a later time, or of the same, is no earlier one.
    expect(counterSeries({ at: hoursAgo(8), pages: 40 }, asides, last, 6)).toBe('unknown');
    expect(counterSeries({ at: hoursAgo(7), pages: 40 }, asides, last, 0)).toBe('unknown');
    expect(counterSeries({ at: now, pages: 40 }, asides, { at: hoursAgo(7) }, 6)).toBe('set-back');
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
