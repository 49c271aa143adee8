import type { BatchObservableResult } from '@opentelemetry/api';
import { asTenant, type Database, type Transaction } from '../db/database.ts';
import { soundness } from '../db/queries/soundness.ts';
import { openTasks, readingsToAssess, type Waiting, waitingNow } from '../db/queries/waiting.ts';
import { type TaskKind, taskKinds } from '../domain/tasks.ts';
import { meter } from './meter.ts';

type Observe = (result: BatchObservableResult, now: Date) => void;

interface Source {
  /** An answer is good for so long, however many ask: what costs more is asked more seldom. */
  everySeconds: number;
  ask(tx: Transaction, now: Date): Promise<Observe>;
}

/** A15 */
const ledgerChecks = [
  'ledger-unbalanced',
  'ledger-differs-from-lines',
  'parcels-differ-from-lines',
  'unassigned-below-zero',
] as const satisfies (keyof typeof soundness)[];

/** How long a scrape waits for the database; after that it tells what was known before. */
const patienceMs = 2000;

/**
 * Shows what waits and what people have to do, asked of the database when somebody scrapes. While that does not answer, what waited
 * goes on growing older, and `replenish_facts_up` is 0.
 */
export function observeFacts(db: Database, clock: () => Date): void {
  const gauge = (name: string, description: string) => meter().createObservableGauge(name, { description });
  const waiting = gauge('replenish_waiting', 'What waits, by kind (GET /v1/waiting explains each)');
  const age = gauge('replenish_waiting_oldest_age_seconds', 'How long the oldest of a kind has waited; 0: none does');
  const open = gauge('replenish_tasks_open', 'Tasks that people have to do');
  const overdue = gauge('replenish_tasks_overdue', 'Tasks past the time they were to be done by');
  const differences = gauge('replenish_ledger_differences', 'Places where books, lines and parcels disagree, by check');
  const up = gauge('replenish_facts_up', '0: the database does not answer, the figures from it are older');

  const observeWaiting = (result: BatchObservableResult, { kind, count, since }: Waiting, now: Date) => {
    result.observe(waiting, count, { kind });
    result.observe(age, since === null ? 0 : Math.max(0, now.getTime() - since.getTime()) / 1000, { kind });
  };
  const sources: readonly Source[] = [
    {
      everySeconds: 5,
      async ask(tx, now) {
        const rows = await waitingNow(tx, now);
        return (result, later) => {
          for (const row of rows) observeWaiting(result, row, later);
        };
      },
    },
    {
      everySeconds: 15,
      async ask(tx, now) {
        const found = new Map((await openTasks(tx, now)).map((row) => [row.kind, row]));
        return (result) => {
          for (const [kind, { owner }] of Object.entries(taskKinds) as [TaskKind, { owner: string }][]) {
            result.observe(open, found.get(kind)?.open ?? 0, { owner, kind });
            result.observe(overdue, found.get(kind)?.overdue ?? 0, { owner, kind });
          }
        };
      },
    },
    {
      everySeconds: 30,
      async ask(tx) {
        const row = await readingsToAssess(tx);
        return (result, later) => observeWaiting(result, row, later);
      },
    },
    {
      // All of the books are read.
      everySeconds: 900,
      async ask(tx) {
        const found: [string, number][] = [];
        for (const check of ledgerChecks) found.push([check, (await tx.execute(soundness[check])).length]);
        return (result) => {
          for (const [check, count] of found) result.observe(differences, count, { check });
        };
      },
    },
  ];
  const known = sources.map((source) => remembering(source, db, clock));

  meter().addBatchObservableCallback(
    async (result) => {
      const answers = await Promise.all(known.map((ask) => ask()));
      for (const { observe } of answers) observe?.(result, clock());
      result.observe(up, answers[0]?.fresh ? 1 : 0);
    },
    [waiting, age, open, overdue, differences, up],
  );
}

/** The latest answer of a source, asked anew when it is too old; one question at a time, however many scrape. */
function remembering({ everySeconds, ask }: Source, db: Database, clock: () => Date) {
  let latest: { observe: Observe; atMs: number } | undefined;
  let asking: Promise<void> | undefined;
  const isFresh = () => latest !== undefined && performance.now() - latest.atMs < everySeconds * 1000;
  return async (): Promise<{ observe: Observe | undefined; fresh: boolean }> => {
    if (isFresh()) return { observe: latest?.observe, fresh: true };
    asking ??= asTenant(db, 'all', (tx) => ask(tx, clock()))
      .then((observe) => {
        latest = { observe, atMs: performance.now() };
      })
      .finally(() => {
        asking = undefined;
      });
    asking.catch(() => {});
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patienceMs);
    await Promise.race([asking.catch(() => {}), enough]).finally(() => clearTimeout(timer));
    return { observe: latest?.observe, fresh: isFresh() };
  };
}
