// npm start: everything on this machine, or whatever the settings name elsewhere, until Ctrl-C.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Environment, loadConfig } from './config.ts';
import { migrate } from './db/migrate.ts';
import { demoTokensPath } from './seed/credentials.ts';
import { awaitDatabase, awaitTemporal, tryMail } from './servers/elsewhere.ts';
import { startMailCatcher } from './servers/mail-catcher.ts';
import { readPidFile, removePidFile, stopLeftover, writePidFile } from './servers/pid-file.ts';
import { assertPortFree } from './servers/ports.ts';
import { startPostgres, stopLeftoverPostgres } from './servers/postgres.ts';
import { commandLine } from './servers/processes.ts';
import { apiAnswers, workerPolls } from './servers/readiness.ts';
import { seedDemo } from './servers/seeding.ts';
import { fileTrouble, type Progress, type RunningServer, SetupError } from './servers/setup-error.ts';
import { STOP_GRACE_MS, type Supervised, supervise } from './servers/supervisor.ts';
import { startTemporal } from './servers/temporal.ts';
import { findTemporal } from './servers/temporal-binary.ts';
import { welcome } from './servers/welcome.ts';
import { workflowBundle } from './servers/workflow-bundle.ts';

const beganAt = Date.now();
const config = loadConfig();
const inHome = (...names: string[]) => join(config.home, ...names);
const OWN_PID_FILE = inHome('start.pid');
const APPS = { worker: 'worker.ts', api: 'api/server.ts' } as const;
/** Runs where the demo customer was made. */
const DEMO_WAREHOUSE = 'seed/warehouse.ts';
/** How long a start that is interrupted may take to come to where it can be taken back. */
const INTERRUPTED_START_MS = 5000;
const READY_TIMEOUT_MS = 90_000;

const apps: Supervised[] = [];
const servers: Pick<RunningServer, 'stop'>[] = [];
let stopping = false;

const secondsSinceBegin = () => ((Date.now() - beganAt) / 1000).toFixed(1);
const sayFor =
  (part: string): Progress =>
  (line) =>
    process.stdout.write(`[${secondsSinceBegin().padStart(6)} s] ${part.padEnd(10)} ${line}\n`);
const say = sayFor('Replenish');

/** Notes what was started for the end; takes it back at once when the end has come meanwhile. */
function started<T>(list: T[], part: T): T {
  list.push(part);
  if (stopping) throw new SetupError('Interrupted.');
  return part;
}

async function start(): Promise<void> {
  await refuseSecondStart();
  await clearLeftovers();
  await assertPortsFree();
  const [bundle] = await Promise.all([
    config.worker.workflowBundlePath ?? workflowBundle(inHome('run'), say),
    database(),
    temporal(),
    mail(),
  ]);
  say('bringing the database up to date');
  await migrate(config);
  for (const [name, script] of Object.entries(APPS))
    started(apps, await startApp(name, script, { WORKFLOW_BUNDLE_PATH: bundle }));
  await untilReady('worker', () => workerPolls(config));
  await untilReady('api', () => apiAnswers(config));
  await seedDemo(config, sayFor('demo'), (child) => started(apps, child));
  if (existsSync(demoTokensPath(config))) started(apps, await startApp('warehouse', DEMO_WAREHOUSE));
  process.stdout.write(`\n${welcome(config, secondsSinceBegin())}\n`);
}

async function refuseSecondStart(): Promise<void> {
  const other = readPidFile(OWN_PID_FILE);
  if (other !== undefined && other !== process.pid && (await commandLine(other))?.includes('start.ts'))
    throw new SetupError(
      `Replenish runs from this folder already (process ${other}). Stop that first, with Ctrl-C there.`,
    );
  mkdirSync(config.home, { recursive: true });
  writePidFile(OWN_PID_FILE, process.pid);
}

/** A start that was killed could not stop what it had started. */
async function clearLeftovers(): Promise<void> {
  for (const [name, script] of Object.entries({ ...APPS, warehouse: DEMO_WAREHOUSE }))
    await stopLeftover(inHome('run', `${name}.pid`), join(import.meta.dirname, script), STOP_GRACE_MS);
  await stopLeftover(inHome('temporal.pid'), inHome('temporal.db'), STOP_GRACE_MS);
  await stopLeftoverPostgres(inHome('postgres'));
}

async function assertPortsFree(): Promise<void> {
  const { local, ports, api } = config;
  const uses = [
    { needed: true, port: api.port, host: api.host, purpose: 'the API', setting: 'API_PORT' },
    { needed: local.postgres, port: ports.postgres, purpose: 'PostgreSQL', setting: 'POSTGRES_PORT' },
    { needed: local.temporal, port: ports.temporal, purpose: 'Temporal', setting: 'TEMPORAL_PORT' },
    { needed: local.temporal, port: ports.temporalUi, purpose: 'Temporal’s web UI', setting: 'TEMPORAL_UI_PORT' },
    { needed: local.mail, port: ports.smtp, purpose: 'the mail catcher', setting: 'SMTP_PORT' },
    { needed: local.mail, port: ports.mailPage, purpose: 'the mail catcher’s page', setting: 'MAIL_PAGE_PORT' },
  ];
  const checks = await Promise.allSettled(uses.filter(({ needed }) => needed).map(assertPortFree));
  const busy = checks.filter((check) => check.status === 'rejected').map(({ reason }) => (reason as Error).message);
  if (busy.length > 0) throw new SetupError(busy.join('\n'));
}

async function database(): Promise<void> {
  const progress = sayFor('PostgreSQL');
  if (!config.local.postgres) return awaitDatabase(config.database.ownerUrl, progress);
  const server = await startPostgres({
    url: config.database.ownerUrl,
    dataDir: inHome('postgres'),
    logFile: inHome('logs', 'postgres.log'),
    progress,
  });
  started(servers, server);
  endWith(server, 'PostgreSQL');
  progress(`ready on port ${config.ports.postgres}`);
}

async function temporal(): Promise<void> {
  const progress = sayFor('Temporal');
  if (!config.local.temporal) return awaitTemporal(config, progress);
  const server = await startTemporal({
    program: await findTemporal(config.cache, progress),
    port: config.ports.temporal,
    uiPort: config.ports.temporalUi,
    namespace: config.temporal.namespace,
    retentionDays: config.temporal.retentionDays,
    dataDir: config.home,
    logFile: inHome('logs', 'temporal.log'),
  });
  started(servers, server);
  endWith(server, 'Temporal');
  progress(`ready on port ${config.ports.temporal}`);
}

async function mail(): Promise<void> {
  if (!config.local.mail) return tryMail(config.smtpUrl, sayFor('mails'));
  const { smtp, mailPage } = config.ports;
  started(servers, await startMailCatcher({ port: smtp, pagePort: mailPage, dir: inHome('mails') }));
  sayFor('mails')(`caught on port ${smtp}`);
}

function startApp(name: string, script: string, env: Environment = {}): Promise<Supervised> {
  sayFor(name)('starting');
  return supervise({
    script: join(import.meta.dirname, script),
    logFile: inHome('logs', `${name}.log`),
    pidFile: inHome('run', `${name}.pid`),
    progress: sayFor(name),
    env,
  });
}

async function untilReady(name: string, isReady: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + READY_TIMEOUT_MS; !(await isReady()); await sleep(200)) {
    if (stopping) throw new SetupError('Interrupted.');
    if (Date.now() > deadline)
      throw new SetupError(`The ${name} does not get ready. Its log says why: ${inHome('logs', `${name}.log`)}`);
  }
  sayFor(name)('ready');
}

/** Without its servers the rest is of no use: better to end with a word than to go on in vain. */
function endWith(server: RunningServer, name: string): void {
  void server.gone.then(() => {
    if (stopping) return;
    say(`${name} ended by itself; its log is in ${inHome('logs')}. Start again: nothing that was stored is lost.`);
    stop(1);
  });
}

/** First those who use the servers, with time to end what they do, then the servers. A second signal changes nothing. */
function stop(exitCode: number): void {
  if (stopping) return;
  stopping = true;
  void (async () => {
    const anything = servers.length + apps.length > 0;
    if (anything) say('stopping');
    await Promise.race([starting.catch(() => {}), sleep(INTERRUPTED_START_MS)]);
    await Promise.allSettled(apps.map((app) => app.stop()));
    await Promise.allSettled(servers.map((server) => server.stop()));
    removePidFile(OWN_PID_FILE, process.pid);
    if (anything) say('stopped');
    process.exit(exitCode);
  })();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
const starting = start();
starting.catch((error: unknown) => {
  const sentence = error instanceof SetupError ? error.message : fileTrouble(error, config.home);
  if (!stopping) process.stderr.write(`\n${sentence ?? (error as Error).stack}\n\n`);
  stop(1);
});
