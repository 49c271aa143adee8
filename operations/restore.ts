import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Client } from 'pg';
import { pauseOrdering } from '../commands/brakes.ts';
import type { Config } from '../config.ts';
import { asTenant, openDatabase, type Transaction } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { brakes, orders } from '../db/schema/index.ts';
import { type Progress, SetupError } from '../servers/setup-error.ts';
import { inOneTransaction } from './archive/connection.ts';
import { loadArchive, migrationsUntil } from './archive/load.ts';
import type { Manifest } from './archive/manifest.ts';
import { type Archive, verifyArchive } from './archive/read.ts';
import { type Requeued, requeue } from './requeue.ts';

export interface RestoreOptions {
  /** Also over accounts that the database holds. */
  replace: boolean;
  /** Nothing happened after the backup was taken: ordering need not be paused. */
  nothingSince: boolean;
  actor: string;
  now: Date;
  progress: Progress;
  /** Ends it early; the database is as it was then. */
  signal: AbortSignal;
}

export interface Restored {
  manifest: Manifest;
  requeued: Requeued;
  /** The pause of ordering for all that is in force afterwards, if any. */
  brakeId: string | null;
  /** Orders that are still held and leave at their time, unless cancelled. */
  held: { number: number; holdUntil: Date | null }[];
}

/**
 * Brings a backup back: checked as a whole first, loaded in one transaction into the schema that it was taken of, brought to today's
 * schema. Then the workflows are told to take up what the facts say.
 */
export async function restoreBackup(
  config: Pick<Config, 'database'>,
  archive: Archive,
  options: RestoreOptions,
): Promise<Restored> {
  migrationsUntil(archive.manifest);
  await replaceFacts(config, archive, options);
  return takeUp(config, archive.manifest, options);
}

async function replaceFacts(
  config: Pick<Config, 'database'>,
  archive: Archive,
  options: RestoreOptions,
): Promise<void> {
  const { progress, signal } = options;
  const { ownerUrl } = config.database;
  await inOneTransaction({ ownerUrl, name: 'replenish restore', kind: 'read write' }, (client) =>
    assertWelcome(client, options),
  );
  progress('checking the backup');
  await verifyArchive(archive, progress, signal);
  await migrate(config);
  progress('loading');
  await inOneTransaction({ ownerUrl, name: 'replenish restore', kind: 'read write' }, async (client) => {
    await assertWelcome(client, options);
    await loadArchive(client, archive, progress, signal);
  });
  await migrate(config);
}

/** @throws SetupError where somebody uses the database, or it holds what nobody said may go */
async function assertWelcome(client: Client, { replace }: RestoreOptions): Promise<void> {
  const users = await client.query<{ name: string }>(`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'replenish%'`);
  if (users.rows.length > 0)
    throw new SetupError(
      `The database is in use by ${users.rows.map(({ name }) => name).join(', ')}. Stop Replenish first (Ctrl-C where npm start runs), then try again.`,
    );
  const table = await client.query("select to_regclass('public.accounts') as found");
  if (replace || !table.rows[0].found) return;
  const held = await client.query<{ accounts: number }>('select count(*)::int as accounts from accounts');
  const { accounts } = held.rows[0]!;
  if (accounts > 0)
    throw new SetupError(
      `This database holds ${accounts} ${accounts === 1 ? 'account' : 'accounts'}. Take a backup of it (npm run backup), then add --replace to have all of it replaced; or name another database: DATABASE_URL.`,
    );
}

/** The facts may be older than what the world has seen, and than what Temporal remembers. */
async function takeUp(
  config: Pick<Config, 'database'>,
  manifest: Manifest,
  options: RestoreOptions,
): Promise<Restored> {
  const { actor, now } = options;
  const takenAt = new Date(manifest.takenAt);
  const { db, close } = openDatabase(config.database.systemUrl, { poolSize: 1, statementSeconds: 600 });
  try {
    return await asTenant(db, 'all', async (tx) => {
      const brakeId = options.nothingSince ? null : await pauseAll(tx, takenAt, options);
      const requeued = await requeue(tx, { now, readingsFrom: takenAt < now ? takenAt : now });
      await recordAudit(tx, {
        at: now,
        actor,
        action: 'restored',
        entity: 'installation',
        entityId: manifest.takenAt,
        after: { productVersion: manifest.productVersion, brakeId, requeued },
      });
      const held = await tx
        .select({ number: orders.number, holdUntil: orders.holdUntil })
        .from(orders)
        .where(inArray(orders.state, ['held', 'awaiting-approval']))
        .orderBy(orders.number);
      return { manifest, requeued, brakeId, held };
    });
  } finally {
    await close();
  }
}

/** A19: what was ordered after the backup is not in it, and would be ordered a second time. */
async function pauseAll(tx: Transaction, takenAt: Date, { actor, now }: RestoreOptions): Promise<string> {
  const [inForce] = await tx
    .select({ id: brakes.id })
    .from(brakes)
    .where(and(eq(brakes.scope, 'all'), isNull(brakes.liftedAt)));
  if (inForce) return inForce.id;
  const reason = `Restored from a backup of ${takenAt.toISOString()}: orders made since then are not in it.`;
  const made = await pauseOrdering(tx, {
    scope: 'all',
    scopeId: 'all',
    accountId: null,
    reason,
    setBy: actor,
    setAt: now,
  });
  return made.id;
}
