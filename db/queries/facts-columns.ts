import {
  devices,
  orderLines,
  parcelLines,
  readings,
  silenceStages,
  sites,
  slots,
  stockCounts,
  supplies,
  swaps,
} from '../schema/index.ts';

// What an assessment rests on, and no more: it is made of every device every day, and lines carry all that they were decided on.

export const deviceColumns = {
  id: devices.id,
  accountId: devices.accountId,
  siteId: devices.siteId,
  modelId: devices.modelId,
  maker: devices.maker,
  serial: devices.serial,
  state: devices.state,
  enrolledAt: devices.enrolledAt,
  plannedEndOn: devices.plannedEndOn,
  veryHighUseAllowed: devices.veryHighUseAllowed,
  newestReadingAt: devices.newestReadingAt,
  heardThrough: devices.heardThrough,
  silentSince: devices.silentSince,
};

export const calendarColumns = { timeZone: sites.timeZone, workdays: sites.workdays, holidays: sites.holidays };

export const slotColumns = {
  id: slots.id,
  deviceId: slots.deviceId,
  key: slots.key,
  label: slots.label,
  kind: slots.kind,
  supplyId: slots.supplyId,
  startingStock: slots.startingStock,
  cancelledAtCoverDays: slots.cancelledAtCoverDays,
  stockDiffersSince: slots.stockDiffersSince,
};

export const supplyColumns = {
  packSize: supplies.packSize,
  triggerDays: supplies.triggerDays,
  ratedYieldPages: supplies.ratedYieldPages,
};

export const readingColumns = {
  deviceId: readings.deviceId,
  at: readings.at,
  pages: readings.pages,
  levels: readings.levels,
  alerts: readings.alerts,
};

export const lineColumns = {
  id: orderLines.id,
  slotId: orderLines.slotId,
  kind: orderLines.kind,
  reason: orderLines.reason,
  ordered: orderLines.ordered,
  backordered: orderLines.backordered,
  cancelled: orderLines.cancelled,
  delivered: orderLines.delivered,
  presumed: orderLines.presumed,
  lost: orderLines.lost,
  returned: orderLines.returned,
  ratePerDay: orderLines.ratePerDay,
  closedAt: orderLines.closedAt,
};

export const parcelLineColumns = {
  quantity: parcelLines.quantity,
  delivered: parcelLines.delivered,
  presumed: parcelLines.presumed,
  lost: parcelLines.lost,
  returned: parcelLines.returned,
  deliveredAt: parcelLines.deliveredAt,
};

export const countColumns = {
  slotId: stockCounts.slotId,
  units: stockCounts.units,
  kind: stockCounts.kind,
  at: stockCounts.at,
};

export const swapColumns = { slotId: swaps.slotId, after: swaps.after, at: swaps.at };

export const stageColumns = {
  deviceId: silenceStages.deviceId,
  silentSince: silenceStages.silentSince,
  stage: silenceStages.stage,
};
