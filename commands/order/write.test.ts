import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../api/test/api.ts';
import { newCatalogue, newCustomer, newDevice } from '../../api/test/customer.ts';
import { orderLines, orders, slots } from '../../db/schema/index.ts';
import type { LineQuantities } from '../../domain/order/types.ts';
import { writeLine } from './write.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

/** One cartridge of a line, where the test says. */
const one = (where: Partial<LineQuantities>): LineQuantities => ({
  ...{ ordered: 1, waiting: 0, released: 0, backordered: 0, shipped: 0, cancelled: 0 },
  ...{ delivered: 0, presumed: 0, lost: 0, returned: 0 },
  ...where,
});

test('A09 a line is open until it is first closed, whatever is said of it afterwards', async () => {
  const { system, time } = api;
  await newCatalogue(api);
  const customer = await newCustomer(api);
  const device = await newDevice(api, await api.newToken('operations'), customer, 'AL-1');
  const [slot] = await system.select().from(slots).where(eq(slots.deviceId, device.id));
  const [order] = await system
    .insert(orders)
    .values({
      accountId: customer.accountId,
      siteId: customer.siteId,
      state: 'released',
      occasion: 'test',
      urgent: false,
      madeAt: time.now,
      holdUntil: time.now,
      address: { company: 'Customer', lines: ['1 rue des Lilas'], postcode: '69001', city: 'Lyon', country: 'FR' },
      madeBy: 'test',
    })
    .returning();
  const [line] = await system
    .insert(orderLines)
    .values({
      accountId: customer.accountId,
      orderId: order!.id,
      deviceId: device.id,
      slotId: slot!.id,
      supplyId: slot!.supplyId!,
      kind: 'regular',
      reason: 'trigger',
      ...one({ shipped: 1 }),
    })
    .returning();
  const write = async (where: Partial<LineQuantities>, day: number) => {
    await system.transaction((tx) => writeLine(tx, line!.id, one(where), new Date(Date.UTC(2026, 2, day))));
    const [row] = await system.select().from(orderLines).where(eq(orderLines.id, line!.id));
    return row!.closedAt?.toISOString().slice(0, 10);
  };
  expect(await write({ shipped: 1 }, 3)).toBeUndefined();
  expect(await write({ shipped: 1, presumed: 1 }, 4)).toBe('2026-03-04');
  expect(await write({ shipped: 1, delivered: 1 }, 9)).toBe('2026-03-04');
});
