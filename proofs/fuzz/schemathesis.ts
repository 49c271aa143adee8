import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstThatWorks, runReporting, type Source } from '../../servers/fetching.ts';
import { type Progress, SetupError } from '../../servers/setup-error.ts';

const version = '4.32.5';
const bin = process.platform === 'win32' ? 'Scripts' : 'bin';

/** Path of the `schemathesis` program, in a Python environment of its own in the cache; made the first time (about a minute). */
export async function findSchemathesis(cache: string, progress: Progress): Promise<string> {
  const folder = join(cache, 'schemathesis');
  const environment = join(folder, version);
  const found = await firstThatWorks([madeEarlier(environment), make(environment)], folder, progress);
  if (found) return found;
  throw new SetupError(
    `schemathesis ${version} could not be installed: it needs Python 3.10 or newer with venv ("python3" on the PATH) and access to PyPI.`,
  );
}

/** Stands in the environment once all of it is there. */
const finished = (environment: string) => join(environment, 'finished');
const program = (environment: string) => join(environment, bin, 'schemathesis');

const madeEarlier =
  (environment: string): Source =>
  async () =>
    existsSync(finished(environment)) ? program(environment) : undefined;

/** In its final place: an environment cannot be moved. */
const make =
  (environment: string): Source =>
  async (_folder, progress) => {
    progress(`fetching schemathesis ${version} (once)`);
    rmSync(environment, { recursive: true, force: true });
    const python = join(environment, bin, 'python');
    const steps: [string, string[]][] = [
      ['python3', ['-m', 'venv', environment]],
      [python, ['-m', 'pip', 'install', '--disable-pip-version-check', `schemathesis==${version}`]],
    ];
    for (const [command, args] of steps) {
      const problem = await runReporting(command, args, { doing: 'installing', progress });
      if (problem === undefined) continue;
      progress(`that did not work: ${problem}`);
      return undefined;
    }
    writeFileSync(finished(environment), version);
    return program(environment);
  };
