import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/index.ts';

export type Database = PostgresJsDatabase<typeof schema>;
/** A database or a transaction in it: what queries take. */
export type Queryable = Database | Parameters<Parameters<Database['transaction']>[0]>[0];
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseHandle {
  db: Database;
  client: postgres.Sql;
  close(): Promise<void>;
}

/** Opens a pool. A statement that hangs is ended by the server, so that an outage never eats the pool. */
export function openDatabase(
  url: string,
  options: { poolSize?: number; statementSeconds?: number; name?: string } = {},
): DatabaseHandle {
  const client = postgres(url, {
    max: options.poolSize ?? 10,
    connect_timeout: 4,
    // A server that is back is found within 2 s, however long it was away; one gone without a word is given up within 20 s.
    backoff: (tries: number) => Math.min(2, 0.1 * 2 ** tries),
    keep_alive: 10,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: options.name ?? 'replenish',
      statement_timeout: (options.statementSeconds ?? 30) * 1000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  return { db: drizzle(preparing(client), { schema }), client, close: () => client.end({ timeout: 5 }) };
}

/** With more parameters than this a statement is one for many rows, whose text differs by their number: not worth keeping. */
const mostParametersKept = 40;

/**
 * Drizzle asks for no prepared statements, so PostgreSQL would parse and plan each anew, after a round trip of its own. Kept by
 * the connection, they cost an assessment half as much.
 */
function preparing<T extends postgres.Sql | postgres.TransactionSql>(client: T): T {
  const unsafe: T['unsafe'] = (query, parameters = [], options) =>
    client.unsafe(query, parameters, { ...options, prepare: parameters.length <= mostParametersKept });
  const kept = (argument: unknown) =>
    typeof argument === 'function' ? (inner: postgres.TransactionSql) => argument(preparing(inner)) : argument;
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property === 'unsafe') return unsafe;
      const value: unknown = Reflect.get(target, property, receiver);
      if (typeof value !== 'function' || (property !== 'begin' && property !== 'savepoint')) return value;
      return (...args: unknown[]) => value(...args.map(kept));
    },
  });
}

/** Whose rows a request may see: those of one account, or for staff all of them. */
export type Visibility = { accountId: string } | 'all';

/** Runs `work` in one transaction that row-level security confines to `visibility`. */
export function asTenant<T>(db: Database, visibility: Visibility, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const [account, staff] = visibility === 'all' ? ['', 'on'] : [visibility.accountId, 'off'];
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.account', ${account}, true), set_config('app.staff', ${staff}, true)`);
    return work(tx);
  });
}
