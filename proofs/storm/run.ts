// npm run storm [-- --minutes N] [--devices N] [--seed N]: a fleet reports while every part of the product is killed again and again.
import { readCommandLine } from '../../operations/cli/command.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { anySeed, wholeNumber } from '../../test/harness/command-line.ts';
import { openSmtpTap, type SmtpTap } from '../loop/smtp-tap.ts';
import { sayWithTime, withOwnShape } from '../prodlike/own-shape.ts';
import { storm } from './storm.ts';
import { verdict } from './verdict.ts';

const usage = `npm run storm [-- --minutes N] [--devices N] [--seed N]

Temporal's server on PostgreSQL, two workers, two APIs and a mail server; a fleet reports all the time and a warehouse sends what is
ordered, while API, worker, Temporal and PostgreSQL are killed (SIGKILL), four times a minute. Fails when anything that was acknowledged
is lost, doubled, not mailed or out of balance, or not done a minute after the last kill.

  --minutes N   how long the storm lasts (5)
  --devices N   that report (200)
  --seed N      the same storm again
`;
const { values } = readCommandLine(
  usage,
  {
    minutes: { type: 'string', default: '5' },
    devices: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(anySeed()) },
  },
  0,
);
const say = sayWithTime();
try {
  const options = {
    minutes: wholeNumber('minutes', values.minutes, 1, 600),
    devices: wholeNumber('devices', values.devices, 5, 1000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
  };
  say(`${options.minutes} minutes, ${options.devices} devices, seed ${options.seed}`);
  let tap: SmtpTap | undefined;
  const reach = async (server: string, port: number) => {
    if (server !== 'smtp') return port;
    tap = await openSmtpTap(port);
    return tap.port;
  };
  const shape = { temporal: 'server', workers: 2, apis: 2, reach, progress: say } as const;
  const figures = await withOwnShape('storm', shape, (running) => storm(running, tap!, options, say));
  await tap?.stop();
  const { lines, broken } = verdict(figures, options);
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.exit(broken === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof SetupError || error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
