import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { firstThatWorks, inDraftFolder, runReporting, type Source } from './fetching.ts';
import { type Progress, SetupError } from './setup-error.ts';

/** The server that production runs, as its own project publishes it; docker-compose.yml names the same version. */
export const TEMPORAL_SERVER_VERSION = '1.29.1';
const MODULE = 'go.temporal.io/server/cmd';
/** What `go install` names each program. */
const PROGRAMS = { server: `${MODULE}/server`, sql: `${MODULE}/tools/sql` } as const;

export interface TemporalServerPrograms {
  server: string;
  /** Makes and upgrades its tables; the schema is inside. */
  sql: string;
}

/** Paths of Temporal's server and its SQL tool, built with Go once and kept in the cache. */
export async function findTemporalServer(cache: string, progress: Progress): Promise<TemporalServerPrograms> {
  const folder = join(cache, 'bin', `temporal-server-${TEMPORAL_SERVER_VERSION}`);
  mkdirSync(folder, { recursive: true });
  const found =
    (await builtEarlier(folder, progress)) ?? (await firstThatWorks([builtEarlier, build], folder, progress));
  if (found) return programsIn(folder);
  throw new SetupError(
    'Temporal’s server for production could not be built. Install Go 1.24 or newer (https://go.dev/doc/install), then start again; ' +
      'where there is a container engine, docker-compose.yml runs the same.',
  );
}

function programsIn(folder: string): TemporalServerPrograms {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { server: join(folder, `server${suffix}`), sql: join(folder, `sql${suffix}`) };
}

const builtEarlier: Source = async (folder) =>
  Object.values(programsIn(folder)).every((path) => existsSync(path)) ? folder : undefined;

const build: Source = (folder, progress) => {
  progress('building Temporal’s server with Go (about 5 minutes, once)');
  return inDraftFolder(folder, async (draft) => {
    for (const module of Object.values(PROGRAMS)) {
      const problem = await runReporting('go', ['install', '-v', `${module}@v${TEMPORAL_SERVER_VERSION}`], {
        doing: `building ${module}`,
        progress,
        env: { GOBIN: draft, GOFLAGS: '-mod=mod' },
      });
      if (problem !== undefined) {
        progress(`building did not work: ${problem}`);
        return undefined;
      }
    }
    const [made, kept] = [programsIn(draft), programsIn(folder)];
    for (const name of Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[]) renameSync(made[name], kept[name]);
    return folder;
  });
};
