import { describe, expect, test } from 'vitest';
import { assessDevice, type DeviceFacts, type SlotFacts } from './assessment.ts';
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
  calendar: { timeZone: 'Europe/Paris', workdays: [1, 2, 3, 4, 5], holidays: [] },
  settings,
  silentSince: null,
  recordedStages: [],
  slots: [slot],
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
    const level = (daysAgo: number, percent: number) => ({
      at: plusDays(now, -daysAgo),
      level: { type: 'percent' as const, percent },
    });
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
