import { sql } from 'drizzle-orm';
import { migrationsCurrent } from '../../db/queries/migrations.ts';
import type { ApiDeps } from '../types.ts';

interface Part {
  ok: boolean;
  since: string;
  detail?: string;
}

export interface Ready {
  status: 'ok' | 'degraded' | 'unavailable';
  parts: { database: Part; migrations: Part; temporal: Part };
}

const budgetMs = 2000;
const cachedMs = 5000;

/** Says what works, asking at most every 5 s and for at most 2 s, however many ask. */
export function createReadiness({ db, clock, temporal, config }: ApiDeps): () => Promise<Ready> {
  const known = new Map<string, Part>();
  let latest: { ready: Promise<Ready>; atMs: number } | undefined;

  async function part(name: string, check: () => Promise<void>): Promise<Part> {
    const failure = await within(budgetMs, check()).then(
      () => undefined,
      (error: unknown) => (error instanceof Reason ? error.message : `${name} does not answer`),
    );
    const before = known.get(name);
    const ok = failure === undefined;
    const since = before?.ok === ok ? before.since : clock().toISOString();
    const now = { ok, since, ...(failure ? { detail: failure } : {}) };
    known.set(name, now);
    return now;
  }

  async function ask(): Promise<Ready> {
    const [database, migrations, workflows] = await Promise.all([
      part('database', async () => {
        await db.execute(sql`select 1`);
      }),
      part('migrations', async () => {
        if (!(await migrationsCurrent(db))) throw new Reason('the schema is not that of this version: npm run migrate');
      }),
      part('temporal', async () => {
        if (!temporal) throw new Reason('not connected: is TEMPORAL_ADDRESS right?');
        await temporal.connection.withDeadline(Date.now() + budgetMs, () =>
          temporal.workflowService.describeNamespace({ namespace: config.temporal.namespace }),
        );
      }),
    ]);
    const status = !database.ok || !migrations.ok ? 'unavailable' : workflows.ok ? 'ok' : 'degraded';
    return { status, parts: { database, migrations, temporal: workflows } };
  }

  return () => {
    if (!latest || performance.now() - latest.atMs >= cachedMs) latest = { ready: ask(), atMs: performance.now() };
    return latest.ready;
  };
}

/** A reason that may be shown: what a driver says may name hosts and users. */
class Reason extends Error {}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  work.catch(() => {});
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
