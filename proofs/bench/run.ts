// npm run bench: the product's work beside a floor, a workflow that only counts the same signals on the same server.
import { endWith } from '../../test/harness/command-line.ts';
import { makeCatalogue, makeFleet } from './fleet.ts';
import { compareIntervals, measureCold } from './measures/cold.ts';
import { measureDeviceDays } from './measures/device-days.ts';
import { measureEnrolments } from './measures/enrolments.ts';
import { measureEvents } from './measures/events.ts';
import { measureIdle } from './measures/idle.ts';
import { measureIngestion } from './measures/ingestion.ts';
import { measureNightly } from './measures/nightly.ts';
import { measureSplit } from './measures/split.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { type Figure, figureLine, isMet, table } from './report.ts';
import { type BenchServers, startServers } from './servers.ts';
import { floorSide, productSide, stagger } from './sides.ts';

const historyDays = 400;
/** Room for every workflow of the warm fleet and the floor's. */
const warmCache = 10_000;
const beganAt = performance.now();
const seconds = () => Math.round((performance.now() - beganAt) / 1000);
const say = (text: string) => process.stdout.write(`${text}\n`);
const progress = (line: string) => say(`[${String(seconds()).padStart(4)} s] ${line}`);
const figures: Figure[] = [];

function tell(found: Figure[]): void {
  for (const figure of found) say(figureLine(figure));
  figures.push(...found);
}

async function bench(servers: BenchServers, options: BenchOptions): Promise<void> {
  progress(`${options.devices} devices with ${historyDays} days of history are being made`);
  await makeCatalogue(servers.owner);
  const fleet = await makeFleet(servers.owner, { name: 'fleet', devices: options.devices, historyDays });
  const { devices } = fleet;
  // Beside many idle devices it keeps as many as production's does: what its memory suggests.
  const maxCachedWorkflows = options.fleet === undefined ? warmCache : undefined;
  const floor = floorSide(servers, await servers.startWorker({ kind: 'floor', maxCachedWorkflows: warmCache }));
  const worker = await servers.startWorker({ kind: 'product', maxCachedWorkflows });
  const product = productSide(servers, worker);
  progress('their workflows begin');
  await floor.begin(devices);
  await product.begin(devices);
  progress('as many of them come to each reading of their run');
  for (const side of [floor, product]) await stagger(servers, side, devices);
  if (options.fleet !== undefined) {
    progress(`beside ${options.fleet} idle devices`);
    return tell(
      await measureIdle(servers, product, devices, { fleet: options.fleet, rounds: options.rounds, progress }),
    );
  }
  progress('device-days: floor, product, product with seven readings a signal, in turns');
  const days = await measureDeviceDays(servers, { floor, product }, devices, options.rounds);
  tell(days.figures);
  const { processes, steps } = await measureSplit(servers, devices, days);
  say(`${table(processes)}\n${table(steps)}`);
  tell(await measureNightly(servers, fleet));
  progress('enrolments');
  tell(await measureEnrolments(servers, { floor, product }, options.rounds));
  progress('ingestion: multi-row inserts, NDJSON');
  tell(await measureIngestion(servers, options.rounds));
  progress('events, from histories');
  tell(await measureEvents(servers, devices));
  progress(`cold device-days: a worker that keeps ${Math.floor(devices.length / 10)} of ${devices.length} workflows`);
  tell(await measureCold(servers, { floor, product }, devices, options.rounds));
  if (options.intervals) {
    progress('cold device-days by the number of readings after which a device continues as new');
    say(table(await compareIntervals(servers, floor, { devices, historyDays })));
  }
}

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const servers = await startServers(options.temporal, progress);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void servers.close().finally(() => process.exit(1)));
  try {
    await bench(servers, options);
  } finally {
    await servers.close();
  }
  const missed = figures.filter((figure) => !isMet(figure));
  say(
    `\n${figures.filter(({ target }) => target).length - missed.length} targets met, ${missed.length} missed; ${seconds()} s`,
  );
  for (const figure of missed) say(`  ${figureLine(figure)}`);
  return missed.length > 0 && !options.report ? 1 : 0;
}

await endWith(run);
