import { join } from 'node:path';
import { inject } from 'vitest';
import { lock } from '../../launch.js';
import { workflowBundle } from '../../servers/workflow-bundle.ts';

/**
 * Path of the bundled workflows, for `Worker.create({ workflowBundle: { codePath } })`. The first test file that asks
 * bundles them for the whole run, and the others wait for it.
 */
export async function workflowBundlePath(): Promise<string> {
  const folder = inject('runFolder');
  const release = await lock(join(folder, 'workflows.lock'), () => {});
  try {
    return await workflowBundle(folder, () => {});
  } finally {
    release();
  }
}
