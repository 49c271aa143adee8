import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../../config.ts';
import { migrate } from '../../db/migrate.ts';
import { freePort } from '../../servers/ports.ts';
import { startPostgres } from '../../servers/postgres.ts';
import { removePostgresData } from '../../servers/postgres-binaries.ts';
import type { Progress } from '../../servers/setup-error.ts';

const secret = 'a-proof-on-its-own-has-nothing-to-hide-0123';

export interface OwnPostgres {
  /** Names its migrated database; ports and addresses of the rest are the defaults. */
  config: Config;
  /** Ends with it. */
  folder: string;
  /** Stops the server and leaves nothing behind. */
  close(): Promise<void>;
}

/** A PostgreSQL of its own in a temporary folder, for a command beside the tests; `name` is seen in the folder's. */
export async function startOwnPostgres(name: string, progress: Progress): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), `replenish-${name}-`));
  // PostgreSQL runs as another user when we are root.
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'postgres');
  const stops: (() => unknown)[] = [
    () => {
      removePostgresData(dataDir);
      rmSync(folder, { recursive: true, force: true });
    },
  ];
  const close = async () => {
    for (const [signal, leave] of leaving) process.off(signal, leave);
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  // Ctrl-C leaves no server behind either.
  const leaving = (['SIGINT', 'SIGTERM'] as const).map((signal) => {
    const leave = () => void close().finally(() => process.exit(128 + constants.signals[signal]));
    process.once(signal, leave);
    return [signal, leave] as const;
  });
  try {
    const url = `postgres://postgres:${name}@127.0.0.1:${await freePort()}/replenish`;
    const server = await startPostgres({
      url,
      dataDir,
      logFile: join(folder, 'postgres.log'),
      durable: false,
      progress,
    });
    stops.push(() => server.stop());
    const config = loadConfig({ NODE_ENV: 'test', DATABASE_URL: url, REPLENISH_SECRET: secret, LOG_LEVEL: 'warn' });
    await migrate(config);
    return { config, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}
