import { unavailable } from '../errors/database.ts';

/** How long after its arrival a request may wait for the database to begin with it: then 503, while a retry still helps. */
export const patienceMs = 4000;

const away = { en: 'The database does not answer in time.', fr: 'La base de données ne répond pas à temps.' };

/**
 * Runs `work`, which calls `begun` as soon as the database has answered once. When that takes too long, the caller is told to come
 * back, and `begun` throws: work that was queued through an outage does nothing when the database returns.
 */
export function withPatience<T>(elapsedMs: number, work: (begun: () => void) => Promise<T>): Promise<T> {
  const { promise: gaveUp, reject } = Promise.withResolvers<never>();
  let overdue = false;
  const timer = setTimeout(
    () => {
      overdue = true;
      reject(unavailable(away));
    },
    Math.max(0, patienceMs - elapsedMs),
  );
  const begun = () => {
    clearTimeout(timer);
    if (overdue) throw unavailable(away);
  };
  const working = work(begun).finally(() => clearTimeout(timer));
  // Whoever gave up no longer listens.
  working.catch(() => {});
  return Promise.race([working, gaveUp]);
}
