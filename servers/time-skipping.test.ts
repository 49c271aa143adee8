import { TestWorkflowEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { findTimeSkippingServer } from './time-skipping.ts';

test('a month passes in a moment', async () => {
  const path = await findTimeSkippingServer(loadConfig().cache, () => {});
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  } finally {
    await environment.teardown();
  }
});
