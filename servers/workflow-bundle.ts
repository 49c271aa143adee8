import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from './setup-error.ts';

const ROOT = join(import.meta.dirname, '..');
/** All that a bundle is made of: workflows import nothing else (.dependency-cruiser.cjs), and the packages' versions. */
const SOURCES = ['workflows/**/*.ts', 'domain/**/*.ts', 'package-lock.json'];

/**
 * Path of the bundled workflows, for `Worker.create({ workflowBundle: { codePath } })`. Bundling takes seconds, so it is
 * done again only when a source has changed.
 */
export async function workflowBundle(folder: string, progress: Progress): Promise<string> {
  const name = `workflows-${fingerprint()}.js`;
  const path = join(folder, name);
  if (existsSync(path)) return path;
  progress('bundling the workflows');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).filter((file) => /^workflows-.+\.js$/.test(file))) rmSync(join(folder, old));
  writeFileSync(`${path}.new`, code);
  renameSync(`${path}.new`, path);
  return path;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of globSync(SOURCES, { cwd: ROOT }).sort())
    if (!file.endsWith('.test.ts'))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(ROOT, file)))
        .update('\0');
  return hash.digest('hex').slice(0, 16);
}
