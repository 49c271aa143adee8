import { parseArgs } from 'node:util';
import { SetupError } from '../../servers/setup-error.ts';
import { wholeNumber } from '../../test/harness/command-line.ts';
import type { TemporalKind } from './temporal.ts';

const usage = 'Usage: npm run bench -- [--devices N] [--rounds N] [--intervals] [--fleet N] [--prodlike] [--report]';

export interface BenchOptions {
  /** Of the fleet that reports; the cold worker's cache holds a tenth of it. */
  devices: number;
  /** How often floor and product take turns; each figure is the median of the turns. */
  rounds: number;
  /** Also the table that chooses after how many readings a device continues as new. */
  intervals: boolean;
  /** Instead: throughput beside so many idle devices, and their bytes. */
  fleet: number | undefined;
  /** The Temporal server that production runs, on PostgreSQL, instead of the one for development. */
  temporal: TemporalKind;
  /** A figure that misses its target is told, and not an error. */
  report: boolean;
}

export function readOptions(args: string[]): BenchOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        devices: { type: 'string', default: '200' },
        rounds: { type: 'string', default: '5' },
        intervals: { type: 'boolean', default: false },
        fleet: { type: 'string' },
        prodlike: { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
      },
    });
    return {
      devices: wholeNumber('devices', values.devices, 50, 5000),
      rounds: wholeNumber('rounds', values.rounds, 1, 100),
      intervals: values.intervals,
      fleet: values.fleet === undefined ? undefined : wholeNumber('fleet', values.fleet, 500, 1_000_000),
      temporal: values.prodlike ? 'prodlike' : 'dev',
      report: values.report,
    };
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n${usage}`);
  }
}
