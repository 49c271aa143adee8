import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstThatWorks, inDraftFolder, runReporting } from '../../servers/fetching.ts';
import { type Progress, SetupError } from '../../servers/setup-error.ts';
import { ROOT } from './apps.ts';

const run = promisify(execFile);

/** Folder of a released version as it was, packages installed: made once for each commit, kept in the cache. */
export async function findRelease(cache: string, name: string, progress: Progress): Promise<string> {
  const commit = await commitOf(name);
  const folder = join(cache, 'releases', commit);
  const marker = join(folder, 'node_modules', '.package-lock.json');
  const found = async () => (existsSync(marker) ? folder : undefined);
  mkdirSync(join(cache, 'releases'), { recursive: true });
  const made = (await found()) ?? (await firstThatWorks([found, checkOut], join(cache, 'releases'), progress));
  if (made === undefined) throw new SetupError(`${name} could not be installed; what npm said stands above.`);
  return made;

  function checkOut(releases: string): Promise<string | undefined> {
    progress(`checking out ${name} (${commit.slice(0, 10)})`);
    return inDraftFolder(releases, async (draft) => {
      const archive = `${draft}.tar`;
      await run('git', ['archive', '--output', archive, commit], { cwd: ROOT });
      await run('tar', ['-xf', archive, '-C', draft]);
      const problem = await runReporting('npm', ['ci', '--prefix', draft, '--no-audit', '--no-fund'], {
        doing: 'installing its packages',
        progress,
      });
      if (problem !== undefined) {
        progress(problem);
        return undefined;
      }
      renameSync(draft, folder);
      return folder;
    });
  }
}

async function commitOf(name: string): Promise<string> {
  try {
    return (await run('git', ['rev-parse', '--verify', `${name}^{commit}`], { cwd: ROOT })).stdout.trim();
  } catch {
    throw new SetupError(
      `Git knows no ${name} here. Fetch the tags (git fetch --tags), or name a commit: --release COMMIT`,
    );
  }
}
