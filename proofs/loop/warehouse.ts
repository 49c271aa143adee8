import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../year/random.ts';
import type { Patient } from './patient.ts';

/** What a warehouse is to send, as it was told. */
export interface ToSend {
  orderId: string;
  lines: { lineId: string; quantity: number }[];
}

/** What the warehouse has done and said, by its own books. */
export interface Warehouse {
  /** Units that left, of each line. */
  shipped: Map<string, number>;
  /** Parcels that left, of each order; and times that an order was out of stock. */
  parcels: Map<string, number>;
  backorders: Map<string, number>;
  problems: string[];
  /** Sends what it still knows of, and stops looking. */
  stop(): Promise<void>;
}

export interface WarehouseOptions {
  patient: Patient;
  /** All that it has been asked to send and may have sent already. */
  list: () => Promise<ToSend[]>;
  dice: Dice;
}

const lookEveryMs = 500;
const onTheRoadMs = 1500;
const outOfStockShare = 0.2;
const twoParcelsShare = 0.3;
const carrier = 'Colis Express';

/** Sends everything it is asked to, some of it late or in two parcels, has each parcel delivered, and says so until it is heard. */
export function startWarehouse({ patient, list, dice }: WarehouseOptions): Warehouse {
  const taken = new Map<string, Promise<void>>();
  const warehouse: Warehouse = { shipped: new Map(), parcels: new Map(), backorders: new Map(), problems: [], stop };
  let going = true;
  const looking = look();
  return warehouse;

  async function stop(): Promise<void> {
    going = false;
    await looking;
    await Promise.all(taken.values());
  }

  async function look(): Promise<void> {
    while (going) {
      for (const order of await list()) {
        if (!taken.has(order.orderId))
          taken.set(
            order.orderId,
            fulfil(order).catch((error) => void warehouse.problems.push(String(error))),
          );
      }
      await sleep(lookEveryMs);
    }
  }

  async function fulfil({ orderId, lines }: ToSend): Promise<void> {
    const own = dice.of(orderId);
    let said = 0;
    const say = (type: string, what: object) =>
      patient.tell('POST', '/fulfilment/events', {
        eventId: `${orderId}-${++said}`,
        orderId,
        type,
        occurredAt: new Date().toISOString(),
        ...what,
      });
    if (own.chance(outOfStockShare)) {
      await say('backordered', { lines });
      count(warehouse.backorders, orderId, 1);
      await sleep(onTheRoadMs);
    }
    const parcels = own.chance(twoParcelsShare) ? inTwo(lines) : [lines];
    for (const [i, packed] of parcels.entries()) {
      const parcel = { carrier, tracking: `CX-${orderId}-${i + 1}` };
      await say('shipped', { lines: packed, parcel });
      count(warehouse.parcels, orderId, 1);
      for (const { lineId, quantity } of packed) count(warehouse.shipped, lineId, quantity);
      await sleep(onTheRoadMs);
      await say('delivered', { lines: [], parcel });
    }
  }
}

/** One of each line beforehand, where there are more. */
function inTwo(lines: ToSend['lines']): ToSend['lines'][] {
  const rest = lines.flatMap(({ lineId, quantity }) => (quantity > 1 ? [{ lineId, quantity: quantity - 1 }] : []));
  return rest.length > 0 ? [lines.map(({ lineId }) => ({ lineId, quantity: 1 })), rest] : [lines];
}

function count(books: Map<string, number>, key: string, units: number): void {
  books.set(key, (books.get(key) ?? 0) + units);
}

/** The work list of the built-in warehouse. */
export const builtinOrders = (patient: Patient) => async (): Promise<ToSend[]> => {
  const { items } = await patient.tell<{ items: { id: string; lines: { lineId: string; toShip: number }[] }[] }>(
    'GET',
    '/fulfilment/orders?limit=100',
  );
  return items.map(({ id, lines }) => ({
    orderId: id,
    lines: lines.map(({ lineId, toShip }) => ({ lineId, quantity: toShip })),
  }));
};
