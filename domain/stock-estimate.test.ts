import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from './forecast/series.testkit.ts';
import { estimateStock, type StockInput } from './stock-estimate.ts';
import { plusDays } from './time.ts';

/** A gauge that reads empty from one instant on, read daily until another, while so much is used each day. */
const dryFrom = (since: Date, days: number, perDay = 0.02) => ({
  since,
  used: Array.from({ length: Math.max(0, Math.floor(days)) }, (_, index) => ({
    at: plusDays(since, index + 1),
    cartridges: (index + 1) * perDay,
  })),
});

const dry = (from: number, until = 99, perDay?: number) => dryFrom(day(from), until - from, perDay);

const swap = (onDay: number, drySince?: number, perDay?: number) => ({
  at: day(onDay),
  after: day(onDay - 1),
  dry: drySince === undefined ? undefined : dry(drySince, onDay - 1, perDay),
});

const delivery = (onDay: number, units = 1, certainty: 'confirmed' | 'presumed' = 'confirmed') => ({
  at: day(onDay),
  units,
  certainty,
  lineId: `line-${onDay}`,
  shippedAt: day(onDay - 3),
  expectedAt: day(onDay),
});

const transit = (lineId: string, shippedOn: number, units = 1) => ({ lineId, units, shippedAt: day(shippedOn) });

function estimate(input: Partial<StockInput>) {
  return estimateStock({
    start: { units: 0, at: day(0) },
    deliveries: [],
    inTransit: [],
    counts: [],
    adjustments: [],
    swaps: [],
    calendar: { timeZone: 'UTC', workdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] },
    now: day(100),
    ...input,
  });
}

describe('A15: the stock estimate', () => {
  test('deliveries come to the shelf, swaps take from it', () => {
    expect(
      estimate({ start: { units: 1, at: day(0) }, deliveries: [delivery(10, 2)], swaps: [swap(20), swap(40)] }),
    ).toEqual({
      shelf: 1,
      doubt: undefined,
      contradictions: [],
      arrived: [],
    });
  });

  test('what is after now, or before enrolment, does not count', () => {
    const input = {
      start: { units: 1, at: day(30) },
      deliveries: [delivery(20), delivery(30), delivery(60)],
      swaps: [swap(25), swap(70)],
    };
    expect(estimate({ ...input, now: day(50) }).shelf).toBe(1);
    expect(estimate({ ...input, now: day(65) }).shelf).toBe(2);
  });

  test('a count resets it, and settles what was contradictory', () => {
    const input = { swaps: [swap(20), swap(40)], counts: [{ at: day(30), units: 3 }] };
    expect(estimate(input)).toMatchObject({ shelf: 2, contradictions: [] });
  });

  test('an adjustment adds to it or takes away, not below nothing', () => {
    expect(estimate({ adjustments: [{ at: day(5), units: 2 }] }).shelf).toBe(2);
    expect(estimate({ adjustments: [{ at: day(5), units: -2 }] }).shelf).toBe(0);
  });

  test('a starting stock that nobody knew counts as none, says so, and excuses a swap from nowhere', () => {
    const unknown = { start: { units: null, at: day(0) } };
    expect(estimate({ ...unknown, swaps: [swap(10)] })).toEqual({
      shelf: 0,
      doubt: 'start-unknown',
      contradictions: [],
      arrived: [],
    });
    expect(estimate({ ...unknown, counts: [{ at: day(5), units: 1 }] })).toMatchObject({ shelf: 1, doubt: undefined });
  });
});

describe('A15: a swap with nothing on the shelf', () => {
  test('shows that what is in transit has arrived (A09)', () => {
    expect(estimate({ swaps: [swap(20)], inTransit: [transit('b', 18), transit('a', 15, 2)] })).toEqual({
      shelf: 1,
      doubt: undefined,
      contradictions: [{ kind: 'delivered-unreported', at: day(20), lineId: 'a' }],
      arrived: ['a'],
    });
  });

  test('cannot have taken what had not been shipped', () => {
    expect(estimate({ swaps: [swap(20)], inTransit: [transit('a', 21)] })).toMatchObject({
      shelf: 0,
      contradictions: [{ kind: 'installed-without-delivery' }],
      arrived: [],
    });
  });

  test('takes from a parcel whose delivery was told later, once', () => {
    expect(estimate({ swaps: [swap(20)], deliveries: [delivery(22, 2)] })).toMatchObject({
      shelf: 1,
      contradictions: [],
      arrived: [],
    });
  });

  test('and with nothing on its way came from nowhere', () => {
    expect(estimate({ swaps: [swap(20)] })).toMatchObject({
      shelf: 0,
      contradictions: [{ kind: 'installed-without-delivery', at: day(20) }],
    });
  });

  test('is no contradiction where somebody counted between the two readings, perhaps after it', () => {
    const between = new Date(day(20).getTime() - 3_600_000);
    expect(estimate({ swaps: [swap(20)], counts: [{ at: between, units: 0 }] }).contradictions).toEqual([]);
    expect(estimate({ swaps: [swap(20)], counts: [{ at: between, units: 1 }] }).shelf).toBe(0);
  });
});

test('A15: a cartridge that was not full when it was installed did not come from the shelf', () => {
  expect(estimate({ start: { units: 1, at: day(0) }, swaps: [{ ...swap(20), partUsed: true }] })).toMatchObject({
    shelf: 1,
    contradictions: [],
  });
});

describe('A15: a gauge that stays dry doubts the spare', () => {
  const believed = { start: { units: 1, at: day(0) }, dry: dry(50) };

  test('after two days, not before', () => {
    expect(estimate({ ...believed, now: day(51.9) })).toMatchObject({ shelf: 1, doubt: undefined, contradictions: [] });
    expect(estimate({ ...believed, now: day(52) })).toMatchObject({
      shelf: 0,
      doubt: 'dry-with-spare',
      contradictions: [{ kind: 'dry-with-spare', at: day(52), lineId: undefined }],
    });
  });

  test('of days on which somebody is there to change it: not over a weekend or a holiday', () => {
    // Empty since a Friday; Monday is a holiday, so Wednesday is the second day.
    const friday = new Date('2026-05-22T06:00:00Z');
    const days = (count: number) => new Date(friday.getTime() + count * 86_400_000);
    const calendar = { timeZone: 'UTC', workdays: [1, 2, 3, 4, 5], holidays: ['2026-05-25'] };
    const since = { start: { units: 1, at: days(-30) }, dry: dryFrom(friday, 20), calendar };
    expect(estimate({ ...since, now: days(4.9) }).shelf).toBe(1);
    expect(estimate({ ...since, now: days(5) }).shelf).toBe(0);
  });

  test('and only when what an empty gauge may hide is used up, too', () => {
    expect(estimate({ ...believed, hiddenShare: 0.1, now: day(54.9) }).shelf).toBe(1);
    expect(estimate({ ...believed, hiddenShare: 0.1, now: day(55) }).shelf).toBe(0);
    expect(estimate({ start: believed.start, swaps: [swap(55, 50)], hiddenShare: 0.1 }).doubt).toBeUndefined();
  });

  test('what former cartridges gave after the gauge read empty, this one may give, and not more', () => {
    const start = { units: 3, at: day(0) };
    const hid = (days: number) => [swap(11 + days, 10, 0.01), swap(31 + days, 30, 0.01)];
    const doubtedAfter = (days: number, swaps: ReturnType<typeof hid>, hiddenShare: number) =>
      estimate({ start, swaps, hiddenShare, dry: dry(50, 99, 0.01), now: day(50 + days) }).doubt;
    expect(doubtedAfter(6, hid(6), 0.03)).toBeUndefined();
    expect(doubtedAfter(7, hid(6), 0.03)).toBe('dry-with-spare');
    expect(doubtedAfter(2, hid(1), 0.06)).toBe('dry-with-spare');
    expect(doubtedAfter(5, hid(1).slice(1), 0.06)).toBeUndefined();
  });

  test('nor while nobody has printed: nobody needed the spare', () => {
    expect(estimate({ ...believed, dry: dry(50, 99, 0), now: day(90) }).shelf).toBe(1);
  });

  test('and refutes a delivery that was only presumed (A09), not one that was confirmed', () => {
    const refuted = (certainty: 'confirmed' | 'presumed') =>
      estimate({ dry: dry(50), deliveries: [delivery(30, 1, certainty)] }).contradictions[0]?.lineId;
    expect(refuted('presumed')).toBe('line-30');
    expect(estimate({ dry: dry(50), deliveries: [delivery(30)] }).contradictions).toMatchObject([{ at: day(52) }]);
    expect(refuted('confirmed')).toBeUndefined();
  });

  test('a parcel that comes meanwhile is given its own two days', () => {
    const later = { ...believed, deliveries: [delivery(60)] };
    expect(estimate({ ...later, now: day(61) }).shelf).toBe(1);
    expect(estimate({ ...later, now: day(62) }).shelf).toBe(0);
  });

  test('the phantom does not come back with the next parcel', () => {
    const after = { start: believed.start, deliveries: [delivery(60)], swaps: [swap(61, 50)] };
    expect(estimate(after)).toMatchObject({ shelf: 0, doubt: 'dry-with-spare' });
  });

  test('until the spare is installed after all', () => {
    const holidays = { start: { units: 2, at: day(0) }, swaps: [swap(65, 50)] };
    expect(estimate(holidays)).toEqual({ shelf: 1, doubt: undefined, contradictions: [], arrived: [] });
  });

  test('a day or two between an empty gauge and its swap are nothing to doubt', () => {
    expect(estimate({ start: { units: 2, at: day(0) }, swaps: [swap(52, 50)] })).toMatchObject({
      shelf: 1,
      doubt: undefined,
    });
  });

  test('a count after it settles it', () => {
    expect(estimate({ ...believed, counts: [{ at: day(55), units: 1 }] })).toMatchObject({
      shelf: 1,
      doubt: undefined,
    });
  });
});

describe('A15: a presumed delivery', () => {
  test('adds nothing where the shelf was counted after it was expected: it was there already, or not at all', () => {
    const late = { ...delivery(40, 1, 'presumed'), expectedAt: day(25) };
    expect(estimate({ deliveries: [late] }).shelf).toBe(1);
    expect(estimate({ deliveries: [late], counts: [{ at: day(30), units: 1 }] }).shelf).toBe(1);
    expect(estimate({ deliveries: [late], counts: [{ at: day(20), units: 1 }] }).shelf).toBe(2);
  });

  test('a confirmed one does, since it was delivered after the count', () => {
    const late = { ...delivery(40), expectedAt: day(25) };
    expect(estimate({ deliveries: [late], counts: [{ at: day(30), units: 1 }] }).shelf).toBe(2);
  });
});

const onDay = fc.integer({ min: 1, max: 99 });
const units = fc.integer({ min: 1, max: 4 });
const inputs: fc.Arbitrary<Partial<StockInput>> = fc.record({
  start: fc.record({ units: fc.option(fc.integer({ min: 0, max: 3 })), at: fc.constant(day(0)) }),
  deliveries: fc.uniqueArray(
    fc.tuple(onDay, units, fc.constantFrom('confirmed' as const, 'presumed' as const)).map((each) => delivery(...each)),
    { maxLength: 4, selector: ({ lineId }) => lineId },
  ),
  inTransit: fc.uniqueArray(
    fc.tuple(onDay, units).map(([shippedOn, count]) => transit(`transit-${shippedOn}`, shippedOn, count)),
    { maxLength: 3, selector: ({ lineId }) => lineId },
  ),
  counts: fc.array(fc.record({ at: onDay.map(day), units: fc.integer({ min: 0, max: 3 }) }), { maxLength: 2 }),
  adjustments: fc.array(fc.record({ at: onDay.map(day), units: fc.integer({ min: -2, max: 2 }) }), { maxLength: 2 }),
  swaps: fc.uniqueArray(
    fc
      .tuple(onDay, fc.option(fc.integer({ min: 1, max: 9 })))
      .map(([at, dry]) => swap(at, dry === null ? undefined : at - dry)),
    { maxLength: 6, selector: ({ at }) => at.getTime() },
  ),
  dry: fc.option(
    onDay.map((from) => dry(from)),
    { nil: undefined },
  ),
});

describe('A15: whatever happened', () => {
  test('the shelf is whole, not negative, and never more than was ever there', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { shelf } = estimate(input);
        const told = (list: readonly { units: number }[] = []) =>
          list.reduce((sum, each) => sum + Math.max(0, each.units), 0);
        const most =
          (input.start?.units ?? 0) +
          told(input.deliveries) +
          told(input.inTransit) +
          told(input.counts) +
          told(input.adjustments);
        expect(Number.isInteger(shelf) && shelf >= 0 && shelf <= most).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('the order in which it is told changes nothing', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const reversed = {
          ...input,
          swaps: [...(input.swaps ?? [])].reverse(),
          deliveries: [...(input.deliveries ?? [])].reverse(),
        };
        expect(estimate(reversed)).toEqual(estimate(input));
      }),
    );
  });

  test('one more swap never leaves more on the shelf, unless it shows a parcel or a doubted spare to be there', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const before = estimate({
          ...input,
          inTransit: [],
          deliveries: [],
          dry: undefined,
          swaps: input.swaps?.map(({ at, after }) => ({ at, after })),
        });
        const more = [...(input.swaps ?? []), swap(100)].map(({ at, after }) => ({ at, after }));
        const after = estimate({ ...input, inTransit: [], deliveries: [], dry: undefined, swaps: more });
        expect(after.shelf).toBe(Math.max(0, before.shelf - 1));
      }),
    );
  });
});
