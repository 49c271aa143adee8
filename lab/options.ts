import { parseArgs } from 'node:util';

/** What was asked for makes no sense; its message says what would. */
export class UsageError extends Error {}

export const usage = `npm run lab [-- OPTIONS]

Compares policies, or versions of the rules, on the same worlds, and writes one HTML page. The first is what the others are compared with.
  --policy 'NAME: SETTING=VALUE, …'  a policy to compare with the published one, such as 'careful: riskPercent=2'; may be repeated
  --against COMMIT                   the rules of another commit or tag, by its own controller; may be repeated
  --scenarios everyday,coarse        worlds: everyday clean coarse restless sporadic heavy shortages, or all
  --seeds a,b                        each seed is a world of its own
  --devices 40  --days 300           how large a world is, and how long a run
  --history FILE_OR_FOLDER           instead of invented use, what devices have used: readings as “npm run export-readings” writes them,
                                     one file for each site; may be repeated
  --simulator 'python3 sim.py'       instead of the lab's own simulator one that takes --controller, --devices, --days, --seed, --scenario
                                     and --json; its scenarios are its own. Nothing can be drawn of what it does not tell
  --jobs N                           runs at the same time
  --to lab-report.html               where the page goes

npm run lab -- --gate [--update]     the reference worlds; fails when the scores are worse than the reference by more than chance.
                                     --update makes today's scores the reference
`;

export interface LabOptions {
  policies: string[];
  against: string[];
  scenarios: string[];
  seeds: string[];
  devices: number;
  days: number;
  history: string[];
  simulator: string | undefined;
  jobs: number | undefined;
  to: string;
  gate: boolean;
  update: boolean;
}

export function readOptions(args: string[]): LabOptions {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
  const { policy, against, scenarios, seeds, devices, days, history, simulator, jobs, to, gate, update } = values;
  if (update && !gate)
    throw new UsageError('--update goes with --gate: it writes the scores that the gate compares with.');
  if (simulator !== undefined && history.length > 0) throw new UsageError('Either --history or --simulator, not both.');
  return {
    policies: policy,
    against,
    scenarios: list('scenarios', scenarios),
    seeds: list('seeds', seeds),
    devices: whole('devices', devices, 1, 5000),
    days: whole('days', days, 60, 1500),
    history,
    simulator,
    jobs: jobs === undefined ? undefined : whole('jobs', jobs, 1, 64),
    to,
    gate,
    update,
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      policy: { type: 'string', multiple: true, default: [] },
      against: { type: 'string', multiple: true, default: [] },
      scenarios: { type: 'string', default: 'everyday' },
      seeds: { type: 'string', default: 'a,b,c,d' },
      devices: { type: 'string', default: '40' },
      days: { type: 'string', default: '300' },
      history: { type: 'string', multiple: true, default: [] },
      simulator: { type: 'string' },
      jobs: { type: 'string' },
      to: { type: 'string', default: 'lab-report.html' },
      gate: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
    },
  }).values;
}

function list(name: string, text: string): string[] {
  const found = text.split(',').flatMap((each) => each.trim() || []);
  if (found.length === 0) throw new UsageError(`--${name}: at least one, separated by commas.`);
  return found;
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} ${text}: a whole number from ${least} to ${most} is wanted.`);
}
