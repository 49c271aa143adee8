import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from './options.ts';
import type { Policy } from './policies.ts';

const run = promisify(execFile);
const here = join(import.meta.dirname, '..');

/** Something to compare: a policy under today's rules, or the rules of another commit. */
export interface Variant {
  name: string;
  policy: Policy;
  /** Folder of the other commit's files; undefined: today's. */
  tree?: string;
}

/** The controller as a command of its own. */
export function controllerCommand({ tree = here, policy }: Variant): string[] {
  const asked = Object.keys(policy).length > 0 ? ['--policy', JSON.stringify(policy)] : [];
  return [process.execPath, '--no-warnings', join(tree, 'lab/controller/main.ts'), ...asked];
}

/** Another commit's files, beside today's packages. `remove` takes them away again. */
export async function variantOf(commit: string): Promise<{ variant: Variant; remove: () => Promise<void> }> {
  const tree = await mkdtemp(join(tmpdir(), 'replenish-lab-'));
  const remove = () => rm(tree, { recursive: true, force: true });
  try {
    const git = (...args: string[]) => run('git', ['-C', here, ...args]);
    const { stdout } = await git('rev-parse', '--verify', '--short', `${commit}^{commit}`);
    const archive = join(tree, 'tree.tar');
    await git('archive', '--format=tar', `--output=${archive}`, stdout.trim(), 'package.json', 'domain', 'lab');
    await run('tar', ['-xf', archive, '-C', tree]);
    await symlink(join(here, 'node_modules'), join(tree, 'node_modules'));
    const name = commit === stdout.trim() ? commit : `${commit} (${stdout.trim()})`;
    return { variant: { name, policy: {}, tree }, remove };
  } catch (error) {
    await remove();
    const why = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new UsageError(`--against ${commit}: this commit's controller cannot be had: ${why}`);
  }
}
