import { OrderDraft } from './draft.ts';
import type { FollowedOrder, OrderChange } from './followed.ts';

export interface LineUnits {
  lineId: string;
  quantity: number;
}

export interface Cancellation extends OrderChange {
  /** Cancelled by this. */
  cancelled: LineUnits[];
  /** The warehouse has them: it is asked, and what it consents to goes through `cancelConsented`. */
  askWarehouse: LineUnits[];
  /** Lines asked for of which nothing can be cancelled any more: it has all left, or is cancelled already. */
  nothingLeft: string[];
}

/**
 * Takes what has not been handed to the warehouse out of an order, or out of the lines named (A11, A18). Whether it is in time is
 * `mayCancel`'s to say. Only a customer's or the helpdesk's cancelling holds the slots back afterwards: the caller stores
 * `coverDaysAtCancel` (replenishment/cancel-hold.ts) with each.
 */
export function cancelLines(order: FollowedOrder, lineIds: readonly string[] | 'all'): Cancellation {
  const draft = new OrderDraft(order);
  const cancelled: LineUnits[] = [];
  const askWarehouse: LineUnits[] = [];
  const nothingLeft: string[] = [];
  for (const lineId of new Set(lineIds === 'all' ? order.lines.map(({ id }) => id) : lineIds)) {
    const line = draft.line(lineId);
    const { waiting, released, backordered, cancelled: before } = line?.q ?? noneLeft;
    if (line && waiting > 0) {
      draft.touchLine(line, { q: { waiting: 0, cancelled: before + waiting } });
      cancelled.push({ lineId, quantity: waiting });
    }
    if (released + backordered > 0) askWarehouse.push({ lineId, quantity: released + backordered });
    if (waiting + released + backordered === 0) nothingLeft.push(lineId);
  }
  return { ...draft.change(), cancelled, askWarehouse, nothingLeft };
}

const noneLeft = { waiting: 0, released: 0, backordered: 0, cancelled: 0 };

/**
 * Cancels what the warehouse has agreed not to send: first what is out of stock, then what was released. What it did not stop, or has
 * shipped meanwhile, is `refused`: a task tells who cancelled.
 */
export function cancelConsented(
  order: FollowedOrder,
  consented: readonly LineUnits[],
): OrderChange & { cancelled: LineUnits[]; refused: LineUnits[] } {
  const draft = new OrderDraft(order);
  const cancelled: LineUnits[] = [];
  const refused: LineUnits[] = [];
  for (const { lineId, quantity } of consented) {
    const line = draft.line(lineId);
    const { released, backordered, cancelled: before } = line?.q ?? noneLeft;
    const fromBackordered = Math.min(quantity, backordered);
    const fromReleased = Math.min(quantity - fromBackordered, released);
    const units = fromBackordered + fromReleased;
    if (line && units > 0) {
      draft.touchLine(line, {
        q: {
          backordered: backordered - fromBackordered,
          released: released - fromReleased,
          cancelled: before + units,
        },
      });
      cancelled.push({ lineId, quantity: units });
    }
    if (units < quantity) refused.push({ lineId, quantity: quantity - units });
  }
  return { ...draft.change(), cancelled, refused };
}

/** Releases an order to the warehouse at the end of its hold (A11): all that waits. */
export function releaseOrder(order: FollowedOrder): OrderChange {
  const draft = new OrderDraft(order);
  for (const { id, q } of order.lines) {
    const line = draft.line(id);
    if (line && q.waiting > 0) draft.touchLine(line, { q: { waiting: 0, released: q.released + q.waiting } });
  }
  return draft.change();
}
