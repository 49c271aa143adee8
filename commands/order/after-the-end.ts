import type { Database } from '../../db/database.ts';
import { transact } from '../../db/outbox.ts';
import { settleOrder } from './settle.ts';

/**
 * What is said of an order whose workflow has ended (returned later, delivered after being given up) still changes its facts: dealt
 * with at once. Messages stay in the outbox for the relay, which is the caller.
 */
export async function settleAfterTheEnd(db: Database, orderId: string, now: Date): Promise<void> {
  const toTheRelay = { deliver: async () => {} };
  await transact({ db, messenger: toTheRelay }, 'all', now, (tx, outbox) => settleOrder(tx, outbox, orderId, now));
}
