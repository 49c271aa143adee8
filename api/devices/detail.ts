import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Static } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { orderLines, orders, slots, supplies } from '../../db/schema/index.ts';
import { inTransit, lineState, outstanding } from '../../domain/order/lines.ts';
import type { Language } from '../../domain/reasons.ts';
import { isCovered } from '../../domain/supply-kinds.ts';
import { iso, isoOrNull } from '../schemas/common.ts';
import type { DeviceDetail, OnItsWay, Slot } from '../schemas/devices.ts';
import { said } from '../work/said.ts';
import type { DeviceRow } from './find.ts';
import { viewDevice, withModelName } from './view.ts';

type Detail = Static<typeof DeviceDetail>;

/** A12: a device with all that is known of its slots. */
export async function deviceDetail(tx: Transaction, row: DeviceRow, language: Language): Promise<Detail> {
  const [named, slotRows, open] = await Promise.all([
    withModelName(tx, row),
    tx
      .select({ slot: slots, supply: supplies })
      .from(slots)
      .leftJoin(supplies, eq(supplies.id, slots.supplyId))
      .where(eq(slots.deviceId, row.id))
      .orderBy(asc(slots.key)),
    tx
      .select({ line: orderLines, orderNumber: orders.number })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(and(eq(orderLines.deviceId, row.id), isNull(orderLines.closedAt)))
      .orderBy(asc(orders.number)),
  ]);
  const onItsWay = Map.groupBy(open, ({ line }) => line.slotId);
  return {
    ...viewDevice(named),
    slots: slotRows.map(({ slot, supply }) =>
      viewSlot(slot, supply, (onItsWay.get(slot.id) ?? []).map(viewOnItsWay), language),
    ),
  };
}

const viewOnItsWay = ({
  line,
  orderNumber,
}: {
  line: typeof orderLines.$inferSelect;
  orderNumber: number;
}): Static<typeof OnItsWay> => ({
  orderId: line.orderId,
  orderNumber,
  lineId: line.id,
  kind: line.kind,
  state: lineState(line),
  quantity: outstanding(line),
  inTransit: inTransit(line),
  expectedOn: line.expectedOn,
});

function viewSlot(
  slot: typeof slots.$inferSelect,
  supply: typeof supplies.$inferSelect | null,
  onItsWay: Static<typeof OnItsWay>[],
  language: Language,
): Static<typeof Slot> {
  return {
    id: slot.id,
    key: slot.key,
    label: slot.label,
    kind: slot.kind,
    colour: slot.colour,
    covered: isCovered(slot.kind),
    supply: supply && { id: supply.id, partNumber: supply.partNumber, name: supply.name },
    level: slot.level as Record<string, unknown> | null,
    levelAt: isoOrNull(slot.levelAt),
    sharePercent: slot.sharePercent,
    ratePerDay: interval(slot.ratePerDay, slot.rateLow, slot.rateHigh),
    daysOfUse: interval(slot.daysOfUse, slot.daysLow, slot.daysHigh),
    runsOutAt: withinReach(slot.runsOutAt),
    coverDays: finite(slot.coverDays),
    triggerDays: slot.triggerDays,
    shelf: slot.shelfEstimate,
    onItsWay,
    nextOrderAt: withinReach(slot.nextOrderAt),
    state: slot.verdict as Static<typeof Slot>['state'],
    waitingForConfirmation: slot.waitingForConfirmation,
    reasons: slot.reasons.map((reason) => said(reason, language)),
    assessedAt: isoOrNull(slot.assessedAt),
  };
}

/** What lasts for ever at this rate is no figure. */
const finite = (value: number | null): number | null => (Number.isFinite(value) ? value : null);

function interval(value: number | null, low: number | null, high: number | null) {
  return value !== null && [value, low, high].every(Number.isFinite) ? { value, low: low!, high: high! } : null;
}

/** An instant beyond the calendars that callers know is none that anybody waits for. */
const withinReach = (at: Date | null): string | null => (at && at.getUTCFullYear() < 10_000 ? iso(at) : null);
