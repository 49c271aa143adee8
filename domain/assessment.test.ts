import { describe, expect, test } from 'vitest';
import { assessDevice, type DeviceFacts, type SlotFacts } from './assessment.ts';
import { localDate } from './calendar.ts';
import { resolveSettings } from './settings.ts';
import type { SupplyKind } from './supply-kinds.ts';
import { plusDays } from './time.ts';

const now = new Date('2026-03-10T08:00:00Z');
const enrolledAt = plusDays(now, -20);
const settings = resolveSettings({});

/** A slot with spares by the estimate, of which the books know nothing. */
function slotOf(kind: SupplyKind, changes: Partial<SlotFacts> = {}): SlotFacts {
  return {
    slotId: 's1',
    key: '1',
    label: 'Slot',
    kind,
    supplyId: 'p1',
    packSize: 1,
    productTriggerDays: null,
    settings,
    profile: { lowShare: 0.1 },
    observations: [],
    jobs: [],
    stock: { start: { units: 1, at: enrolledAt }, deliveries: [], inTransit: [], counts: [], adjustments: [] },
    openLines: [],
    cancelledAtCoverDays: null,
    blindLinesUsed: 0,
    ledgerShelf: 0,
    stockDiffersSince: null,
    knownSwaps: [],
    ...changes,
  };
}

const deviceOf = (slot: SlotFacts): DeviceFacts => ({
  deviceId: 'd1',
  accountId: 'a1',
  siteId: 'site',
  maker: 'Aldine',
  serial: 'AL-1',
  state: 'enrolled',
  managed: false,
  enrolledAt,
  veryHighUseAllowed: false,
  newestReadingAt: now,
  paused: null,
  plannedEndOn: null,
  calendar: { timeZone: 'Europe/Paris', workdays: [1, 2, 3, 4, 5], holidays: [] },
  settings,
  silentSince: null,
  recordedStages: [],
  agent: null,
  slots: [slot],
});

const level = (daysAgo: number, percent: number) => ({
  at: plusDays(now, -daysAgo),
  level: { type: 'percent' as const, percent },
});

test('A09 a delivery on record is on the shelf at once, though its instant be later: its line is not open any more', () => {
  const delivery = { at: plusDays(now, 0.01), units: 2, certainty: 'confirmed' as const, lineId: 'l1', shippedAt: now };
  const start = { units: 0, at: enrolledAt };
  const delivered = slotOf('toner', {
    profile: { lowShare: 0.1, usualRatePerDay: 0.02 },
    observations: Array.from({ length: 20 }, (_, i) => level(19 - i, 39 - 2 * i + 1)),
    stock: { start, deliveries: [delivery], inTransit: [], counts: [], adjustments: [] },
  });
  const found = assessDevice(deviceOf(delivered), now);
  expect(found.slots[0]!.stock.shelf).toBe(2);
  expect(found.orderWanted).toBe(false);
});

describe('A18 an announced end', () => {
  const steady = slotOf('toner', {
    observations: Array.from({ length: 40 }, (_, i) => level(39 - i, 50 - i)),
    stock: { start: { units: 0, at: enrolledAt }, deliveries: [], inTransit: [], counts: [], adjustments: [] },
  });
  const wanted = (plannedEndOn: string | null, daysAgo = 0) =>
    assessDevice({ ...deviceOf(steady), plannedEndOn, newestReadingAt: plusDays(now, -daysAgo) }, now).orderWanted;
  const local = (days: number) => localDate('Europe/Paris', plusDays(now, days));

  test('A18 stops orders from being made for the time after it', () => {
    // Eleven days of cover.
    expect([wanted(null), wanted(local(40)), wanted(local(8))]).toEqual([true, true, false]);
  });

  test('A18 its last day is one of use; a reading after it shows that it goes on', () => {
    expect([wanted(local(0)), wanted(local(-1), 2), wanted(local(-1))]).toEqual([false, false, true]);
  });
});

describe('A15 swaps older than the readings that are looked at', () => {
  const spares = (changes: Partial<SlotFacts>) => {
    const device = deviceOf(slotOf('toner', changes));
    return assessDevice({ ...device, enrolledAt: plusDays(now, -400) }, now).slots[0]!.stock.shelf;
  };
  const start = { units: 1, at: plusDays(now, -400) };
  const stock = { start, deliveries: [], inTransit: [], counts: [], adjustments: [] };
  const observations = Array.from({ length: 180 }, (_, i) => level(180 - i, 99 - i / 2));

  test('A15 have left the shelf all the same', () => {
    const knownSwaps = [{ after: plusDays(now, -200), at: plusDays(now, -199) }];
    expect(spares({ stock, observations })).toBe(1);
    expect(spares({ stock, observations, knownSwaps })).toBe(0);
  });

  test('A15 and one that is both on record and in the readings is one', () => {
    const twice = [level(181, 3), ...observations];
    const two = { ...stock, start: { ...start, units: 2 } };
    expect(spares({ stock: two, observations: twice })).toBe(1);
    expect(
      spares({
        stock: two,
        observations: twice,
        knownSwaps: [{ after: plusDays(now, -182), at: plusDays(now, -180) }],
      }),
    ).toBe(1);
  });
});

describe('A15 estimate and books', () => {
  const differsSince = (kind: SupplyKind) => assessDevice(deviceOf(slotOf(kind)), now).slots[0]!.stockDiffersSince;

  test('A15 a covered slot whose estimate and books differ is noticed', () => {
    expect(differsSince('toner')).toEqual(now);
  });

  test('A15 the books hold nothing of what is not covered, so there is nothing to differ from', () => {
    expect(differsSince('drum')).toBeNull();
  });

  test('A15 one installed that nobody delivered is a case where it is covered, and not where it comes from elsewhere', () => {
    const swapped = {
      observations: [level(6, 22), level(5, 20), level(4, 18), level(3, 100), level(2, 98), level(1, 96)],
      stock: { start: { units: 0, at: enrolledAt }, deliveries: [], inTransit: [], counts: [], adjustments: [] },
    };
    const found = (kind: SupplyKind) =>
      assessDevice(deviceOf(slotOf(kind, swapped)), now).slots[0]!.stock.contradictions.map((each) => each.kind);
    expect(found('toner')).toEqual(['installed-without-delivery']);
    expect(found('drum')).toEqual([]);
  });
});
