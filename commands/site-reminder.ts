import { eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { notices } from '../db/schema/index.ts';
import type { DeviceFacts } from '../domain/assessment.ts';
import type { NoticeKind } from '../domain/notices.ts';
import { leavesAt } from '../domain/silence.ts';
import type { NoticeData } from '../mail/notice-data.ts';
import { queueNotice } from './notices.ts';

/**
 * The mail that everything of one site at one stage of silence shares (A16); it leaves at the site's time of day for it. What it is
 * about by then is looked up when it leaves.
 */
export async function joinSiteMail<K extends NoticeKind>(
  tx: Transaction,
  outbox: Outbox,
  site: Pick<DeviceFacts, 'accountId' | 'siteId' | 'settings' | 'calendar'>,
  mail: { kind: K; keyAt: (leaves: Date) => string; thread: string; data: NoticeData[K] },
  now: Date,
): Promise<string> {
  const { accountId, siteId, settings, calendar } = site;
  let leaves = leavesAt(now, settings, calendar.timeZone);
  for (;;) {
    const factKey = mail.keyAt(leaves);
    const { kind, thread, data } = mail;
    const made = await queueNotice(
      tx,
      outbox,
      { accountId, siteId, kind, factKey, thread, data, leavesAt: leaves },
      now,
    );
    if (made) return made;
    const [shared] = await tx
      .select({ id: notices.id, state: notices.state })
      .from(notices)
      .where(eq(notices.factKey, factKey))
      .for('update');
    if (shared!.state === 'waiting') return shared!.id;
    // That one has left in this very moment; the next one takes it along.
    leaves = leavesAt(new Date(leaves.getTime() + 1000), settings, calendar.timeZone);
  }
}
