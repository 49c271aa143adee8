import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { loadConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { freePort } from '../servers/ports.ts';
import { startPostgres } from '../servers/postgres.ts';
import { clearAbandonedRuns, createRunFolder, removeRunFolder } from './harness/run-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Owner's URL of the template database of this run, and the secret its roles' passwords are derived from. */
    templateUrl: string;
    testSecret: string;
    /** Folder that ends with the run. */
    runFolder: string;
  }
}

const TEST_SECRET = 'the-tests-have-nothing-to-hide-0123456789';

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. The domain needs none. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.vitest.projects.every(({ name }) => name === 'domain')) return undefined;
  await clearAbandonedRuns();
  const runFolder = createRunFolder();
  const templateUrl = `postgres://postgres:test@127.0.0.1:${await freePort()}/replenish_template`;
  const server = await startPostgres({
    url: templateUrl,
    dataDir: join(runFolder, 'postgres'),
    logFile: join(runFolder, 'postgres.log'),
    durable: false,
    progress: () => {},
  });
  try {
    await migrate(loadConfig({ NODE_ENV: 'test', DATABASE_URL: templateUrl, REPLENISH_SECRET: TEST_SECRET }));
    await closeToVisitors(templateUrl);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('templateUrl', templateUrl);
  project.provide('testSecret', TEST_SECRET);
  project.provide('runFolder', runFolder);
  return async () => {
    await server.stop();
    removeRunFolder(runFolder);
  };
}

/** A database that somebody is connected to cannot be copied. */
async function closeToVisitors(templateUrl: string): Promise<void> {
  const admin = postgres(templateUrl.replace(/[^/]+$/, 'postgres'), { max: 1 });
  await admin`alter database replenish_template with allow_connections false is_template true`;
  await admin.end();
}
