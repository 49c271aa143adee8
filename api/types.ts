import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Client } from '@temporalio/client';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Messenger } from '../db/outbox.ts';
import type { Caller } from './auth/caller.ts';
import type { Access } from './permissions.ts';
import type { Work } from './work/unit.ts';

/** What the API needs of the world. */
export interface ApiDeps {
  /** As the role under row-level security. */
  db: Database;
  messenger: Messenger;
  clock: () => Date;
  log: FastifyBaseLogger;
  config: Pick<Config, 'api' | 'provider' | 'secret' | 'outgoing'> & {
    temporal: Pick<Config['temporal'], 'namespace' | 'taskQueue'>;
  };
  /** For what wants a workflow's yes or no, and for readiness; without it, those say that Temporal is away. */
  temporal?: Client;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Routes of one resource: a file each in api/routes, listed in api/routes/index.ts. */
export type Routes = (app: App, work: Work, deps: ApiDeps) => void;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; without it the API does not start. */
    permission?: Access;
    /** The thing has a version: a change must name the one it is based on. */
    ifMatch?: true;
    /** false: what the route does is idempotent by its content, and a key would cost without a use. */
    idempotency?: false;
  }
  interface FastifyRequest {
    /** Set on every route that is not public. */
    caller: Caller | null;
    /** Of `performance.now()`. */
    arrivedAtMs: number;
    /** Versions of If-Match; null: any. Set on routes with `ifMatch`. */
    ifMatch: readonly number[] | null;
  }
}
