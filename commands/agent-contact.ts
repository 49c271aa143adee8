import { and, eq, isNotNull } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { agents } from '../db/schema/index.ts';
import { taskKey } from '../domain/tasks.ts';
import { queueRechecks } from './recheck.ts';
import { settleTask } from './tasks.ts';
import { publishAgentSilence } from './webhooks/facts.ts';

/** A16: an agent that was silent is heard of, which ends its silence; the devices behind it are looked at again. */
export async function noteContact(tx: Transaction, contact: { credentialId: string; now: Date }): Promise<void> {
  const { credentialId, now } = contact;
  const [silent] = await tx
    .select()
    .from(agents)
    .where(and(eq(agents.credentialId, credentialId), isNotNull(agents.silentSince)))
    .for('update');
  if (!silent?.silentSince) return;
  await tx.update(agents).set({ silentSince: null, backAt: now }).where(eq(agents.id, silent.id));
  for (const kind of ['call-silent-agent', 'managed-silent-agent'] as const) {
    const key = taskKey(kind, silent.id, silent.silentSince.toISOString());
    await settleTask(tx, key, { by: 'system', now, remark: 'The agent has been heard of again.' });
  }
  const { id: agentId, name, siteId, accountId } = silent;
  const ended = { agentId, name, siteId, silentSince: silent.silentSince.toISOString(), stage: null };
  await publishAgentSilence(tx, accountId, ended, now);
  await queueRechecks(tx, { scope: 'site', scopeId: siteId }, 'its agent is heard of again', now);
}
