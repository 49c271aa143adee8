// npm run faults [-- --cases N] [--seconds N] [--down N] [--seed N]: every fault of a network at every server that the product needs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config.ts';
import { readCommandLine } from '../../operations/cli/command.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { anySeed, wholeNumber } from '../../test/harness/command-line.ts';
import { TheirServer } from '../../test/harness/their-server.ts';
import { openSmtpTap, type SmtpTap } from '../loop/smtp-tap.ts';
import { findToxiproxy, startToxiproxy } from '../network/toxiproxy.ts';
import { sayWithTime, withOwnShape } from '../prodlike/own-shape.ts';
import type { Reached } from '../prodlike/shape.ts';
import type { Ways } from './episodes.ts';
import { type FaultsOptions, runFaults } from './faults.ts';
import { type PartName, parts } from './plan.ts';
import { verdict } from './verdict.ts';

const usage = `npm run faults [-- --cases N] [--devices N] [--seconds N] [--down N] [--at PART] [--seed N]

Temporal's server on PostgreSQL, two workers and two APIs, with toxiproxy before PostgreSQL, Temporal, the mail server and an ERP: latency,
resets, 1 kB/s, silence, dropped answers and outages, one after the other, while a fleet reports, orders go their way and people ask for
things under Idempotency-Keys. Fails when a key has another number of effects than one, when something is lost, doubled or not mailed, or
not as usual 30 s after a fault.

  --cases N     keys in all, a hundred at a time (10000)
  --devices N   that report (100)
  --seconds N   how long a fault lasts (10)
  --down N      how long a server is down (120)
  --at PART     faults of one part only: postgres, temporal, smtp, erp
  --seed N      the same again
`;
const { values } = readCommandLine(
  usage,
  {
    cases: { type: 'string', default: '10000' },
    devices: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    down: { type: 'string', default: '120' },
    at: { type: 'string' },
    seed: { type: 'string', default: String(anySeed()) },
  },
  0,
);
const say = sayWithTime();

function partNamed(name: string | undefined): PartName | undefined {
  const found = parts.find((part) => part === name);
  if (name !== undefined && !found) throw new RangeError(`--at ${name}: one of ${parts.join(', ')} is wanted.`);
  return found;
}

async function run(options: FaultsOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-toxiproxy-'));
  const toxiproxy = await startToxiproxy(await findToxiproxy(loadConfig().cache, say), join(folder, 'toxiproxy.log'));
  const erp = await TheirServer.open();
  let tap: SmtpTap | undefined;
  try {
    const networks: Partial<Ways['networks']> = { erp: await toxiproxy.before('erp', erp.port) };
    const reach = async (server: Reached, port: number) => {
      const network = await toxiproxy.before(server, port);
      networks[server] = network;
      if (server !== 'smtp') return network.port;
      // Before the network: what it sees is what the senders see.
      tap = await openSmtpTap(network.port);
      return tap.port;
    };
    const settings = {
      OUTGOING_NETWORKS: '127.0.0.0/8',
      OUTGOING_HTTP: 'true',
      API_REQUESTS_PER_CREDENTIAL: '1000000',
    };
    const shape = { temporal: 'server', workers: 2, apis: 2, reach, settings, progress: say } as const;
    const figures = await withOwnShape('faults', shape, (running) =>
      runFaults(running, { networks: networks as Ways['networks'], tap: tap! }, erp, options, say),
    );
    const { lines, broken } = verdict(figures, options);
    for (const line of lines) process.stdout.write(`${line}\n`);
    return broken;
  } finally {
    await tap?.stop();
    await erp.disappear();
    await toxiproxy.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const options = {
    cases: wholeNumber('cases', values.cases, 100, 1_000_000),
    devices: wholeNumber('devices', values.devices, 5, 1000),
    seconds: wholeNumber('seconds', values.seconds, 1, 600),
    downSeconds: wholeNumber('down', values.down, 1, 3600),
    at: partNamed(values.at),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
  };
  say(`${options.cases} cases, ${options.devices} devices, seed ${options.seed}`);
  process.exit((await run(options)) === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof SetupError || error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
