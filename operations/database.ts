import { join } from 'node:path';
import postgres from 'postgres';
import type { Config } from '../config.ts';
import { awaitDatabase } from '../servers/elsewhere.ts';
import { startPostgres } from '../servers/postgres.ts';
import type { Progress } from '../servers/setup-error.ts';

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
