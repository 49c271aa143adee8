import { constants, userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { type Progress, SetupError } from '../../servers/setup-error.ts';

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Reads a command line of `options` and at most `most` other words. A mistake in it, or --help, ends with the usage. */
export function readCommandLine<const O extends Options>(usage: string, options: O, most: number) {
  try {
    const read = parseArgs({ allowPositionals: true, options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (read.positionals.length > most) throw new SetupError(`Too much: ${read.positionals.slice(most).join(' ')}`);
    if ((read.values as { help?: boolean }).help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    return read;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** The person at the machine, for the audit. */
export const actorHere = (): string => `command line: ${userInfo().username}`;

export const say: Progress = (line) => process.stdout.write(`${line}\n`);

/** Runs a command to its end. Ctrl-C ends what it does, with everything put back, and then the command. */
export async function run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  let exitCode: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => {
      exitCode = 128 + constants.signals[name];
      interrupted.abort(new SetupError('Interrupted: everything is as it was.'));
    });
  try {
    await work(interrupted.signal);
  } catch (error) {
    if (exitCode === undefined) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
  }
  process.exit(exitCode ?? process.exitCode);
}
