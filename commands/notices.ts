import type { Queryable } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { notices } from '../db/schema/index.ts';
import type { NoticeKind } from '../domain/notices.ts';
import type { NoticeData } from '../mail/notice-data.ts';

export interface NewNotice<K extends NoticeKind> {
  accountId: string;
  siteId: string | null;
  orderId?: string;
  linkId?: string;
  kind: K;
  /** From domain/notices.ts: the same fact is mailed once. */
  factKey: string;
  thread: string;
  data: NoticeData[K];
  leavesAt: Date;
}

/** Writes down that a fact is to be mailed, with the fact itself, and has its mail workflow started. */
export async function queueNotice<K extends NoticeKind>(
  tx: Queryable,
  outbox: Outbox,
  notice: NewNotice<K>,
  now: Date,
): Promise<string | null> {
  const [row] = await tx
    .insert(notices)
    .values({ ...notice, data: notice.data as unknown as Record<string, unknown>, madeAt: now })
    .onConflictDoNothing({ target: notices.factKey })
    .returning({ id: notices.id });
  if (!row) return null;
  await outbox.queue(notice.accountId, {
    kind: 'mail.start',
    noticeId: row.id,
    leavesAt: notice.leavesAt.toISOString(),
    noticeKind: notice.kind,
  });
  return row.id;
}
