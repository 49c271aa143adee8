import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workflowBundle } from './workflow-bundle.ts';

test('the workflows are bundled once, and a bundle of older sources goes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-bundle-'));
  try {
    writeFileSync(join(folder, 'workflows-0123456789abcdef.js'), 'of older sources');
    const said: string[] = [];
    const path = await workflowBundle(folder, (line) => said.push(line));
    expect(readFileSync(path, 'utf8').length).toBeGreaterThan(100_000);
    const { mtimeMs } = statSync(path);
    expect(await workflowBundle(folder, (line) => said.push(line))).toBe(path);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    expect(said).toEqual(['bundling the workflows']);
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([path]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
