// npm run upgrade [-- --release TAG] [--seconds N]: a released version and today's on one task queue, under load, with the migration under way.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { loadConfig } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { readingsToAssess, waitingNow } from '../../db/queries/waiting.ts';
import { readCommandLine } from '../../operations/cli/command.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { temporalClientOptions } from '../../temporal.ts';
import { makeCatalogue, makeCustomer } from './customer.ts';
import { type Load, putLoad } from './load.ts';
import { sayWithTime, withOwnShape } from './own-shape.ts';
import { findRelease } from './release.ts';
import { migrateAs, type Shape } from './shape.ts';

const usage = `npm run upgrade [-- --release TAG] [--seconds N] [--devices N]

Begins with API and worker of a released version, under load; brings the database up to date meanwhile, starts today's API and worker
beside them on the same task queue, and after a while ends the old ones. Fails when a request failed or a workflow stands still.

  --release TAG   the version to come from (v0.1.0)
  --seconds N     how long each of the three parts lasts (30)
  --devices N     that report all the time (20)
`;
const { release, seconds, devices } = readCommandLine(
  usage,
  {
    release: { type: 'string', default: 'v0.1.0' },
    seconds: { type: 'string', default: '30' },
    devices: { type: 'string', default: '20' },
  },
  0,
).values;

/** Devices of one customer share an order, so several customers make several. */
const CUSTOMERS = 5;
const SETTLE_MS = 60_000;
const say = sayWithTime();

try {
  const code = await findRelease(loadConfig().cache, release, say);
  const options = { temporal: 'server', workers: 1, apis: 1, code, progress: say } as const;
  const problems = await withOwnShape('upgrade', options, upgrade);
  for (const problem of problems.slice(0, 20)) say(`PROBLEM ${problem}`);
  say(
    problems.length === 0
      ? `from ${release} to today’s: nothing failed, nothing stands still`
      : `${problems.length} problems`,
  );
  process.exit(problems.length === 0 ? 0 : 1);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function upgrade(running: Shape): Promise<string[]> {
  const customers = await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, i) => makeCustomer(running, `Upgrade${i}`)),
  );
  await makeCatalogue(customers[0]!);
  const [oldApi] = running.apis;
  const [oldWorker] = running.workers;
  let urls = [oldApi!.url];
  const load = await putLoad(customers, Number(devices), () => urls);
  await part(load, `${release} alone`);

  const before = performance.now();
  await migrateAs(running.environment);
  say(`migrated under load in ${((performance.now() - before) / 1000).toFixed(1)} s, by the side of ${release}`);
  const api = await running.addApi('api-new');
  await running.addWorker('worker-new');
  urls = [oldApi!.url, api.url];
  await part(load, 'both together');

  urls = [api.url];
  // As a balancer does: what is under way at the old one is answered first.
  await sleep(2000);
  await oldApi!.stop();
  await oldWorker!.stop();
  await part(load, 'today’s alone');
  await load.stop();
  say(`${load.requests} requests in all`);
  return [...load.failures, ...(await standing(running)), ...failedTasks(running)];
}

async function part(load: Load, name: string): Promise<void> {
  const before = load.requests;
  await sleep(Number(seconds) * 1000);
  say(`${name}: ${load.requests - before} requests in ${seconds} s, ${load.failures.length} failed so far`);
}

/** What still waits a minute later, and workflows that ended as none should. */
async function standing({ config }: Shape): Promise<string[]> {
  const database = openDatabase(config.database.systemUrl, { poolSize: 1, name: 'replenish upgrade' });
  const connection = await Connection.connect(temporalClientOptions(config));
  try {
    let waiting: string[] = [];
    for (const deadline = Date.now() + SETTLE_MS; Date.now() < deadline; await sleep(1000)) {
      const rows = [...(await waitingNow(database.db, new Date())), await readingsToAssess(database.db)];
      waiting = rows.filter(({ count }) => count > 0).map(({ kind, count }) => `${count} ${kind} still wait`);
      if (waiting.length === 0) break;
    }
    const { workflow } = new Client({ connection, namespace: config.temporal.namespace });
    const { count } = await workflow.count("ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut')");
    const orders = await workflow.count("WorkflowType = 'orderWorkflow'");
    say(`${orders.count} orders were made on the way`);
    return [
      ...waiting,
      ...(count > 0 ? [`${count} workflows failed`] : []),
      ...(orders.count < CUSTOMERS ? [`only ${orders.count} orders: too little happened to prove anything`] : []),
    ];
  } finally {
    await connection.close();
    await database.close();
  }
}

/** A workflow task that fails is tried again, so it is seen in the workers' logs alone. */
function failedTasks({ logOf }: Shape): string[] {
  return ['worker-1', 'worker-new'].flatMap((name) =>
    readFileSync(logOf(name), 'utf8')
      .split('\n')
      .filter((line) => /Failing workflow task|Nondeterminism/.test(line))
      .map((line) => `${name}: ${line.slice(0, 300)}`),
  );
}
