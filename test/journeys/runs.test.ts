import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readingsPerRun } from '../../commands/assess-device.ts';
import { deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

test('a device’s life goes on in a new run after as many readings as its assessments say, with all that it knows', async () => {
  const customer = await createScenario(world);
  const past = { days: 50, perDay: { K: 1 }, now: { K: 90 } };
  const device = await customer.enrol({ past });
  const workflow = world.env.client.workflow.getHandle(deviceWorkflowId(device.id));
  const run = async () => (await workflow.describe()).runId;
  const runs = [await run()];
  for (let reading = 1; reading <= 2 * readingsPerRun; reading += 1) {
    await device.report({ K: 90 - reading });
    const now = await run();
    if (now !== runs.at(-1)) runs.push(now);
  }
  expect(runs).toHaveLength(3);
  const view = await workflow.query(deviceQuery);
  expect(view).toMatchObject({ phase: 'active', readings: past.days + 2 * readingsPerRun, orders: 0 });
  expect(Date.parse(view.wakeAt!)).toBeGreaterThan(+(await world.now()));
});
