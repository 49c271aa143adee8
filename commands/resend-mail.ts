import { eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { notices } from '../db/schema/index.ts';

type Notice = typeof notices.$inferSelect;

/**
 * Sends a mail again on purpose, to whoever is the right contact now. Only one that was sent, or refused for good: one that waits
 * goes by itself, and one that was skipped no longer says what is so. The row is the caller's to lock.
 */
export async function resendMail(
  tx: Transaction,
  outbox: Outbox,
  notice: Notice,
  now: Date,
): Promise<Notice | 'waiting' | 'skipped'> {
  if (notice.state === 'waiting' || notice.state === 'skipped') return notice.state;
  const [waiting] = await tx
    .update(notices)
    .set({ state: 'waiting', leavesAt: now, resends: notice.resends + 1, lastError: null })
    .where(eq(notices.id, notice.id))
    .returning();
  await outbox.queue(notice.accountId, {
    kind: 'mail.start',
    noticeId: notice.id,
    noticeKind: notice.kind,
    leavesAt: now.toISOString(),
  });
  return waiting!;
}
