import { parseArgs } from 'node:util';
import { SetupError } from '../../servers/setup-error.ts';
import { anySeed, wholeNumber } from '../../test/harness/command-line.ts';

export interface ModelOptions {
  runs: number;
  seed: number;
  minutes: number;
  workers: number;
  /** Of a failure: repeats it alone. */
  path: string | undefined;
  replayPath: string | undefined;
}

const usage = `Usage: npm run model -- [--runs N] [--seed S] [--minutes N] [--workers N]
       npm run model -- --seed S --path PATH --replay-path PATH    (repeats a failure, as it was printed)`;

/** What the command line asks for: 10,000 runs on two workers, unless it says otherwise. */
export function readOptions(args: string[]): ModelOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        runs: { type: 'string', default: '10000' },
        seed: { type: 'string', default: String(anySeed()) },
        minutes: { type: 'string', default: '60' },
        workers: { type: 'string', default: '2' },
        path: { type: 'string' },
        'replay-path': { type: 'string' },
      },
    });
    return {
      runs: wholeNumber('runs', values.runs, 1, 10_000_000),
      seed: wholeNumber('seed', values.seed, -(2 ** 31), 2 ** 31 - 1),
      minutes: wholeNumber('minutes', values.minutes, 1, 10_000),
      workers: values.path ? 1 : wholeNumber('workers', values.workers, 1, 64),
      path: values.path,
      replayPath: values['replay-path'],
    };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${usage}`);
  }
}
