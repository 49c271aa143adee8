import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { firstThatWorks, inDraftFolder, runReporting, type Source } from './fetching.ts';
import { type Progress, SetupError } from './setup-error.ts';

/** Programs that their own project publishes as source, built with Go once and kept in the cache. */
export interface GoPrograms<Name extends string> {
  /** What people call them; the folder in the cache is named after it and the version. */
  title: string;
  folder: string;
  version: string;
  /** Package of each program; `go install` names it after the last part. */
  packages: Record<Name, string>;
  /** How long building takes, in words. */
  takes: string;
  /** What to do where there is no Go: a sentence. */
  otherwise: string;
}

/** Paths of the programs. Throws a SetupError that says what to install. */
export async function findGoPrograms<Name extends string>(
  cache: string,
  wanted: GoPrograms<Name>,
  progress: Progress,
): Promise<Record<Name, string>> {
  const folder = join(cache, 'bin', `${wanted.folder}-${wanted.version}`);
  mkdirSync(folder, { recursive: true });
  const builtEarlier: Source = async (place) =>
    Object.values<string>(pathsIn(place, wanted)).every((path) => existsSync(path)) ? place : undefined;
  const build: Source = (place, tell) => buildIn(place, wanted, tell);
  const found =
    (await builtEarlier(folder, progress)) ?? (await firstThatWorks([builtEarlier, build], folder, progress));
  if (found) return pathsIn(folder, wanted);
  throw new SetupError(
    `${wanted.title} could not be built. Install Go 1.24 or newer (https://go.dev/doc/install), then start again; ${wanted.otherwise}`,
  );
}

function pathsIn<Name extends string>(folder: string, { packages }: GoPrograms<Name>): Record<Name, string> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const paths = Object.entries<string>(packages).map(([name, path]) => [
    name,
    join(folder, `${path.slice(path.lastIndexOf('/') + 1)}${suffix}`),
  ]);
  return Object.fromEntries(paths) as Record<Name, string>;
}

function buildIn<Name extends string>(
  folder: string,
  wanted: GoPrograms<Name>,
  progress: Progress,
): Promise<string | undefined> {
  progress(`building ${wanted.title} with Go (${wanted.takes}, once)`);
  return inDraftFolder(folder, async (draft) => {
    for (const path of Object.values<string>(wanted.packages)) {
      const problem = await runReporting('go', ['install', '-v', `${path}@v${wanted.version}`], {
        doing: `building ${path}`,
        progress,
        env: { GOBIN: draft, GOFLAGS: '-mod=mod' },
      });
      if (problem !== undefined) {
        progress(`building did not work: ${problem}`);
        return undefined;
      }
    }
    const [made, kept] = [pathsIn(draft, wanted), pathsIn(folder, wanted)];
    for (const name of Object.keys(kept) as Name[]) renameSync(made[name], kept[name]);
    return folder;
  });
}
