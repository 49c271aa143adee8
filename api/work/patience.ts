import { unavailable } from '../errors/database.ts';

/** How long after its arrival a request may wait for the database to begin with it: then 503, while a retry still helps. */
export const patienceMs = 4000;

/**
 * So many waiting for the database to begin, and the next is told to come back at once: those who have given up still stand in the queue, and
 * would be worked off first when the database returns.
 */
const mostWaiting = 1000;
let waiting = 0;

const away = { en: 'The database does not answer in time.', fr: 'La base de données ne répond pas à temps.' };

/**
 * Runs `work`, which calls `begun` as soon as the database has answered once. When that takes too long, the caller is told to come
 * back, and `begun` throws: work that was queued through an outage does nothing when the database returns.
 */
export function withPatience<T>(elapsedMs: number, work: (begun: () => void) => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting) return Promise.reject(unavailable(away));
  waiting += 1;
  const { promise: gaveUp, reject } = Promise.withResolvers<never>();
  let overdue = false;
  const timer = setTimeout(
    () => {
      overdue = true;
      reject(unavailable(away));
    },
    Math.max(0, patienceMs - elapsedMs),
  );
  let waits = true;
  const noLongerWaits = () => {
    if (waits) waiting -= 1;
    waits = false;
  };
  const begun = () => {
    clearTimeout(timer);
    noLongerWaits();
    if (overdue) throw unavailable(away);
  };
  const working = work(begun).finally(() => {
    clearTimeout(timer);
    noLongerWaits();
  });
  // Whoever gave up no longer listens.
  working.catch(() => {});
  return Promise.race([working, gaveUp]);
}
