import { findGoPrograms } from './go-programs.ts';
import type { Progress } from './setup-error.ts';

/** The server that production runs, as its own project publishes it; docker-compose.yml names the same version. */
export const TEMPORAL_SERVER_VERSION = '1.29.1';

export interface TemporalServerPrograms {
  server: string;
  /** Makes and upgrades its tables; the schema is inside. */
  sql: string;
}

/** Paths of Temporal's server and its SQL tool, built with Go once and kept in the cache. */
export const findTemporalServer = (cache: string, progress: Progress): Promise<TemporalServerPrograms> =>
  findGoPrograms(
    cache,
    {
      title: 'Temporal’s server for production',
      folder: 'temporal-server',
      version: TEMPORAL_SERVER_VERSION,
      packages: { server: 'go.temporal.io/server/cmd/server', sql: 'go.temporal.io/server/cmd/tools/sql' },
      takes: 'about 5 minutes',
      otherwise: 'where there is a container engine, docker-compose.yml runs the same.',
    },
    progress,
  );
