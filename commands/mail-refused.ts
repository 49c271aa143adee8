import { and, eq, like } from 'drizzle-orm';
import type { Queryable } from '../db/database.ts';
import { tasks } from '../db/schema/index.ts';
import { taskKey } from '../domain/tasks.ts';
import { settleTask } from './tasks.ts';

/**
 * A11: nobody need look for a working address any more: the address was corrected, or the mail that it had refused has left. Settles
 * the tasks of that address, or of that mail.
 */
export async function settleRefused(
  tx: Queryable,
  of: { accountId: string; address: string } | { accountId: string; noticeId: string },
  settled: { by: string; now: Date; remark: string },
): Promise<void> {
  const open = await tx
    .select({ key: tasks.dedupKey })
    .from(tasks)
    .where(
      and(eq(tasks.accountId, of.accountId), eq(tasks.kind, 'mail-refused'), eq(tasks.state, 'open'), matches(of)),
    );
  for (const { key } of open) await settleTask(tx, key, settled);
}

const literally = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

const matches = (of: { address: string } | { noticeId: string }) =>
  'address' in of
    ? like(tasks.dedupKey, `${literally(taskKey('mail-refused', of.address))}/%`)
    : like(tasks.dedupKey, `mail-refused/%/${of.noticeId}`);
