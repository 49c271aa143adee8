import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { freePort } from '../servers/ports.ts';
import { startPostgres } from '../servers/postgres.ts';
import { removePostgresData } from '../servers/postgres-binaries.ts';
import type { Progress } from '../servers/setup-error.ts';
import { workflowBundle } from '../servers/workflow-bundle.ts';
import { createWorld, type World } from '../test/harness/world.ts';

const secret = 'a-simulated-year-has-nothing-to-hide-0123';

/** A world of its own, with its own database in a temporary folder; `close` leaves nothing behind. */
export async function startWorld(progress: Progress): Promise<{ world: World; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'replenish-year-'));
  // PostgreSQL runs as another user when we are root.
  chmodSync(folder, 0o755);
  const stops: (() => unknown)[] = [
    () => {
      removePostgresData(join(folder, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  ];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const url = `postgres://postgres:year@127.0.0.1:${await freePort()}/replenish`;
    const server = await startPostgres({
      url,
      dataDir: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      durable: false,
      progress,
    });
    stops.push(() => server.stop());
    const config = loadConfig({ NODE_ENV: 'test', DATABASE_URL: url, REPLENISH_SECRET: secret, LOG_LEVEL: 'warn' });
    await migrate(config);
    const bundlePath = await workflowBundle(folder, progress);
    const world = await createWorld({ database: { ...config.database, config, drop: async () => {} }, bundlePath });
    stops.push(() => world.close());
    return { world, close };
  } catch (error) {
    await close();
    throw error;
  }
}
