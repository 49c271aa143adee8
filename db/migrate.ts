import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { type Config, databaseRoles, loadConfig } from '../config.ts';
import { ensureReadingPartitions } from './partitions.ts';
import * as schema from './schema/index.ts';

export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Any number; two processes that migrate at once wait for each other on it. */
const migrationLock = 7_302_150;

/**
 * Brings the database to today's schema: roles, tables, access rules, this year's partitions. Runs as the owner, changes nothing
 * the second time.
 */
export async function migrate(config: Pick<Config, 'database'>): Promise<void> {
  const client = postgres(config.database.ownerUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await ensureRole(client, databaseRoles.app, config.database.appUrl);
    await ensureRole(client, databaseRoles.system, config.database.systemUrl);
    const db = drizzle(client, { schema });
    await applyMigrations(db, { migrationsFolder });
    await ensureReadingPartitions(db, new Date());
  } finally {
    await client.end({ timeout: 5 });
  }
}

/**
 * The role that the migrations grant to, and the login that `url` names. Where that is another user, somebody else looks after it
 * and its password; it becomes a member.
 */
async function ensureRole(client: postgres.Sql, role: string, url: string): Promise<void> {
  const login = new URL(url);
  const user = decodeURIComponent(login.username);
  const [found] = await client`select 1 from pg_roles where rolname = ${role}`;
  if (!found) await run(client, 'create role %I nologin nosuperuser nobypassrls', role);
  if (user === role) await run(client, 'alter role %I login password %L', role, decodeURIComponent(login.password));
  else await run(client, 'grant %I to %I', role, user);
}

/** A statement whose names and passwords cannot be parameters: the server itself quotes them. */
async function run(client: postgres.Sql, template: string, ...words: string[]): Promise<void> {
  const [statement] = await client<{ text: string }[]>`select format(${template}, variadic ${words}::text[]) as text`;
  await client.unsafe(statement!.text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await migrate(loadConfig());
