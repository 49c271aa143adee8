import { parseArgs } from 'node:util';
import { SetupError } from '../servers/setup-error.ts';
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
      days: whole('days', values.days, 366),
      devices: whole('devices', values.devices, 1000),
      seed: values.seed,
    };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${usage}`);
  }
}

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new RangeError(`--${name} ${text}: a whole number from 1 to ${most} is wanted.`);
}
