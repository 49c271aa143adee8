import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

describe('A17 help to reconnect', () => {
  test('A17 a case with device, agent, network and last contacts at hand, one while it is open', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol();
    await device.report({ K: 60 });
    await world.sleep('1 day');
    await device.report({ K: 59 });
    const lastReadingAt = await world.now();
    await world.sleep('9 days');
    const network = 'New router since Monday';
    const ask = () => world.request('POST', `/devices/${device.id}/reconnect-case`, { network, remark: 'before noon' });
    const opened = await ask();
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    expect(opened.body).toMatchObject({ kind: 'reconnect-case', owner: 'connectivity', deviceId: device.id });
    const { details } = opened.body;
    expect(details).toMatchObject({
      device: { serial: device.serial, model: 'C410', site: 'Lyon', connection: 'agent' },
      network,
      remark: 'before noon',
      contacts: [{ name: 'Ada Martin', email: customer.address }],
      lastMails: [{ kind: 'silence-first', to: customer.address }],
    });
    expect(details.lastReadings).toHaveLength(2);
    expect(Math.abs(Date.parse(details.lastReadings[0].at) - +lastReadingAt)).toBeLessThan(60_000);
    const again = await ask();
    expect([again.status, again.body.id]).toEqual([200, opened.body.id]);
    expect(await customer.tasks()).toEqual(['reconnect-case']);
  });
});
