import type { DeviceFacts, SlotFacts } from './assessment.ts';
import { day } from './forecast/series.testkit.ts';
import { resolveSettings } from './settings.ts';
import type { StockFacts } from './stock-estimate.ts';

const settings = resolveSettings({});

/** So many spares at the start, and nothing since. */
export function startingStock(units: number | null, at = day(0)): StockFacts {
  return { start: { units, at }, deliveries: [], inTransit: [], counts: [], adjustments: [] };
}

/** A toner slot without readings or spares, and what the test says otherwise. */
export function slotFacts(changes: Partial<SlotFacts> = {}): SlotFacts {
  return {
    slotId: 's1',
    key: '1',
    label: 'Black',
    kind: 'toner',
    supplyId: 'p1',
    packSize: 1,
    productTriggerDays: null,
    settings,
    profile: { lowShare: 0.1 },
    observations: [],
    jobs: [],
    stock: startingStock(0),
    openLines: [],
    cancelledAtCoverDays: null,
    blindLinesUsed: 0,
    ledgerShelf: 0,
    stockDiffersSince: null,
    knownSwaps: [],
    ...changes,
  };
}

/** An enrolled, self-service device that was last heard of with the newest reading of its slots. */
export function deviceFacts(slots: SlotFacts[], changes: Partial<DeviceFacts> = {}): DeviceFacts {
  const readings = slots.flatMap(({ observations }) => observations.map(({ at }) => at.getTime()));
  return {
    deviceId: 'd1',
    accountId: 'a1',
    siteId: 'site',
    maker: 'Aldine',
    serial: 'AL-1',
    state: 'enrolled',
    managed: false,
    enrolledAt: day(0),
    veryHighUseAllowed: false,
    newestReadingAt: readings.length > 0 ? new Date(Math.max(...readings)) : null,
    paused: null,
    plannedEndOn: null,
    calendar: { timeZone: 'Europe/Paris', workdays: [1, 2, 3, 4, 5], holidays: [] },
    settings,
    silentSince: null,
    recordedStages: [],
    agent: null,
    slots,
    ...changes,
  };
}
