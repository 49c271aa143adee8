import { asTenant } from '../../db/database.ts';
import { migrationsCurrent } from '../../db/queries/migrations.ts';
import { type Waiting, type WaitingKind, waitingNow } from '../../db/queries/waiting.ts';
import type { ApiDeps } from '../types.ts';
import { workerPolls } from './pollers.ts';

export const readinessParts = ['database', 'migrations', 'temporal', 'worker', 'mail', 'warehouse'] as const;
export type PartName = (typeof readinessParts)[number];

export interface Part {
  ok: boolean;
  since: string;
  detail?: string;
}

export interface Ready {
  status: 'ok' | 'degraded' | 'unavailable';
  parts: Record<PartName, Part>;
}

const budgetMs = 2000;
const cachedMs = 5000;
/** What has waited for this long waits for somebody who is away. Longer than two tries of an activity are apart. */
const waitsTooLongMs = 60_000;

/** Without these no request is served. */
const needed: readonly PartName[] = ['database', 'migrations'];

/** Says what works, asking at most every 5 s and for at most 2 s, however many ask. */
export function createReadiness({ db, clock, temporal, config }: ApiDeps): () => Promise<Ready> {
  const known = new Map<PartName, Part>();
  let latest: { ready: Promise<Ready>; atMs: number } | undefined;

  const checks: Record<PartName, (waiting: Promise<Waiting[]>) => Promise<unknown>> = {
    database: (waiting) => waiting,
    async migrations() {
      if (!(await migrationsCurrent(db))) throw new Reason('the schema is not that of this version: npm run migrate');
    },
    async temporal() {
      if (!temporal) throw new Reason('not connected: is TEMPORAL_ADDRESS right?');
      await temporal.withDeadline(Date.now() + budgetMs, () =>
        temporal.workflowService.describeNamespace({ namespace: config.temporal.namespace }),
      );
    },
    async worker() {
      if (!temporal) throw new Reason('not known: Temporal is not connected');
      const polls = await temporal.withDeadline(Date.now() + budgetMs, () => workerPolls(temporal, config.temporal));
      if (!polls) throw new Reason(`no worker asks for work of the task queue ${config.temporal.taskQueue}`);
    },
    mail: async (waiting) => refuseLate(await waiting, 'mails', 'mails wait: see GET /v1/waiting'),
    warehouse: async (waiting) => refuseLate(await waiting, 'hand-overs', 'orders wait: see GET /v1/waiting'),
  };

  function refuseLate(waiting: Waiting[], kind: WaitingKind, words: string): void {
    const since = waiting.find((row) => row.kind === kind)?.since;
    if (since && clock().getTime() - since.getTime() > waitsTooLongMs) throw new Reason(words, since);
  }

  async function part(name: PartName, check: Promise<unknown>): Promise<Part> {
    const failure = await within(budgetMs, check).then(
      () => undefined,
      (error: unknown) => (error instanceof Reason ? error : new Reason(`${name} does not answer`)),
    );
    const before = known.get(name);
    const ok = failure === undefined;
    const since = failure?.since?.toISOString() ?? (before?.ok === ok ? before.since : clock().toISOString());
    const now = { ok, since, ...(failure ? { detail: failure.message } : {}) };
    known.set(name, now);
    return now;
  }

  async function ask(): Promise<Ready> {
    const waiting = asTenant(db, 'all', (tx) => waitingNow(tx, clock()));
    const parts = Object.fromEntries(
      await Promise.all(readinessParts.map(async (name) => [name, await part(name, checks[name](waiting))])),
    ) as Ready['parts'];
    const away = readinessParts.filter((name) => !parts[name].ok);
    const status = away.length === 0 ? 'ok' : away.some((name) => needed.includes(name)) ? 'unavailable' : 'degraded';
    return { status, parts };
  }

  return () => {
    if (!latest || performance.now() - latest.atMs >= cachedMs) latest = { ready: ask(), atMs: performance.now() };
    return latest.ready;
  };
}

/** A reason that may be shown: what a driver says may name hosts and users. */
class Reason extends Error {
  /** Since when, where the facts tell. */
  readonly since: Date | undefined;
  constructor(message: string, since?: Date) {
    super(message);
    this.since = since;
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  work.catch(() => {});
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
