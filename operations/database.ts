import { join } from 'node:path';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { migrationsCurrent } from '../db/queries/migrations.ts';
import { awaitDatabase } from '../servers/elsewhere.ts';
import { startPostgres } from '../servers/postgres.ts';
import { type Progress, SetupError } from '../servers/setup-error.ts';

/** Does `work` with the database there: the one of `npm start` is started for it when it does not run, and stopped afterwards. */
export async function withDatabase<T>(config: Config, progress: Progress, work: () => Promise<T>): Promise<T> {
  const url = config.database.ownerUrl;
  if (!config.local.postgres) {
    await awaitDatabase(url, progress);
    return work();
  }
  if (await runs(url)) return work();
  progress('starting the database for this');
  const server = await startPostgres({
    url,
    dataDir: join(config.home, 'postgres'),
    logFile: join(config.home, 'logs', 'postgres.log'),
    progress,
  });
  try {
    return await work();
  } finally {
    await server.stop();
  }
}

/** Does `work` as the worker does: as replenish_system. @throws SetupError where the database has not today's schema */
export async function asWorker<T>(config: Config, work: (db: Database) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(config.database.systemUrl, { poolSize: 2, statementSeconds: 600 });
  try {
    // Whatever keeps it from telling: the role, the table, the database may be missing.
    if (await migrationsCurrent(db).catch(() => false)) return await work(db);
    throw new SetupError(
      'The database is not one of this version of Replenish. Start it once (npm start), which brings it up to date, then try again.',
    );
  } finally {
    await close();
  }
}

async function runs(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
    throw error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
