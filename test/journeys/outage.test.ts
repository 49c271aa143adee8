import { Worker } from '@temporalio/worker';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deviceWorkflowId } from '../../workflows/device.contract.ts';
import { expectSound } from '../harness/books.ts';
import { createScenario } from '../harness/scenario.ts';
import { workflowBundlePath } from '../harness/workflow-bundle.ts';
import { createWorld, type World } from '../harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => expectSound(world));
afterAll(() => world.close());

/** While it runs, the worker may not read what an assessment needs; what others do in the database works. */
async function whileUnreadable(run: () => Promise<unknown>): Promise<void> {
  const owner = postgres(world.database.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await owner`revoke select on settings from replenish_system`;
    await run();
    await owner`grant select on settings to replenish_system`;
  } finally {
    await owner.end();
  }
}

describe('outages', () => {
  test('a device whose assessment fails goes on when the database does, and its history replays', async () => {
    const customer = await createScenario(world);
    const device = await customer.enrol({ past: { days: 50, perDay: { K: 1 }, now: { K: 40 } } });
    const workflow = world.env.client.workflow.getHandle(deviceWorkflowId(device.id));
    const { runId } = await workflow.describe();

    await whileUnreadable(() => device.report({ K: 40 }));
    await world.sleep('1 minute');

    expect((await workflow.describe()).status.name).toBe('RUNNING');
    expect((await device.slot('K')).level).toMatchObject({ percent: 40 });
    const history = await world.env.client.workflow.getHandle(workflow.workflowId, runId).fetchHistory();
    expect(history.events?.some((event) => event.activityTaskScheduledEventAttributes)).toBe(true);
    const replays = Worker.runReplayHistories({ workflowBundle: { codePath: await workflowBundlePath() } }, [
      { workflowId: workflow.workflowId, history },
    ]);
    for await (const { error } of replays) expect(error).toBeUndefined();
  });
});
