import { and, eq, isNull } from 'drizzle-orm';
import type { Queryable } from '../../db/database.ts';
import { orderLines, orders, parcels } from '../../db/schema/index.ts';
import { localDate } from '../../domain/calendar.ts';
import { isOpen, lineState } from '../../domain/order/lines.ts';
import { earliest } from '../../domain/time.ts';
import type { OrderView } from '../../workflows/order.contract.ts';

/** What an order's workflow, its operators and its readers are told: from the facts, the same for all. */
export async function viewOrder(tx: Queryable, orderId: string): Promise<OrderView> {
  const [[order], lines, underWay] = await Promise.all([
    tx.select().from(orders).where(eq(orders.id, orderId)),
    tx.select().from(orderLines).where(eq(orderLines.orderId, orderId)),
    tx
      .select({ presumeAt: parcels.presumeAt })
      .from(parcels)
      .where(and(eq(parcels.orderId, orderId), isNull(parcels.settledAt))),
  ]);
  const open = lines.filter(isOpen);
  const nextDeadlineAt = open.length > 0 ? earliest(underWay.map(({ presumeAt }) => presumeAt)) : null;
  const phase = phases[order!.state];
  const states = Object.entries(Object.groupBy(lines, lineState)).map(([state, some]) => `${some.length} ${state}`);
  const until = { held: order!.holdUntil, released: nextDeadlineAt }[phase as 'held' | 'released'] ?? null;
  return {
    orderId,
    phase,
    holdUntil: order!.holdUntil?.toISOString() ?? null,
    nextDeadlineAt: nextDeadlineAt?.toISOString() ?? null,
    openLines: open.length,
    summary: [
      `Order ${order!.number}: **${order!.state}**. Lines: ${states.join(', ')}.`,
      ...(until ? [`Next: ${waits[phase as 'held' | 'released']} ${localDate('UTC', until)}.`] : []),
    ].join('\n'),
  };
}

const phases = {
  'awaiting-approval': 'awaiting-approval',
  held: 'held',
  released: 'released',
  cancelled: 'ended',
  closed: 'ended',
  shadow: 'ended',
} as const;

const waits = { held: 'release on', released: 'a parcel without news is presumed delivered on' };
