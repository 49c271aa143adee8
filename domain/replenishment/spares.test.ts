import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverDays } from './cover.ts';
import { planOrder } from './plan.ts';
import { lastsToPlannedEnd } from './planned-end.ts';
import { anySituation, coverOf, now, openLine, situationOf } from './situation.testkit.ts';
import { spareOffers, unneededSpares } from './spares.ts';

const holder = (changes: Parameters<typeof situationOf>[0] = {}, inBooks = 5) => ({
  s: situationOf({ slotId: 'h', deviceId: 'other', forecast: coverOf(50), shelf: 1, ...changes }),
  inBooks,
});
const due = (slotId: string, days = 10) => situationOf({ slotId, deviceId: `of-${slotId}`, forecast: coverOf(days) });
const linesOf = (...situations: ReturnType<typeof due>[]) => planOrder(situations, now)!.lines;

describe('C: spares that a device no longer needs', () => {
  // A cartridge lasts 100 days; the window is 45.
  test.each([
    [46, 1, 1],
    [45, 1, 0],
    [10, 2, 1],
    [10, 1, 0],
    [50, 3, 3],
  ])('with %d days installed and %d on the shelf it can give %d', (days, shelf, given) => {
    expect(unneededSpares(holder({ forecast: coverOf(days), shelf }), now)).toBe(given);
  });

  test('only what the books have, too, and nothing that is kept for a job', () => {
    expect(unneededSpares(holder({ shelf: 3 }, 2), now)).toBe(2);
    expect(unneededSpares(holder({ shelf: 3, keptForJobs: 2 }), now)).toBe(1);
    expect(unneededSpares(holder({}, 0), now)).toBe(0);
  });

  test('nothing from a device that is silent, paused, waits for a parcel, or of which nothing is known', () => {
    expect(unneededSpares(holder({ newestReadingAt: new Date(now.getTime() - 7 * 86_400_000) }), now)).toBe(0);
    expect(unneededSpares(holder({ newestReadingAt: new Date(now.getTime() - 7 * 86_400_000 + 1) }), now)).toBe(1);
    expect(unneededSpares(holder({ newestReadingAt: null }), now)).toBe(0);
    expect(unneededSpares(holder({ deviceState: 'paused' }), now)).toBe(0);
    expect(unneededSpares(holder({ openLines: [openLine()] }), now)).toBe(0);
    expect(unneededSpares(holder({ forecast: { known: false, reason: 'rate-unknown', swaps: [] } }), now)).toBe(0);
  });
});

describe('C: move before ship', () => {
  test('is offered to the most urgent line first, each spare once', () => {
    const lines = linesOf(due('a', 15), due('b', 9));
    expect(spareOffers(lines, [holder()], now)).toEqual(
      new Map([['b', { fromDeviceId: 'other', fromSlotId: 'h', units: 1 }]]),
    );
    expect([...spareOffers(lines, [holder({ shelf: 2 })], now).keys()].sort()).toEqual(['a', 'b']);
  });

  test('by the device that has most, never by the line’s own, nor by another account, site or supply', () => {
    const lines = linesOf(due('a'));
    const fuller = holder({ slotId: 'h2', deviceId: 'fuller', shelf: 3 });
    for (const holders of [
      [holder(), fuller],
      [fuller, holder()],
    ]) {
      expect(spareOffers(lines, holders, now).get('a')?.fromDeviceId).toBe('fuller');
    }
    const twins = [holder({ slotId: 'h9', deviceId: 'nine' }), holder({ slotId: 'h1', deviceId: 'one' })];
    for (const holders of [twins, twins.toReversed()]) {
      expect(spareOffers(lines, holders, now).get('a')?.fromDeviceId).toBe('one');
    }
    const others = [{ deviceId: 'of-a' }, { accountId: 'x' }, { siteId: 'x' }, { supplyId: 'x' }];
    for (const other of others) expect(spareOffers(lines, [holder(other)], now).size).toBe(0);
  });

  test('a whole line or none of it', () => {
    const s = situationOf({ slotId: 'a', deviceId: 'of-a', forecast: coverOf(10), packSize: 2 });
    expect(spareOffers(linesOf(s), [holder()], now).size).toBe(0);
    expect(spareOffers(linesOf(s), [holder({ shelf: 2 })], now).get('a')?.units).toBe(2);
  });

  test('a line for which there is nothing leaves it to the next', () => {
    const pack = situationOf({ slotId: 'a', deviceId: 'of-a', forecast: coverOf(8), packSize: 2 });
    expect([...spareOffers(linesOf(pack, due('b')), [holder()], now).keys()]).toEqual(['b']);
  });

  test('each device gives its own, and of each supply', () => {
    const two = [holder({ slotId: 'h1', deviceId: 'x' }), holder({ slotId: 'h2', deviceId: 'y' })];
    const from = [...spareOffers(linesOf(due('a', 9), due('b', 10)), two, now).values()];
    expect(from.map(({ fromDeviceId, fromSlotId }) => [fromDeviceId, fromSlotId])).toEqual([
      ['x', 'h1'],
      ['y', 'h2'],
    ]);
    const cyan = { ...due('c'), supplyId: 'cyan' };
    const colours = [holder({ slotId: 'h1' }), holder({ slotId: 'h2', supplyId: 'cyan' })];
    expect(
      [...spareOffers(linesOf(due('a'), cyan), colours, now).values()].map(({ fromSlotId }) => fromSlotId),
    ).toEqual(['h1', 'h2']);
  });

  test('two slots of a device that take the same supply do not give the same spare twice', () => {
    const lines = linesOf(due('a'), due('b'));
    const twins = [holder({ slotId: 'h1' }, 1), holder({ slotId: 'h2' }, 1)];
    expect(spareOffers(lines, twins, now).size).toBe(1);
  });

  test('property: whoever gives is above the window afterwards, and no more is given than there is', () => {
    const any = (slotId: string) =>
      fc
        .tuple(anySituation(slotId), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 3 }))
        .map(([s, days, shelf]) => ({ ...s, forecast: coverOf(days), shelf, openLines: [] }));
    const site = fc.tuple(...['a', 'b', 'c', 'd'].map(any));
    let offered = 0;
    fc.assert(
      fc.property(site, fc.integer({ min: 0, max: 3 }), (all, inBooks) => {
        const situations = all.map((s) => ({ ...s, deviceId: `of-${s.slotId}` }));
        const plan = planOrder(situations, now);
        const offers = [
          ...spareOffers(
            plan?.lines ?? [],
            situations.map((s) => ({ s, inBooks })),
            now,
          ).values(),
        ];
        for (const s of situations) {
          const given = offers
            .filter(({ fromSlotId }) => fromSlotId === s.slotId)
            .reduce((sum, { units }) => sum + units, 0);
          offered += given;
          if (given === 0) continue;
          expect(given).toBeLessThanOrEqual(Math.min(s.shelf - s.keptForJobs, inBooks));
          const left = coverDays({ ...s, shelf: s.shelf - given })!;
          // A18: or it has enough until its announced end.
          expect(left > s.settings.consolidationDays.value || lastsToPlannedEnd(s, left, now)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
    expect(offered).toBeGreaterThan(0);
  });
});
