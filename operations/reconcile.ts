import type { Client } from '@temporalio/client';
import { inArray, sql } from 'drizzle-orm';
import { asTenant, type Database } from '../db/database.ts';
import { devices, notices, orders } from '../db/schema/index.ts';
import { deviceWorkflowId, deviceWorkflowType } from '../workflows/device.contract.ts';
import { mailWorkflowId, mailWorkflowType } from '../workflows/mail.contract.ts';
import type { Message } from '../workflows/messages.contract.ts';
import { orderWorkflowId, orderWorkflowType } from '../workflows/order.contract.ts';
import { livingDevice, livingOrder } from './living.ts';
import { queue } from './requeue.ts';

export interface Reconciled {
  /** Ids of workflows that ran for something the facts do not know; they were ended. */
  ended: string[];
  /** Ids of workflows that ran on although their matter is over; they were told to look. */
  told: string[];
}

interface Fact {
  id: string;
  accountId: string;
  /** Is to have a workflow. */
  living: boolean;
}

interface Kind {
  /** What its workflow ids begin with. */
  prefix: string;
  /** Those of these ids that the facts know. */
  facts(db: Database, ids: string[]): Promise<Fact[]>;
  /** Makes a workflow see that its matter is over; nothing where it sees by itself. */
  lookAgain(id: string): Message[];
}

const because = 'its facts are others than it knew';

const kinds: Record<string, Kind> = {
  [deviceWorkflowType]: {
    prefix: deviceWorkflowId(''),
    facts: (db, ids) =>
      db
        .select({ id: devices.id, accountId: devices.accountId, living: sql<boolean>`${livingDevice()}` })
        .from(devices)
        .where(inArray(devices.id, ids)),
    lookAgain: (deviceId) => [{ kind: 'device.recheck', deviceId, because }],
  },
  [orderWorkflowType]: {
    prefix: orderWorkflowId(''),
    facts: (db, ids) =>
      db
        .select({ id: orders.id, accountId: orders.accountId, living: sql<boolean>`${livingOrder()}` })
        .from(orders)
        .where(inArray(orders.id, ids)),
    lookAgain: (orderId) => [{ kind: 'order.review', orderId, because }],
  },
  [mailWorkflowType]: {
    prefix: mailWorkflowId(''),
    // At its time it sees by itself whether the mail still waits.
    facts: (db, ids) =>
      db
        .select({ id: notices.id, accountId: notices.accountId, living: sql<boolean>`true` })
        .from(notices)
        .where(inArray(notices.id, ids)),
    lookAgain: () => [],
  },
};

const batch = 500;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Compares the workflows that run with the facts, after a restore made the facts older than Temporal’s store. What no fact stands behind
 * is ended: it could only ask for ever for what is not there.
 */
export async function reconcile(client: Client, db: Database, now: Date): Promise<Reconciled> {
  const found: Reconciled = { ended: [], told: [] };
  for (const [type, kind] of Object.entries(kinds)) {
    let ids: string[] = [];
    // The list first, then the facts: a workflow only ever starts after its facts were stored.
    for await (const { workflowId } of client.workflow.list({
      query: `WorkflowType = '${type}' AND ExecutionStatus = 'Running'`,
    })) {
      const id = workflowId.slice(kind.prefix.length);
      if (workflowId.startsWith(kind.prefix) && uuid.test(id)) ids.push(id);
      if (ids.length === batch) {
        await settle(client, db, kind, ids, now, found);
        ids = [];
      }
    }
    if (ids.length > 0) await settle(client, db, kind, ids, now, found);
  }
  return found;
}

async function settle(
  client: Client,
  db: Database,
  kind: Kind,
  ids: string[],
  now: Date,
  found: Reconciled,
): Promise<void> {
  const facts = await kind.facts(db, ids);
  const known = new Set(facts.map(({ id }) => id));
  for (const id of ids.filter((each) => !known.has(each))) {
    const workflowId = `${kind.prefix}${id}`;
    await client.workflow.getHandle(workflowId).terminate('the facts do not know it: they were restored from a backup');
    found.ended.push(workflowId);
  }
  const tellings = facts
    .filter(({ living }) => !living)
    .map(({ id, accountId }) => ({ accountId, workflowId: `${kind.prefix}${id}`, messages: kind.lookAgain(id) }));
  await asTenant(db, 'all', (tx) => queue(tx, tellings, now));
  found.told.push(...tellings.map(({ workflowId }) => workflowId));
}
