/**
 * npm run agent:storm: an agent with a thousand printers (fast, slow, dead, rubbish) on the loopback and the real API on
 * PostgreSQL. First one round in peace, measured; then agent and API are killed (SIGKILL) and the network is cut, at random;
 * at the end every reading that the agent took in must have arrived, once. Ends with 1 when anything is not as it must be.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { poll } from '../../agent/poll.ts';
import { environmentWith, loadConfig } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { freePort } from '../../servers/ports.ts';
import { startPostgres } from '../../servers/postgres.ts';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import { findToxiproxy, type Network, startToxiproxy, type Toxic } from '../network/toxiproxy.ts';
import { Dice } from '../year/random.ts';
import { countArrived, makeFleet } from './facts.ts';
import { type Program, program } from './process.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CONCURRENCY = 64;
const TIMEOUT_SECONDS = 0.5;
const MOST_MEMORY_MB = 200;
const MOST_ROUND = 1.5;
const DRAIN_MS = 600_000;
/** Connections are made and then broken off, in the middle of an answer too. */
const brokenOff: Toxic = { type: 'limit_data', stream: 'downstream', attributes: { bytes: 40 } };

const { values } = parseArgs({
  options: {
    printers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const count = Number(values.printers);
const dice = new Dice(values.seed);
const random = () => dice.next();
const environment = environmentWith({});
const folder = mkdtempSync(join(tmpdir(), 'replenish-storm-'));
chmodSync(folder, 0o755);
const home = join(folder, 'agent');
const say = (text: string) => process.stdout.write(`${text}\n`);
const stops: (() => unknown)[] = [
  () => {
    removePostgresData(join(folder, 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  },
];

interface AgentFacts {
  queued: number;
  waiting: number;
  refused: number;
  facts: Record<string, number>;
}

/** What the agent has on its disk. AUTOINCREMENT: the number of readings that it ever took in. */
function look(): AgentFacts {
  const store = new DatabaseSync(join(home, 'store.sqlite'), { timeout: 5000 });
  const number = (statement: string) => Number(Object.values(store.prepare(statement).get() ?? { n: 0 })[0] ?? 0);
  const rows = store.prepare('select name, value from facts').all() as { name: string; value: string }[];
  const found = {
    queued: number("select seq from sqlite_sequence where name = 'queue'"),
    waiting: number('select count(*) from queue'),
    refused: number('select count(*) from refused'),
    facts: Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])),
  };
  store.close();
  return found;
}

async function until(what: string, limitMs: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await (async () => holds())().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await sleep(250);
  }
}

let mostMemoryMb = 0;
function noteMemory(agent: Program): void {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${agent.pid()}/status`, 'utf8')) ?? [];
    mostMemoryMb = Math.max(mostMemoryMb, Number(kilobytes ?? 0) / 1024);
  } catch {
    // It has just been killed.
  }
}

async function storm(agent: Program, api: Program, network: Network): Promise<void> {
  const ends = Date.now() + Number(values.seconds) * 1000;
  const happenings = [
    async () => {
      await agent.kill();
      await sleep(random() * 1000);
      agent.start();
    },
    async () => {
      await api.kill();
      await sleep(random() * 3000);
      api.start();
    },
    async () => {
      await network.cut();
      await sleep(random() * 5000);
      await network.mend();
    },
    async () => {
      await network.poison([brokenOff]);
      await sleep(random() * 5000);
      await network.mend();
    },
  ];
  while (Date.now() < ends) {
    await sleep(1000 + random() * 4000);
    await happenings[Math.floor(random() * happenings.length)]!();
  }
}

async function main(): Promise<boolean> {
  say(`seed ${values.seed}, ${count} printers, ${values.seconds} s of storm`);
  const url = `postgres://postgres:storm@127.0.0.1:${await freePort()}/replenish`;
  const postgres = await startPostgres({
    url,
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    progress: () => {},
  });
  stops.push(() => postgres.stop());
  const [apiPort, metricsPort] = [await freePort(), await freePort()];
  const settings = {
    NODE_ENV: 'test',
    DATABASE_URL: url,
    REPLENISH_SECRET: 'a-storm-has-nothing-to-hide-0123456789',
    LOG_LEVEL: 'error',
    API_PORT: String(apiPort),
    API_METRICS_PORT: String(metricsPort),
    TEMPORAL_ADDRESS: '127.0.0.1:9',
  };
  const config = loadConfig(settings);
  await migrate(config);
  const { siteId, staff } = await makeFleet(config.database, count);
  const { db, close } = openDatabase(config.database.systemUrl, { name: 'storm' });
  stops.push(close);

  const printers = fork(join(ROOT, 'proofs/agent-storm/printers.ts'), [String(count)]);
  stops.push(() => printers.kill());
  const [ports] = (await once(printers, 'message')) as [number[]];

  const api = program(join(ROOT, 'api/server.ts'), [], environmentWith(settings), join(folder, 'api.log'));
  api.start();
  stops.push(() => api.kill('SIGTERM'));
  const base = `http://127.0.0.1:${apiPort}`;
  await until('the API', 60_000, async () => (await fetch(`${base}/health/live`)).ok);
  const toxiproxy = await startToxiproxy(await findToxiproxy(loadConfig().cache, say), join(folder, 'toxiproxy.log'));
  stops.push(() => toxiproxy.stop());
  const network = await toxiproxy.before('api', apiPort);

  const issued = await fetch(`${base}/v1/sites/${siteId}/agent-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json', 'idempotency-key': 'storm' },
    body: JSON.stringify({ name: 'storm', validHours: 1 }),
  });
  const { code } = (await issued.json()) as { code: string };
  // As it is published: what strips types while developing costs 40 MB.
  execFileSync(process.execPath, [join(ROOT, 'agent/build.ts')], { stdio: 'ignore' });
  const cli = join(ROOT, 'agent/dist/cli.js');
  const log = join(folder, 'agent.log');
  const enrol = program(
    cli,
    ['enrol', '--server', `http://127.0.0.1:${network.port}`, '--code', code, '--home', home],
    environment,
    log,
  );
  enrol.start();
  await until('enrolling', 30_000, () => readFileSync(join(home, 'agent.json')).length > 0);
  const configure = (everyHours: number) =>
    writeFileSync(
      join(home, 'agent.json'),
      JSON.stringify({
        server: `http://127.0.0.1:${network.port}`,
        hosts: ports.map((port) => `127.0.0.1:${port}`),
        ipp: false,
        concurrency: CONCURRENCY,
        perSecond: 1000,
        timeoutSeconds: TIMEOUT_SECONDS,
        everyHours,
      }),
    );
  const agent = program(cli, ['run', '--home', home], environment, log);
  stops.push(() => agent.kill('SIGTERM'));
  const memory = setInterval(() => noteMemory(agent), 200);
  stops.push(() => clearInterval(memory));

  configure(24);
  agent.start();
  await until('finding the printers', 300_000, () => look().facts.roundEndedAt !== undefined);
  await agent.kill('SIGTERM');
  say(`found and read ${look().facts.read} of ${count} printers`);

  printers.send('storm');
  await sleep(500);
  const slowest = await slowestAnswer(ports);
  configure(0.001);
  const before = look().facts.roundEndedAt!;
  await sleep(4000);
  agent.start();
  await until('a round', 300_000, () => look().facts.roundEndedAt! > before);
  const { facts } = look();
  const roundMs = facts.roundMs!;
  const waves = Math.ceil(count / CONCURRENCY);
  const limitMs = MOST_ROUND * slowest * waves;
  say(
    `one round: ${roundMs} ms, read ${facts.read}, failed ${facts.failed}; slowest answer ${Math.round(slowest)} ms × ${waves} waves × ${MOST_ROUND} = ${Math.round(limitMs)} ms`,
  );

  await storm(agent, api, network);
  await agent.kill();
  configure(24);
  await network.mend();
  await until('the API', 60_000, async () => (await fetch(`${base}/health/live`)).ok);
  const began = Date.now();
  agent.start();
  await until(
    'emptying the queue',
    DRAIN_MS,
    () => look().waiting === 0 && look().facts.roundEndedAt! >= look().facts.roundBeganAt!,
  );
  const drainedMs = Date.now() - began;
  await agent.kill('SIGTERM');

  const { queued, waiting, refused } = look();
  const arrived = await countArrived(db);
  const lost = queued - waiting - refused - arrived.readings;
  say(
    `killed: agent ${agent.kills} times, API ${api.kills} times; queue empty ${Math.round(drainedMs / 1000)} s after the last`,
  );
  say(
    `readings: ${queued} taken in, ${arrived.readings} arrived, ${lost} lost, ${arrived.doubled} doubled, ${arrived.keptAside} kept aside, ${refused} refused`,
  );
  say(`memory of the agent: ${Math.round(mostMemoryMb)} MB at most`);
  return (
    lost === 0 &&
    arrived.doubled === 0 &&
    arrived.keptAside === 0 &&
    refused === 0 &&
    roundMs <= limitMs &&
    mostMemoryMb <= MOST_MEMORY_MB
  );
}

/** Of one printer of each kind, alone: how long its whole reading takes. */
async function slowestAnswer(ports: readonly number[]): Promise<number> {
  let slowest = 0;
  for (const port of ports.slice(0, 8)) {
    const began = performance.now();
    const access = { host: '127.0.0.1', port, community: 'public', timeoutMs: TIMEOUT_SECONDS * 1000, retries: 2 };
    await poll({ snmp: access }, new Date()).catch(() => undefined);
    slowest = Math.max(slowest, performance.now() - began);
  }
  return slowest;
}

let well = false;
try {
  well = await main();
} catch (error) {
  console.error((error as Error).message);
  for (const file of ['agent.log', 'api.log']) {
    try {
      console.error(`${file}: ${readFileSync(join(folder, file), 'utf8').slice(-2000)}`);
    } catch {
      // There is none yet.
    }
  }
} finally {
  for (const stop of stops.splice(0).reverse()) await stop();
}
say(well ? 'All is as it must be.' : 'Not as it must be.');
process.exitCode = well ? 0 : 1;
