import { execFile } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileStartingWith, firstThatWorks, inDraftFolder, runReporting, type Source } from './fetching.ts';
import { type Progress, SetupError } from './setup-error.ts';

/** Later tags have a replace directive, which `go install` refuses. */
const GO_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** The oldest server that knows all we use (update-with-start). */
const OLDEST_SERVER = [1, 28] as const;
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * Path of the `temporal` program, whose `server start-dev` is the server with its web UI on one's own machine: the one on
 * the PATH, one fetched earlier, the SDK's download, or built with Go where downloads are blocked.
 */
export async function findTemporal(cache: string, progress: Progress): Promise<string> {
  const folder = join(cache, 'bin');
  const found =
    (await fromPath(folder, progress)) ??
    (await fetchedEarlier(folder, progress)) ??
    (await firstThatWorks([fetchedEarlier, download, build], folder, progress));
  if (found) return found;
  throw new SetupError(
    'The Temporal server could be had neither by download (temporal.download) nor by building it (Go). Do one of these, ' +
      'then start again: install the Temporal CLI (https://docs.temporal.io/cli, "temporal" must be on the PATH); install ' +
      'Go 1.24 or newer, with which it is built; or name a server that runs elsewhere: TEMPORAL_ADDRESS=host:7233',
  );
}

const fromPath: Source = async (_folder, progress) => {
  const version = await serverVersion('temporal');
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version;
  if (major > OLDEST_SERVER[0] || minor >= OLDEST_SERVER[1]) return 'temporal';
  progress(`the Temporal CLI on the PATH is too old (server ${version.join('.')}, needed ${OLDEST_SERVER.join('.')})`);
  return undefined;
};

/** [major, minor] of the server inside the program; undefined when there is none or it does not run. */
async function serverVersion(program: string): Promise<number[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version']);
    return /Server (\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number);
  } catch {
    return undefined;
  }
}

const fetchedEarlier: Source = async (folder) => {
  const candidates = [join(folder, PROGRAM), fileStartingWith(folder, 'temporal-sdk-typescript-')];
  for (const path of candidates) if (path && existsSync(path) && (await serverVersion(path))) return path;
  return undefined;
};

/** The SDK fetches the program when it starts a server, and keeps it in the folder it is told. */
const download: Source = async (folder, progress) => {
  progress('fetching the Temporal server (about 60 MB, once)');
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download', downloadDir: folder } } as const;
    await (await TestWorkflowEnvironment.createLocal({ server })).teardown();
    return fileStartingWith(folder, 'temporal-sdk-typescript-');
  } catch {
    progress('downloads of Temporal are blocked here');
    return undefined;
  }
};

const build: Source = async (folder, progress) => {
  progress('building the Temporal server with Go instead (about 4 minutes, once)');
  return inDraftFolder(folder, async (draft) => {
    const env = { GOBIN: draft, GOFLAGS: '-mod=mod' };
    const problem = await runReporting('go', ['install', '-v', GO_MODULE], { doing: 'building', progress, env });
    if (problem !== undefined) {
      progress(`building did not work: ${problem}`);
      return undefined;
    }
    renameSync(join(draft, PROGRAM), join(folder, PROGRAM));
    return join(folder, PROGRAM);
  });
};
