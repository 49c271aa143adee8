import { and, eq, inArray, type SQL } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import { Outbox } from '../db/outbox.ts';
import { devices, slots } from '../db/schema/index.ts';
import { deviceStateMeanings, deviceStates } from '../domain/device-life.ts';

/** What a decision is about whose devices must look again: a pause, a setting. */
export interface Concern {
  scope: 'all' | 'account' | 'site' | 'device' | 'model' | 'supply';
  /** Its id; any text for 'all'. */
  scopeId: string;
}

const living = deviceStates.filter((state) => !deviceStateMeanings[state].ended);
/** Messages in one statement, well below PostgreSQL's 65,535 parameters. */
const batch = 1000;

/**
 * Has the devices concerned judged anew. They may be thousands, so the request does not wait for their workflows: the messages
 * are queued with the change and the relay delivers them within seconds.
 */
export async function queueRechecks(
  tx: Transaction,
  { scope, scopeId }: Concern,
  because: string,
  now: Date,
): Promise<number> {
  const conditions: Record<Concern['scope'], SQL | undefined> = {
    all: undefined,
    account: eq(devices.accountId, scopeId),
    site: eq(devices.siteId, scopeId),
    device: eq(devices.id, scopeId),
    model: eq(devices.modelId, scopeId),
    supply: inArray(devices.id, tx.select({ id: slots.deviceId }).from(slots).where(eq(slots.supplyId, scopeId))),
  };
  const concerned = await tx
    .select({ id: devices.id, accountId: devices.accountId })
    .from(devices)
    .where(and(inArray(devices.state, living), conditions[scope]));
  const box = new Outbox(tx, now);
  for (const [accountId, ofAccount] of Map.groupBy(concerned, (device) => device.accountId)) {
    for (let from = 0; from < ofAccount.length; from += batch) {
      const messages = ofAccount
        .slice(from, from + batch)
        .map(({ id }) => ({ kind: 'device.recheck' as const, deviceId: id, because }));
      await box.queue(accountId, ...messages);
    }
  }
  return concerned.length;
}
