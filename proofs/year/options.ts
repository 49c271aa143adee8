import { parseArgs } from 'node:util';
import { SetupError } from '../../servers/setup-error.ts';
import { wholeNumber } from '../../test/harness/command-line.ts';
import type { YearOptions } from './state.ts';

const usage = 'Usage: npm run year -- [--days N] [--devices N] [--seed S]';

/** What the command line asks for: a year of 20 devices, unless it says otherwise. */
export function readOptions(args: string[]): YearOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        days: { type: 'string', default: '365' },
        devices: { type: 'string', default: '20' },
        seed: { type: 'string', default: 'belval' },
      },
    });
    return {
      days: wholeNumber('days', values.days, 1, 366),
      devices: wholeNumber('devices', values.devices, 1, 1000),
      seed: values.seed,
    };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${usage}`);
  }
}
