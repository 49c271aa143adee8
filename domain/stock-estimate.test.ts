import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from './forecast/series.testkit.ts';
import { delivery, dry, estimate, swap, transit } from './stock-estimate.testkit.ts';
import type { StockInput } from './stock-estimate.ts';

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

  test('nor can a swap have taken what was delivered before enrolment', () => {
    const again = { start: { units: 0, at: day(30) }, deliveries: [delivery(20, 2)], swaps: [swap(40)] };
    expect(estimate(again)).toMatchObject({ shelf: 0, contradictions: [{ kind: 'installed-without-delivery' }] });
  });

  test('of one instant a delivery comes before a count, and both before a swap', () => {
    const counts = [{ at: day(20), units: 3 }];
    expect(estimate({ deliveries: [delivery(20)], counts }).shelf).toBe(3);
    expect(estimate({ adjustments: [{ at: day(20), units: 2 }], counts }).shelf).toBe(3);
    expect(estimate({ swaps: [swap(20)], counts }).shelf).toBe(2);
    expect(estimate({ swaps: [swap(20)], deliveries: [delivery(20)] })).toMatchObject({ shelf: 0, contradictions: [] });
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

  test('takes from each parcel once, the one that left first', () => {
    const inTransit = [transit('b', 18), transit('a', 15)];
    expect(estimate({ swaps: [swap(20), swap(30)], inTransit }).arrived).toEqual(['a', 'b']);
    expect(estimate({ swaps: [swap(20), swap(30), swap(40)], inTransit })).toMatchObject({
      arrived: ['a', 'b'],
      contradictions: [{ lineId: 'a' }, { lineId: 'b' }, { kind: 'installed-without-delivery', at: day(40) }],
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

  test('not where it was confirmed for days after the swap: then the cartridge came from elsewhere', () => {
    const delivered = (onDay: number, certainty: 'confirmed' | 'presumed') =>
      estimate({ swaps: [swap(20)], deliveries: [{ ...delivery(onDay, 2, certainty), shippedAt: day(18) }] });
    expect(delivered(22, 'confirmed')).toMatchObject({ shelf: 1, contradictions: [] });
    expect(delivered(22.1, 'confirmed')).toMatchObject({
      shelf: 2,
      contradictions: [{ kind: 'installed-without-delivery', at: day(20) }],
    });
    expect(delivered(40, 'presumed')).toMatchObject({ shelf: 1, contradictions: [] });
  });

  test('a delivery that was told is on the shelf, not on its way as well', () => {
    expect(estimate({ swaps: [swap(20), swap(30)], deliveries: [delivery(10)] })).toMatchObject({
      shelf: 0,
      contradictions: [{ kind: 'installed-without-delivery', at: day(30) }],
      arrived: [],
    });
  });

  describe('of a line that comes in two parcels', () => {
    const parcels = [23, 24].map((onDay) => ({
      ...delivery(onDay),
      lineId: 'l',
      shippedAt: day(18),
      expectedAt: day(20),
    }));

    test('takes from the one that is told later', () => {
      const found = estimate({ swaps: [swap(23.5), swap(23.8)], deliveries: parcels });
      expect(found).toMatchObject({ shelf: 0, contradictions: [], arrived: [] });
    });

    test('takes from one before either is told, and the other comes to the shelf', () => {
      expect(estimate({ swaps: [swap(21)], deliveries: parcels })).toMatchObject({ shelf: 1, contradictions: [] });
    });

    test('takes from both before either is told, each once', () => {
      const early = { swaps: [swap(21), swap(22)], deliveries: parcels };
      expect(estimate(early)).toMatchObject({ shelf: 0, contradictions: [], arrived: [] });
      expect(estimate({ ...early, swaps: [...early.swaps, swap(27)] }).contradictions).toMatchObject([{ at: day(27) }]);
    });
  });

  test('and with nothing on its way came from nowhere', () => {
    expect(estimate({ swaps: [swap(20)] })).toMatchObject({
      shelf: 0,
      contradictions: [{ kind: 'installed-without-delivery', at: day(20) }],
    });
  });

  test('is one from the first reading after enrolment on', () => {
    expect(estimate({ swaps: [swap(1)] }).contradictions).toMatchObject([{ at: day(1) }]);
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

describe('A15: a presumed delivery', () => {
  test('adds nothing where the shelf was counted after it was expected: it was there already, or not at all', () => {
    const late = { ...delivery(40, 1, 'presumed'), expectedAt: day(25) };
    expect(estimate({ deliveries: [late] }).shelf).toBe(1);
    expect(estimate({ deliveries: [late], counts: [{ at: day(30), units: 1 }] }).shelf).toBe(1);
    for (const on of [20, 25]) {
      expect(estimate({ deliveries: [late], counts: [{ at: day(on), units: 1 }] }).shelf).toBe(2);
    }
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
