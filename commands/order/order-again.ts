import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { devices, orderLines } from '../../db/schema/index.ts';
import { deviceStateMeanings } from '../../domain/device-life.ts';
import type { OrderChange } from '../../domain/order/followed.ts';
import { lockSite } from '../sites.ts';
import { makeAskedOrder } from './exceptional.ts';
import type { LineRow, LockedOrder } from './followed.ts';
import { placeOrder } from './place.ts';

/**
 * A09: what was lost is ordered again at once, for the site where its device is now. A job's cartridges are ordered for the job, with
 * its window (A14).
 */
export async function orderAgain(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  reorder: OrderChange['reorder'],
  cause: { key: string; actor: string; now: Date },
): Promise<void> {
  for (const [siteId, lost] of Map.groupBy(await neededLines(tx, order, reorder), (each) => each.siteId)) {
    const occasion = `lost/${cause.key}/${siteId}`;
    if (order.row.exceptional) await orderForJob(tx, outbox, order, lost, { ...cause, siteId, occasion });
    else await placeOrder(tx, outbox, { ...cause, siteId, occasion, lost: lost.flatMap(regularUnits) });
  }
}

interface LostLine {
  siteId: string;
  line: LineRow;
  quantity: number;
  /** The lost line, unless something else has replaced it before: a replacement is recorded once. */
  replaces: string | undefined;
}

/** Lines of devices that are gone need nothing any more (A18). */
async function neededLines(tx: Transaction, order: LockedOrder, reorder: OrderChange['reorder']): Promise<LostLine[]> {
  const lines = order.lineRows.filter(({ id }) => reorder.some(({ lineId }) => lineId === id));
  if (lines.length === 0) return [];
  const [rows, replaced] = await Promise.all([
    tx
      .select({ id: devices.id, siteId: devices.siteId, state: devices.state })
      .from(devices)
      .where(
        inArray(
          devices.id,
          lines.map(({ deviceId }) => deviceId),
        ),
      ),
    tx
      .select({ lineId: orderLines.replaces })
      .from(orderLines)
      .where(
        inArray(
          orderLines.replaces,
          lines.map(({ id }) => id),
        ),
      ),
  ]);
  return lines.flatMap((line) => {
    const device = rows.find(({ id }) => id === line.deviceId)!;
    if (deviceStateMeanings[device.state].ended) return [];
    const { quantity } = reorder.find(({ lineId }) => lineId === line.id)!;
    const before = replaced.some(({ lineId }) => lineId === line.id);
    return [{ siteId: device.siteId, line, quantity, replaces: before ? undefined : line.id }];
  });
}

const regularUnits = ({ line, quantity, replaces }: LostLine) =>
  line.kind === 'exceptional' ? [] : [{ slotId: line.slotId, kind: line.kind, quantity, replaces }];

/** Another job may have been recorded for the slot since: one open line of each kind is enough. */
async function withoutOpenLine(tx: Transaction, lost: LostLine[]): Promise<LostLine[]> {
  const slotIds = lost.map(({ line }) => line.slotId);
  const open = await tx
    .select({ slotId: orderLines.slotId })
    .from(orderLines)
    .where(and(inArray(orderLines.slotId, slotIds), eq(orderLines.kind, 'exceptional'), isNull(orderLines.closedAt)));
  return lost.filter(({ line }) => !open.some(({ slotId }) => slotId === line.slotId));
}

async function orderForJob(
  tx: Transaction,
  outbox: Outbox,
  order: LockedOrder,
  lost: LostLine[],
  asked: { siteId: string; occasion: string; actor: string; now: Date },
): Promise<void> {
  const site = await lockSite(tx, asked.siteId);
  const lines = await withoutOpenLine(tx, lost);
  if (lines.length === 0) return;
  await makeAskedOrder(tx, outbox, site, {
    ...asked,
    lines: lines.map(({ line, quantity, replaces }) => ({ slotId: line.slotId, kind: line.kind, quantity, replaces })),
    reason: 'lost',
    jobWindowDays: order.row.jobWindowDays ?? undefined,
  });
}
