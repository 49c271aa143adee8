import { and, eq, gte, inArray, isNull, or } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { alertAbout } from '../../domain/alerts.ts';
import type { DeviceFacts, SlotFacts } from '../../domain/assessment.ts';
import { pauseInForce } from '../../domain/brakes.ts';
import { type KnownGauge, knownGauge, lowShareOf, readGauge } from '../../domain/gauges/known-gauge.ts';
import type { Observation, Reading } from '../../domain/reading.ts';
import { resolveSettings } from '../../domain/settings.ts';
import type { Queryable } from '../database.ts';
import {
  brakes,
  contracts,
  devices,
  modelGauges,
  modelSlots,
  orderLines,
  orders,
  parcelLines,
  parcels,
  readings,
  silenceStages,
  sites,
  slots,
  stockCounts,
  supplies,
  swaps,
} from '../schema/index.ts';
import { loadAgents } from './agents.ts';
import { heldByCase, openContradictions } from './device-tasks.ts';
import {
  calendarColumns,
  countColumns,
  deviceColumns,
  lineColumns,
  parcelLineColumns,
  readingColumns,
  slotColumns,
  stageColumns,
  supplyColumns,
  swapColumns,
} from './facts-columns.ts';
import { shelfBalances } from './ledger.ts';
import { loadSettingLayers, type SettingPath } from './settings.ts';

/** How far back the forecast looks. */
const historyDays = 180;
const dayMs = 86_400_000;

/** What a device is besides its facts: what decisions about people need. */
export interface LoadedDevice extends DeviceFacts {
  managed: boolean;
  shadow: boolean;
  /** Keys of its open tasks about alerts that a gauge contradicts (A05). */
  openContradictions: string[];
}

/** Everything on record of these devices, as of `now`. One round of queries, however many devices there are. */
export async function loadDeviceFacts(tx: Queryable, deviceIds: string[], now: Date): Promise<LoadedDevice[]> {
  if (deviceIds.length === 0) return [];
  const ofDevices = (table: { deviceId: AnyPgColumn }) => inArray(table.deviceId, deviceIds);
  const [deviceRows, slotRows, readingRows, lineRows, countRows, swapRows, stageRows, balances] = await Promise.all([
    tx
      .select({
        device: deviceColumns,
        site: calendarColumns,
        contractKind: contracts.kind,
        heldByCase,
        openContradictions,
      })
      .from(devices)
      .innerJoin(sites, eq(sites.id, devices.siteId))
      .innerJoin(contracts, eq(contracts.id, devices.contractId))
      .where(inArray(devices.id, deviceIds)),
    tx
      .select({
        slot: slotColumns,
        supply: supplyColumns,
        usualRatePerDay: modelSlots.usualRatePerDay,
        resolution: modelSlots.resolutionPercent,
        learned: modelGauges.learned,
        corrected: modelGauges.corrected,
      })
      .from(slots)
      .innerJoin(devices, eq(devices.id, slots.deviceId))
      .leftJoin(supplies, eq(supplies.id, slots.supplyId))
      .leftJoin(modelSlots, and(eq(modelSlots.modelId, devices.modelId), eq(modelSlots.key, slots.key)))
      .leftJoin(modelGauges, and(eq(modelGauges.modelId, devices.modelId), eq(modelGauges.key, slots.key)))
      .where(ofDevices(slots))
      .orderBy(slots.deviceId, slots.key),
    tx
      .select(readingColumns)
      .from(readings)
      .where(
        and(inArray(readings.deviceId, deviceIds), gte(readings.at, new Date(now.getTime() - historyDays * dayMs))),
      )
      .orderBy(readings.at),
    tx
      .select({
        line: lineColumns,
        orderMadeAt: orders.madeAt,
        jobWindowDays: orders.jobWindowDays,
        parcelLine: parcelLineColumns,
        shippedAt: parcels.shippedAt,
        expectedOn: parcels.expectedOn,
        settledAt: parcels.settledAt,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .leftJoin(parcelLines, eq(parcelLines.lineId, orderLines.id))
      .leftJoin(parcels, eq(parcels.id, parcelLines.parcelId))
      .where(ofDevices(orderLines)),
    tx.select(countColumns).from(stockCounts).where(ofDevices(stockCounts)).orderBy(stockCounts.at),
    tx.select(swapColumns).from(swaps).where(ofDevices(swaps)),
    tx.select(stageColumns).from(silenceStages).where(ofDevices(silenceStages)),
    shelfBalances(tx, deviceIds),
  ]);
  const pathOf = ({ accountId, siteId, modelId }: DeviceRow['device'], supplyId?: string | null): SettingPath => ({
    accountId,
    siteId,
    modelId,
    ...(supplyId ? { supplyId } : {}),
  });
  const layersOf = await loadSettingLayers(tx, [
    ...deviceRows.map(({ device }) => pathOf(device)),
    ...deviceRows.flatMap(({ device }) =>
      slotRows.filter(({ slot }) => slot.deviceId === device.id).map(({ slot }) => pathOf(device, slot.supplyId)),
    ),
  ]);
  const pausedOf = await loadPauses(tx, deviceRows);
  const agentOf = await loadAgents(
    tx,
    deviceRows.map(({ device }) => device),
  );
  const readingsOf = Map.groupBy(readingRows, (row) => row.deviceId);
  const linesOf = Map.groupBy(lineRows, (row) => row.line.slotId);
  const countsOf = Map.groupBy(countRows, (row) => row.slotId);
  const swapsOf = Map.groupBy(swapRows, (row) => row.slotId);
  const slotsOf = Map.groupBy(slotRows, (row) => row.slot.deviceId);

  return deviceRows.map(({ device, site, contractKind, heldByCase, openContradictions }) => ({
    deviceId: device.id,
    accountId: device.accountId,
    siteId: device.siteId,
    maker: device.maker,
    serial: device.serial,
    state: device.state,
    enrolledAt: device.enrolledAt,
    veryHighUseAllowed: device.veryHighUseAllowed,
    newestReadingAt: device.newestReadingAt,
    managed: contractKind === 'managed',
    shadow: false,
    openContradictions: openContradictions ?? [],
    paused: pausedOf(device),
    heldByCase,
    plannedEndOn: device.plannedEndOn,
    calendar: { timeZone: site.timeZone, workdays: site.workdays, holidays: site.holidays },
    settings: resolveSettings(layersOf(pathOf(device))),
    silentSince: device.silentSince,
    recordedStages: stageRows.filter((row) => row.deviceId === device.id && +row.silentSince === +silenceBegan(device)),
    agent: agentOf(device),
    slots: (slotsOf.get(device.id) ?? []).map((row): SlotFacts => {
      const { slot, supply, usualRatePerDay, resolution } = row;
      const gauge = knownGauge(row.learned, row.corrected);
      const resolved = resolveSettings(layersOf(pathOf(device, slot.supplyId)));
      const lines = linesOf.get(slot.id) ?? [];
      return {
        slotId: slot.id,
        key: slot.key,
        label: slot.label,
        kind: slot.kind,
        supplyId: slot.supplyId,
        packSize: supply?.packSize ?? 1,
        productTriggerDays: supply?.triggerDays ?? null,
        settings: resolved,
        gauge,
        profile: {
          lowShare: lowShareOf(resolved.lowSharePercent, gauge),
          ratedYieldPages: supply?.ratedYieldPages ?? undefined,
          usualRatePerDay: usualRatePerDay ?? undefined,
        },
        observations: (readingsOf.get(device.id) ?? []).flatMap((reading) =>
          observe(reading, slot.key, gauge, resolution),
        ),
        jobs: jobsOf(lines),
        stock: {
          start: { units: slot.startingStock, at: device.enrolledAt },
          ...stockFacts(lines, countsOf.get(slot.id) ?? []),
        },
        openLines: openLinesOf(lines),
        cancelledAtCoverDays: slot.cancelledAtCoverDays,
        blindLinesUsed: blindLinesSince(lines, silenceBegan(device)),
        ledgerShelf: balances(device.id, slot.supplyId),
        stockDiffersSince: slot.stockDiffersSince,
        knownSwaps: (swapsOf.get(slot.id) ?? []).map(({ after, at }) => ({ after, at })),
      };
    }),
  }));
}

/** What one slot can read in a reading of its device; nothing where the reading does not speak of it. */
function observe(
  reading: { at: Date; pages: number | null; levels: Reading['levels']; alerts: Reading['alerts'] | null },
  key: string,
  gauge: KnownGauge,
  catalogueStep: number | null,
): Observation[] {
  const level = reading.levels.find((candidate) => candidate.key === key);
  if (!level) return [];
  return [
    {
      at: reading.at,
      level: readGauge(level.level, gauge, catalogueStep),
      pages: reading.pages ?? undefined,
      supplySerial: level.supplySerial,
      alert: alertAbout(reading.alerts ?? [], key),
    },
  ];
}

type LineRow = {
  line: Pick<typeof orderLines.$inferSelect, keyof typeof lineColumns>;
  orderMadeAt: Date;
  jobWindowDays: number | null;
  parcelLine: Pick<typeof parcelLines.$inferSelect, keyof typeof parcelLineColumns> | null;
  shippedAt: Date | null;
  expectedOn: string | null;
  settledAt: Date | null;
};

function openLinesOf(rows: LineRow[]): SlotFacts['openLines'] {
  const open = new Map(rows.filter(({ line }) => line.closedAt === null).map(({ line }) => [line.id, line]));
  return [...open.values()].map((line) => ({
    lineId: line.id,
    kind: line.kind,
    outstanding: line.ordered - line.cancelled - line.delivered - line.presumed - line.lost - line.returned,
    ratePerDay: line.ratePerDay,
    backordered: line.backordered > 0,
  }));
}

/** A16: what a silence is known by. A backlog that ends days ago moves its age, not its beginning. */
const silenceBegan = (device: DeviceRow['device']): Date =>
  device.silentSince ?? device.newestReadingAt ?? device.enrolledAt;

/** A16: at most so many in a silence, delivered or not. */
function blindLinesSince(rows: LineRow[], since: Date): number {
  const blind = rows.filter(({ line, orderMadeAt }) => line.reason === 'blind' && orderMadeAt > since);
  return new Set(blind.map(({ line }) => line.id)).size;
}

/** A14: once a job's cartridges have arrived, its window runs. */
function jobsOf(rows: LineRow[]): SlotFacts['jobs'] {
  return rows.flatMap(({ line, jobWindowDays, parcelLine }) => {
    if (line.kind !== 'exceptional' || jobWindowDays === null || !parcelLine?.deliveredAt) return [];
    const from = parcelLine.deliveredAt;
    return [
      {
        from,
        until: new Date(from.getTime() + jobWindowDays * dayMs),
        cartridges: parcelLine.delivered + parcelLine.presumed,
      },
    ];
  });
}

function stockFacts(
  rows: LineRow[],
  counts: Pick<typeof stockCounts.$inferSelect, keyof typeof countColumns>[],
): Omit<SlotFacts['stock'], 'start'> {
  const shipped = rows.filter(
    (row): row is LineRow & { parcelLine: NonNullable<LineRow['parcelLine']> } => row.parcelLine !== null,
  );
  return {
    deliveries: shipped.flatMap(({ line, parcelLine, shippedAt, expectedOn, settledAt }) => {
      const at = parcelLine.deliveredAt ?? settledAt;
      if (!at || !shippedAt) return [];
      const parcel = { at, lineId: line.id, shippedAt, expectedAt: expectedOn ? new Date(expectedOn) : undefined };
      return [
        ...(parcelLine.delivered > 0
          ? [{ ...parcel, units: parcelLine.delivered, certainty: 'confirmed' as const }]
          : []),
        ...(parcelLine.presumed > 0 ? [{ ...parcel, units: parcelLine.presumed, certainty: 'presumed' as const }] : []),
      ];
    }),
    inTransit: shipped.flatMap(({ line, parcelLine, shippedAt, expectedOn }) => {
      const units =
        parcelLine.quantity - parcelLine.delivered - parcelLine.presumed - parcelLine.lost - parcelLine.returned;
      return units > 0 && shippedAt
        ? [{ lineId: line.id, units, shippedAt, expectedAt: expectedOn ? new Date(expectedOn) : undefined }]
        : [];
    }),
    counts: counts.filter(({ kind }) => kind === 'count').map(({ at, units }) => ({ at, units })),
    adjustments: counts.filter(({ kind }) => kind === 'adjustment').map(({ at, units }) => ({ at, units })),
  };
}

type DeviceRow = { device: Pick<typeof devices.$inferSelect, keyof typeof deviceColumns> };
/** A19: the pause that holds for a device, if any. */
async function loadPauses(tx: Queryable, deviceRows: DeviceRow[]) {
  const rows = await tx
    .select()
    .from(brakes)
    .where(
      and(
        isNull(brakes.liftedAt),
        or(
          eq(brakes.scope, 'all'),
          inArray(
            brakes.scopeId,
            deviceRows.flatMap(({ device }) => [device.id, device.siteId, device.accountId]),
          ),
        ),
      ),
    );
  return (device: DeviceRow['device']): DeviceFacts['paused'] => {
    const applies = new Set(['all', device.accountId, device.siteId, device.id]);
    const found = pauseInForce(rows.filter((row) => applies.has(row.scopeId)));
    return found ? { scope: found.scope, reason: found.reason } : null;
  };
}
