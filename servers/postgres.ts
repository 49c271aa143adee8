import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { spawnDaemon } from './daemon.ts';
import { lastLines } from './log-file.ts';
import { assertPortFree } from './ports.ts';
import { findPostgres, type PostgresInstallation } from './postgres-binaries.ts';
import { commandLine, isAlive, stopProcess } from './processes.ts';
import { type Progress, type RunningServer, SetupError } from './setup-error.ts';

export interface PostgresOptions {
  /** Owner's URL; host, port, password and database are taken from it. The user is `postgres`. */
  url: string;
  dataDir: string;
  logFile: string;
  /** False only for tests, whose data nobody needs after a crash. */
  durable?: boolean;
  progress: Progress;
}

const MAJOR_VERSION = '18';
const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 15_000;

/**
 * Starts PostgreSQL on this machine and makes the database named by the URL when it is missing. An unclean end (of the
 * machine, of us) is mended at the next start: a server of this data folder that was left over is stopped first.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningServer & { url: string }> {
  const { hostname, port, password, pathname } = new URL(options.url);
  const installation = await findPostgres(options.dataDir, options.progress);
  if (!existsSync(join(installation.dataDir, 'PG_VERSION'))) {
    options.progress('making the database');
    await initialise(installation, decodeURIComponent(password));
  }
  checkVersion(installation.dataDir);
  await stopLeftoverPostgres(installation.dataDir);
  await assertPortFree({ port: Number(port), purpose: 'PostgreSQL', setting: 'POSTGRES_PORT', host: hostname });

  const server = await spawnServer(installation, hostname, port, options);
  await createDatabase(options.url, decodeURIComponent(pathname.slice(1))).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return { url: options.url, ...server };
}

/** initdb works beside the final place: an interrupted one is never taken for a database. */
async function initialise({ initdb, dataDir, account }: PostgresInstallation, password: string): Promise<void> {
  const draft = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  // The built-in locale sorts alike on every platform, whatever locales it has.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const login = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await promisify(execFile)(initdb, [`--pgdata=${draft}`, ...login, ...locale], { ...account, cwd: dirname(draft) });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim();
    if (/No space left|ENOSPC/.test(said)) throw new SetupError(`The disk is full: ${dataDir} needs about 100 MB.`);
    throw new SetupError(`PostgreSQL could not make its database in ${dataDir}: ${said}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, dataDir);
}

function checkVersion(dataDir: string): void {
  const version = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR_VERSION) return;
  throw new SetupError(
    `The database in ${dataDir} is of PostgreSQL ${version}, here is ${MAJOR_VERSION}. Move the folder away to begin anew, ` +
      'or restore a backup of it into a new database.',
  );
}

/**
 * Stops a server that outlived whoever started it. postmaster.pid names who serves this folder; its number may since
 * belong to a stranger, whom nobody touches.
 */
export async function stopLeftoverPostgres(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isAlive(pid) && (await commandLine(pid))?.includes(realpathSync(dataDir)))
    await stopProcess(pid, 'SIGINT', STOP_GRACE_MS);
  rmSync(pidFile, { force: true });
}

async function spawnServer(
  { postgres: program, dataDir, account }: PostgresInstallation,
  host: string,
  port: string,
  { durable = true, logFile, url }: PostgresOptions,
): Promise<RunningServer> {
  const durability = durable ? 'on' : 'off';
  const settings = {
    listen_addresses: host,
    port,
    unix_socket_directories: '',
    max_connections: '200',
    fsync: durability,
    synchronous_commit: durability,
    full_page_writes: durability,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', dataDir, ...flags];
  const server = spawnDaemon(program, args, {
    account,
    cwd: dataDir,
    logFile,
    stopSignal: 'SIGINT', // PostgreSQL's "fast" shutdown
    graceMs: STOP_GRACE_MS,
  });
  await waitUntilReady(withDatabase(url, 'postgres'), server.hasEnded, logFile).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return server;
}

async function waitUntilReady(url: string, hasEnded: () => boolean, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const problem = await attempt(url);
    if (problem === undefined) return;
    if (problem.code === '28P01')
      throw new SetupError(
        'The database was made with another password than the data folder’s file `secret` gives. ' +
          'Put that file back, or move the data folder away to begin anew.',
      );
    if (hasEnded() || Date.now() > deadline) throw new SetupError(`PostgreSQL does not start. ${lastWords(logFile)}`);
    await sleep(100);
  }
}

async function attempt(url: string): Promise<{ code?: string } | undefined> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return undefined;
  } catch (error) {
    return error as { code?: string };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function lastWords(logFile: string): string {
  const lines = lastLines(logFile, 20);
  if (lines.some((line) => line.includes('No space left')))
    return 'The disk is full: free some space, then start again.';
  const fatal = lines.findLast((line) => /FATAL|ERROR|could not/.test(line));
  return `${fatal ? `It says: ${fatal}. ` : ''}Its log is ${logFile}.`;
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function createDatabase(url: string, database: string): Promise<void> {
  const sql = postgres(withDatabase(url, 'postgres'), { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!found) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end();
  }
}
