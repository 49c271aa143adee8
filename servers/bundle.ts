// node servers/bundle.ts FILE: bundles the workflows into a file, so that workers need not do it when they start (WORKFLOW_BUNDLE_PATH).
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflowBundle } from './workflow-bundle.ts';

const target = process.argv[2];
if (!target) throw new Error('Name the file: node servers/bundle.ts FILE');
const folder = mkdtempSync(join(tmpdir(), 'replenish-bundle-'));
copyFileSync(await workflowBundle(folder, (line) => process.stderr.write(`${line}\n`)), target);
rmSync(folder, { recursive: true });
