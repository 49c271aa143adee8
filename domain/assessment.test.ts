import { describe, expect, test } from 'vitest';
import { deviceFacts, slotFacts, startingStock } from './assessment.testkit.ts';
import { assessDevice, type DeviceFacts, type SlotFacts } from './assessment.ts';
import { localDate } from './calendar.ts';
import { daily, day, observe, steady } from './forecast/series.testkit.ts';
import { openLine } from './replenishment/situation.testkit.ts';
import { resolveSettings } from './settings.ts';
import type { SupplyKind } from './supply-kinds.ts';
import { daysBetween, plusDays } from './time.ts';

/** A cartridge in fifty days: 60 % are left on day 120, 48 % on day 126; swaps on days 50 and 100. */
const steadyUntil = (last: number) => steady(0.02, last);

const assess = (slot: Partial<SlotFacts>, now: Date, device: Partial<DeviceFacts> = {}) =>
  assessDevice(deviceFacts([slotFacts(slot)], device), now);
const slotOf = (...args: Parameters<typeof assess>) => assess(...args).slots[0]!;

describe('A09: what is on record is there', () => {
  const due = { observations: steadyUntil(140), stock: startingStock(0) };
  const later = day(140.01);

  test('an empty shelf lets a slot with 10 days left be ordered for', () => {
    expect(assess(due, day(140)).orderWanted).toBe(true);
  });

  test('a delivery is on the shelf at once, though its instant be later: its line is not open any more', () => {
    const delivery = { at: later, units: 2, certainty: 'confirmed' as const, lineId: 'l1', shippedAt: day(139) };
    const delivered = assess({ ...due, stock: { ...due.stock, deliveries: [delivery] } }, day(140));
    expect(delivered.slots[0]!.stock.shelf).toBe(2);
    expect(delivered.orderWanted).toBe(false);
  });

  test.each([
    ['a count', { counts: [{ at: later, units: 2 }] }],
    ['an adjustment', { adjustments: [{ at: later, units: 2 }] }],
  ])('so is %s', (_, change) => {
    expect(slotOf({ ...due, stock: { ...due.stock, ...change } }, day(140)).stock.shelf).toBe(2);
  });
});

describe('A18: an announced end', () => {
  // Eleven days of cover.
  const slot = slotFacts({ observations: daily(Array.from({ length: 40 }, (_, i) => 50 - i)) });
  const now = day(39);
  const wanted = (plannedEndOn: string | null, daysAgo = 0) =>
    assessDevice(deviceFacts([slot], { plannedEndOn, newestReadingAt: plusDays(now, -daysAgo) }), now).orderWanted;
  const local = (days: number) => localDate('Europe/Paris', plusDays(now, days));

  test('stops orders from being made for the time after it', () => {
    expect([wanted(null), wanted(local(40)), wanted(local(8))]).toEqual([true, true, false]);
  });

  test('its last day is one of use; a reading after it shows that it goes on', () => {
    expect([wanted(local(0)), wanted(local(-1), 2), wanted(local(-1))]).toEqual([false, false, true]);
  });
});

describe('A15: swaps older than the readings that are looked at', () => {
  const observations = daily(
    Array.from({ length: 180 }, (_, i) => 99 - i / 2),
    20,
  );
  const spares = (changes: Partial<SlotFacts>) =>
    slotOf({ observations, stock: startingStock(1, day(-200)), ...changes }, day(200)).stock.shelf;

  test('have left the shelf all the same', () => {
    expect(spares({})).toBe(1);
    expect(spares({ knownSwaps: [{ after: day(0), at: day(1) }] })).toBe(0);
  });

  test('and one that is both on record and in the readings is one', () => {
    const twice = { observations: [observe(19, 3), ...observations], stock: startingStock(2, day(-200)) };
    expect(spares(twice)).toBe(1);
    expect(spares({ ...twice, knownSwaps: [{ after: day(18), at: day(20) }] })).toBe(1);
  });

  test('one on record that the readings reach back to, and do not show, was none', () => {
    expect(spares({ knownSwaps: [{ after: day(20), at: day(21) }] })).toBe(1);
  });

  test('without any reading all that are on record have left it', () => {
    expect(spares({ observations: [], knownSwaps: [{ after: day(0), at: day(1) }] })).toBe(0);
  });
});

describe('A15: estimate and books', () => {
  const spares = { stock: startingStock(1) };
  const differsSince = (changes: Partial<SlotFacts>) => slotOf({ ...spares, ...changes }, day(10)).stockDiffersSince;

  test('a covered slot whose estimate and books differ is noticed, whichever has more', () => {
    expect(differsSince({})).toEqual(day(10));
    expect(differsSince({ ledgerShelf: 2 })).toEqual(day(10));
    expect(differsSince({ ledgerShelf: 1 })).toBeNull();
  });

  test('counts from when it was noticed first, until they agree', () => {
    expect(differsSince({ stockDiffersSince: day(3) })).toEqual(day(3));
    expect(differsSince({ stockDiffersSince: day(3), ledgerShelf: 1 })).toBeNull();
  });

  test('the books hold nothing of what is not covered, so there is nothing to differ from', () => {
    expect(differsSince({ kind: 'drum' })).toBeNull();
  });

  test('one installed that nobody delivered is a case where it is covered, and not where it comes from elsewhere', () => {
    const observations = daily([22, 20, 18, 100, 98, 96]);
    const found = (kind: SupplyKind) =>
      slotOf({ kind, observations, stock: startingStock(0, day(-1)) }, day(5)).stock.contradictions;
    expect(found('toner')).toMatchObject([{ kind: 'installed-without-delivery' }]);
    expect(found('drum')).toEqual([]);
  });
});

describe('A15: a gauge that stays dry doubts the spare', () => {
  // Empty on day 10; a fiftieth of a cartridge is used each day, and as much again may be hidden twice, and half a step.
  const levels = [20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0, 0, 0, 0, 0, 0, 0];
  const stockOn = (last: number) =>
    slotOf(
      {
        observations: daily(levels.slice(0, last + 1)),
        stock: startingStock(1, day(-1)),
        profile: { lowShare: 0.1, usualRatePerDay: 0.02 },
      },
      day(last),
    ).stock;

  test('once what it may hide is used up', () => {
    expect(stockOn(12)).toMatchObject({ shelf: 1, doubt: undefined });
    expect(stockOn(16)).toMatchObject({ shelf: 0, doubt: 'dry-with-spare' });
  });
});

describe('swaps that are seen for the first time', () => {
  const newSwaps = (changes: Partial<SlotFacts>) => slotOf(changes, day(120)).newSwaps;

  test('are those that are not on record, whatever was made of their instants then', () => {
    const observations = steadyUntil(120);
    expect(newSwaps({ observations }).map(({ at }) => at)).toEqual([day(50), day(100)]);
    const knownSwaps = [{ after: day(48), at: day(49.5) }];
    expect(newSwaps({ observations, knownSwaps })).toMatchObject([{ at: day(100) }]);
    // The readings between which it was seen have come nearer to one another since.
    expect(newSwaps({ observations, knownSwaps: [{ after: day(99.5), at: day(102) }, ...knownSwaps] })).toEqual([]);
  });

  test('one that was over before this one began, or began after it, is another', () => {
    const observations = steadyUntil(60);
    for (const known of [
      { after: day(48), at: day(49) },
      { after: day(50), at: day(51) },
    ]) {
      expect(newSwaps({ observations, knownSwaps: [known] })).toMatchObject([{ at: day(50) }]);
    }
  });

  test('C: and say whether they were early, by the supply’s own setting', () => {
    const observations = [...daily(Array.from({ length: 30 }, (_, i) => 100 - 2 * i)), ...daily([100, 98, 96], 30)];
    expect(newSwaps({ observations })).toMatchObject([{ at: day(30), early: 'yes' }]);
    const settings = resolveSettings({ supply: { earlySwapPercent: 60 } });
    expect(newSwaps({ observations, settings })).toMatchObject([{ early: 'no' }]);
  });
});

describe('A14: cartridges that are kept for a job', () => {
  // Six times the use on ten days, of which 1 cartridge is above the rate.
  const observations = steady(0.02, 120, { activity: (on) => (on > 80 && on <= 90 ? 6 : 1) });
  const job = { from: day(78), until: day(108), cartridges: 3 };
  const kept = (until: number, jobs = [job], readings = observations.slice(0, until + 1)) =>
    slotOf({ observations: readings, jobs }, day(until)).situation.keptForJobs;

  test('are those ordered for it that it has not used yet, while its window runs', () => {
    expect(kept(79)).toBe(3);
    expect(kept(91)).toBe(2);
    expect(kept(108)).toBe(0);
  });

  test('of several jobs together', () => {
    const other = { from: day(95), until: day(125), cartridges: 2 };
    expect(kept(100, [job, other])).toBe(4);
    expect(kept(110, [job, other])).toBe(2);
  });

  test('all of them where nothing is known of the use', () => {
    expect(kept(91, [job], [])).toBe(3);
  });
});

describe('A10: very high use', () => {
  const much = steady(2.2 / 7, 42);
  const profile = { lowShare: 0.1, usualRatePerDay: 0.1 };
  const slot = { observations: much, profile };

  test('sets the whole device aside at once, and says which slot and how much', () => {
    const other = slotFacts({ slotId: 's2', label: 'Cyan', observations: daily([12, 10, 8, 6, 4, 3, 2, 1], 35) });
    const found = assessDevice(deviceFacts([slotFacts(slot), other]), day(42));
    expect(found.veryHighUse).toEqual([{ slot: 'Black', perWeek: Array(4).fill(expect.closeTo(2.2, 0)) }]);
    expect(found.slots.map(({ verdict }) => verdict.state)).toEqual(['set-aside', 'set-aside']);
    expect(found.orderWanted).toBe(false);
  });

  test('unless staff have overruled it, the device is not enrolled, or the item is not supplied', () => {
    expect(assess(slot, day(42), { veryHighUseAllowed: true })).toMatchObject({ veryHighUse: [], orderWanted: true });
    expect(assess(slot, day(42), { state: 'paused' }).veryHighUse).toEqual([]);
    expect(assess({ ...slot, kind: 'drum' }, day(42)).veryHighUse).toEqual([]);
  });

  test('by the settings of its supply', () => {
    const judged = (supply: Parameters<typeof resolveSettings>[0]['supply']) =>
      assess({ ...slot, settings: resolveSettings({ supply }) }, day(42)).veryHighUse;
    expect(judged({ veryHighUsePerWeek: 3 })).toEqual([]);
    expect(judged({ veryHighUseWeeks: 2 })).toMatchObject([{ perWeek: { length: 2 } }]);
    const weekly = much.filter((_, index) => index % 2 === 0);
    expect(assess({ ...slot, observations: weekly }, day(42)).veryHighUse).toEqual([]);
  });
});

describe('when a device is looked at again', () => {
  const observations = steadyUntil(126);
  const wakeOf = (slot: Partial<SlotFacts>, now: number, device: Partial<DeviceFacts> = {}) => {
    const { wake } = assess(slot, day(now), device);
    return [Math.round(daysBetween(day(now), wake.at)), wake.because];
  };
  const regular = [7, 'a regular look'];

  test('A06: when a slot’s cover reaches its trigger', () => {
    expect(wakeOf({ observations }, 126)).toEqual([3, 'Black: cover reaches 21 days']);
  });

  test('A16: when its silence, or its agent’s, reaches the next stage', () => {
    expect(wakeOf({}, 2)).toEqual([5, 'silent until then: a reminder is due']);
    const agent = { agentId: 'a', heardAt: day(1), backAt: null, recordedStages: [] };
    expect(wakeOf({}, 2, { agent })).toEqual([2, 'its agent silent until then: a reminder is due']);
  });

  test('at the latest in a week', () => {
    expect(wakeOf({ observations: steadyUntil(105) }, 105, { newestReadingAt: day(105.5) })).toEqual(regular);
  });

  test('not for a slot that nothing is ordered for, nor for what is due already', () => {
    const paused = { state: 'paused' as const, newestReadingAt: day(126.5) };
    expect(wakeOf({ observations }, 126, paused)).toEqual(regular);
    expect(wakeOf({ observations: steadyUntil(135) }, 135, { newestReadingAt: day(135.5) })).toEqual(regular);
    const told = { recordedStages: [{ stage: 1 }, { stage: 2 }, { stage: 3 }] };
    expect(wakeOf({}, 31, told)).toEqual(regular);
  });
});

describe('what a device’s slots come to together', () => {
  const [early, late] = [steadyUntil(126), steadyUntil(120).map(({ at, level }) => ({ at: plusDays(at, 6), level }))];

  test('the next order is that of the slot that needs it first', () => {
    const slots = [slotFacts({ observations: late, slotId: 's2' }), slotFacts({ observations: early })];
    const { nextOrderAt } = assessDevice(deviceFacts(slots), day(126));
    expect(daysBetween(day(126), nextOrderAt!)).toBeCloseTo(3, 0);
    expect(assessDevice(deviceFacts([slotFacts()]), day(1)).nextOrderAt).toBeNull();
  });

  test('one that is due is enough to want an order', () => {
    const slots = [slotFacts({ observations: steadyUntil(140) }), slotFacts({ slotId: 's2' })];
    const found = assessDevice(deviceFacts(slots), day(140));
    expect(found.slots.map(({ verdict }) => verdict.state)).toEqual(['due', 'no-forecast']);
    expect(found.orderWanted).toBe(true);
  });

  test('A09: a surge wants an order as well as a slot that is due', () => {
    const open = openLine({ ratePerDay: 0.005 });
    const surge = assess({ observations: steadyUntil(140), openLines: [{ ...open, outstanding: 0 }] }, day(140));
    expect(surge.slots[0]!.verdict.state).toBe('surge-due');
    expect(surge.orderWanted).toBe(true);
  });

  test('A11: a slot whose order was cancelled at its cover waits until that has fallen', () => {
    const found = slotOf({ observations: steadyUntil(140), cancelledAtCoverDays: 11 }, day(140));
    expect(found.verdict.state).toBe('held-by-cancellation');
  });

  test('A16: a device behind a silent agent is not called silent', () => {
    const agent = { agentId: 'a', heardAt: day(0), backAt: null, recordedStages: [{ stage: 1 }] };
    expect(assess({}, day(8)).silence.due).toEqual({ stage: 1, skipped: [] });
    expect(assess({}, day(8), { agent })).toMatchObject({
      silence: { silent: true, due: null },
      agent: { silent: true },
    });
  });

  test('A05: an alert that the gauge contradicts is told with the slot', () => {
    const observations = steadyUntil(120).map((each, i) => (i === 120 ? { ...each, alert: 'empty' as const } : each));
    expect(slotOf({ observations }, day(120)).verdict.reasons).toContainEqual({
      code: 'alert-empty-gauge-higher',
      values: { percent: 60 },
    });
  });
});
