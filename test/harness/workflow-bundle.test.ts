import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workflowBundlePath } from './workflow-bundle.ts';

test('all who ask at once get the one bundle', async () => {
  const paths = await Promise.all([workflowBundlePath(), workflowBundlePath(), workflowBundlePath()]);
  expect(new Set(paths).size).toBe(1);
  expect(readFileSync(paths[0]!, 'utf8').length).toBeGreaterThan(100_000);
});
