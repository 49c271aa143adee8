import { desc, eq } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { credentialNetworks } from '../db/schema/index.ts';
import { plannedTask } from '../domain/tasks.ts';
import { minuteMs } from '../domain/time.ts';
import { openTask } from './tasks.ts';

/** `last seen` is written at most this often while nothing changes. */
const noteEveryMs = minuteMs;

/**
 * Notes from which network an agent's key is used. A change of network raises a task: the agent has moved, or its key was
 * copied to another place; the earlier networks tell which. While the task is open, a further change adds none.
 */
export async function noteNetwork(
  tx: Transaction,
  used: { credentialId: string; name: string; accountId: string; siteId: string | null; network: string; now: Date },
): Promise<void> {
  const { credentialId, name, accountId, siteId, network, now } = used;
  const known = await tx
    .select()
    .from(credentialNetworks)
    .where(eq(credentialNetworks.credentialId, credentialId))
    .orderBy(desc(credentialNetworks.lastSeenAt));
  const [latest] = known;
  if (latest?.network === network && now.getTime() - latest.lastSeenAt.getTime() < noteEveryMs) return;
  await tx
    .insert(credentialNetworks)
    .values({ credentialId, network, firstSeenAt: now, lastSeenAt: now })
    .onConflictDoUpdate({
      target: [credentialNetworks.credentialId, credentialNetworks.network],
      set: { lastSeenAt: now },
    });
  if (!latest || latest.network === network) return;
  const about = { credentialId, ...(siteId ? { siteId } : {}) };
  const task = plannedTask('agent-key-in-two-networks', about, { name, network, other: latest.network });
  const networks = known.map(({ network: seen, firstSeenAt, lastSeenAt }) => ({
    network: seen,
    firstSeenAt,
    lastSeenAt,
  }));
  await openTask(tx, accountId, task, now, { networks });
}
