// A small warehouse for the demo: acts through the API, as any warehouse would. Cyan is out of stock; the rest leaves at once.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../config.ts';
import { apiClient } from './client.ts';
import { demoTokens } from './credentials.ts';

interface WarehouseOrder {
  id: string;
  number: number;
  lines: { lineId: string; supply: string; serial: string; toShip: number; backordered: number }[];
}

const lookEveryMs = 5000;
/** A calendar week for what is out of stock, two days on the road for the rest. */
const restockDays = 7;
const onTheRoadDays = 2;

const config = loadConfig();
const call = apiClient(config.api.publicUrl, (await demoTokens(config)).warehouse);
const outOfStock = ({ supply }: WarehouseOrder['lines'][number]) => /cyan/i.test(supply);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

while (existsSync(config.home)) {
  try {
    const { items } = await call<{ items: WarehouseOrder[] }>('GET', '/fulfilment/orders?limit=50');
    for (const order of items) await fulfil(order);
  } catch (error) {
    process.stderr.write(`the demo warehouse tries again: ${(error as Error).message}\n`);
  }
  await sleep(lookEveryMs);
}

async function fulfil(order: WarehouseOrder): Promise<void> {
  const missing = order.lines.filter((line) => outOfStock(line) && line.backordered === 0);
  if (missing.length > 0) {
    await say(order, 'backordered', {
      lines: missing.map(({ lineId, toShip }) => ({ lineId, quantity: toShip, expectedOn: inDays(restockDays) })),
    });
  }
  const here = order.lines.filter((line) => !outOfStock(line));
  if (here.length > 0) {
    const tracking = `CX${String(order.number).padStart(8, '0')}`;
    await say(order, 'shipped', {
      lines: here.map(({ lineId, toShip }) => ({ lineId, quantity: toShip })),
      parcel: { carrier: 'Colis Express', tracking, expectedOn: inDays(onTheRoadDays) },
    });
  }
}

/** Each thing is said once per order: said again after a restart, it is the same event. */
async function say(order: WarehouseOrder, type: string, what: object): Promise<void> {
  const eventId = `demo-${order.id}-${type}`;
  await call('POST', '/fulfilment/events', {
    eventId,
    orderId: order.id,
    type,
    occurredAt: new Date().toISOString(),
    ...what,
  });
}
