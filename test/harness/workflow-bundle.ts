import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { inject } from 'vitest';

const WAIT_MS = 110_000;

/**
 * Path of the bundled workflows, for `Worker.create({ workflowBundle: { codePath } })`. Bundling takes seconds, so the
 * first test file that asks does it for the whole run, and the others wait for it.
 */
export async function workflowBundlePath(): Promise<string> {
  const bundle = join(inject('runFolder'), 'workflows.js');
  if (!existsSync(bundle) && claim(`${bundle}.claim`)) {
    await bundleWorkflows(`${bundle}.new`);
    renameSync(`${bundle}.new`, bundle);
  }
  for (const deadline = Date.now() + WAIT_MS; !existsSync(bundle); await sleep(100))
    if (Date.now() > deadline)
      throw new Error('The test file that was to bundle the workflows did not: see its error.');
  return bundle;
}

/** Writes the bundle of the product's workflows to `path`. */
export async function bundleWorkflows(path: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, '../../workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(path, code);
}

/** Whether we are the first: only one process can make a folder. */
function claim(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
