import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freeUdpPort } from '../../agent/free-port.ts';
import { poll } from '../../agent/poll.ts';
import { servePrinter } from '../../agent/printer/serve.ts';
import { newPrinter } from '../../agent/printer/state.ts';
import { toReading } from '../../agent/to-reading.ts';
import { modelSlots, models, supplies } from '../../db/schema/index.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** A model whose slots have the printer's own indexes. */
async function addModel(): Promise<void> {
  const { db } = world.system;
  const createdAt = await world.now();
  const [model] = await db
    .insert(models)
    .values({ maker: 'Aldine', name: 'C410 agent', connections: ['agent'], replenishable: true, createdAt })
    .returning();
  const parts = [
    ['1.1', 'toner', 'black', 'AG-410K'],
    ['1.5', 'waste', null, 'AG-410W'],
  ] as const;
  for (const [key, kind, colour, partNumber] of parts) {
    const supply = { partNumber, name: partNumber, kind, colour, ratedYieldPages: 9000, createdAt };
    const [made] = await db.insert(supplies).values(supply).returning();
    await db.insert(modelSlots).values({ modelId: model!.id, key, label: key, supplyId: made!.id });
  }
}

test('A01 levels that change day by day on a printer, read over SNMP: orders follow, for toner and for waste', async () => {
  const customer = await createScenario(world);
  await addModel();
  const port = await freeUdpPort();
  const printer = await servePrinter({
    port,
    community: 'public',
    initial: newPrinter({ maker: 'Aldine', model: 'C410 agent', serial: 'AG-0001' }),
  });
  try {
    const enrolled = await world.request('POST', '/devices', {
      siteId: customer.siteId,
      contractId: customer.contractId,
      maker: 'Aldine',
      model: 'C410 agent',
      serial: 'AG-0001',
      connection: 'agent',
    });
    expect(enrolled.status).toBe(201);
    const access = { snmp: { host: '127.0.0.1', port, community: 'public', timeoutMs: 3000, retries: 2 } };
    const ordered: Record<string, number> = {};
    let [black, room] = [70, 52];
    for (let day = 0; day < 30; day += 1) {
      await printer.command(`K=${black}`);
      await printer.command(`W=${room}`);
      await printer.command(`pages=${12_840 + day * 180}`);
      const reading = toReading(await poll(access, await world.now()));
      const posted = await world.request('POST', '/readings', reading);
      expect(posted).toMatchObject({ status: 201, body: { outcome: 'accepted' } });
      for (const { key } of (await customer.orders()).flatMap(({ lines }) => lines)) ordered[key] ??= day;
      black -= 2;
      room -= 1;
      await world.sleep('1 day');
      if (Object.keys(ordered).length === 2) break;
    }
    // 70 % at 2 points a day: 21 days of use are left after 14 days. The waste container has some 38 days then, and joins (A08).
    expect(ordered['1.1']).toBeGreaterThanOrEqual(12);
    expect(ordered['1.1']).toBeLessThanOrEqual(15);
    expect(ordered['1.5']).toBe(ordered['1.1']);
    const [device] = await world.system.db.query.devices.findMany({ where: (t) => eq(t.serial, 'AG-0001') });
    expect(device!.newestReadingAt).not.toBeNull();
  } finally {
    await printer.close();
  }
});
