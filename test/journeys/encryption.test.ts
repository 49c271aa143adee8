import { randomBytes } from 'node:crypto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporalData } from '../../temporal.ts';
import { deviceQuery, deviceWorkflowId } from '../../workflows/device.contract.ts';
import { orderWorkflowId } from '../../workflows/order.contract.ts';
import { orderedFor } from '../harness/acts.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { createScenario } from '../harness/scenario.ts';
import { workflowBundlePath } from '../harness/workflow-bundle.ts';
import { createWorld, type World } from '../harness/world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  const made = await createTestDatabase();
  const codecKeys = [{ name: 'k1', key: randomBytes(32) }] as const;
  const temporal = { ...made.config.temporal, codecKeys };
  database = { ...made, config: { ...made.config, temporal } };
  world = await createWorld({ database, bundlePath: await workflowBundlePath() });
});
afterAll(() => world.close());

test('with keys given, Temporal keeps nothing that can be read, and everything goes on and replays', async () => {
  const customer = await createScenario(world);
  const { device, order } = await orderedFor(customer);
  const handle = world.env.client.workflow.getHandle(deviceWorkflowId(device.id));
  expect(await handle.query(deviceQuery)).toMatchObject({ phase: 'active', orders: 1 });

  for (const workflowId of [deviceWorkflowId(device.id), orderWorkflowId(order.id)]) {
    const history = await world.env.client.workflow.getHandle(workflowId).fetchHistory();
    const payloads = historyToJSON(history).match(/"data":\s*"[^"]*"/g) ?? [];
    expect(payloads).not.toEqual([]);
    const readable = payloads
      .map((data) => Buffer.from(data.split('"')[3]!, 'base64').toString('utf8'))
      .filter((data) => /phase|serial|summary|holdUntil/.test(data));
    expect(readable).toEqual([]);
    const replayed = Worker.runReplayHistories(
      { workflowBundle: { codePath: await workflowBundlePath() }, ...temporalData(database.config) },
      [{ workflowId, history }],
    );
    for await (const { error } of replayed) expect(error).toBeUndefined();
  }
});
