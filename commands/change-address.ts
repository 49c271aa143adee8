import { and, eq, inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { type Messenger, type Outbox, transact } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { type Address, orders, sites } from '../db/schema/index.ts';
import { unshipped } from '../domain/order/lines.ts';
import { plannedTask } from '../domain/tasks.ts';
import type { AddressAnswer, AddressRequest } from '../workflows/order.contract.ts';
import { lockOrder } from './order/followed.ts';
import { openTask } from './tasks.ts';

/** A13: a site's address has changed. Orders of it that have not left are asked to follow. */
export async function changeSiteAddress(
  tx: Transaction,
  outbox: Outbox,
  change: {
    siteId: string;
    address: Address;
    deliveryInstructions: string | null;
    actor: string;
    requestId: string;
    now: Date;
  },
): Promise<typeof sites.$inferSelect> {
  const [before] = await tx.select().from(sites).where(eq(sites.id, change.siteId)).for('update');
  const [site] = await tx
    .update(sites)
    .set({
      address: change.address,
      deliveryInstructions: change.deliveryInstructions,
      version: before!.version + 1,
    })
    .where(eq(sites.id, change.siteId))
    .returning();
  await recordAudit(tx, {
    accountId: site!.accountId,
    at: change.now,
    actor: change.actor,
    action: 'site.address',
    entity: 'site',
    entityId: site!.id,
    before: { address: before!.address, deliveryInstructions: before!.deliveryInstructions },
    after: { address: site!.address, deliveryInstructions: site!.deliveryInstructions },
    requestId: change.requestId,
  });
  const underWay = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.siteId, site!.id), inArray(orders.state, ['awaiting-approval', 'held', 'released'])));
  for (const { id } of underWay) {
    const key = `address/${id}/${site!.version}`;
    await outbox.queue(site!.accountId, { kind: 'order.address', orderId: id, key, actor: change.actor });
  }
  return site!;
}

/**
 * A13: before release the order simply follows; between release and shipment the warehouse is asked, and if it refuses, the old
 * address stays and a task and the audit say so. What has left has left.
 */
export async function followAddress(
  deps: {
    db: Database;
    messenger: Messenger;
    fulfilment: { changeAddress(orderId: string): Promise<'agreed' | 'refused'> };
  },
  request: AddressRequest & { orderId: string; now: Date },
): Promise<AddressAnswer> {
  return transact(deps, 'all', request.now, async (tx) => {
    const order = await lockOrder(tx, request.orderId);
    const [site] = await tx.select().from(sites).where(eq(sites.id, order.row.siteId));
    if (!order.followed.lines.some(({ q }) => unshipped(q) > 0)) return { outcome: 'kept' };
    const withWarehouse = order.row.state === 'released';
    if (withWarehouse && (await deps.fulfilment.changeAddress(request.orderId)) === 'refused') {
      const about = { orderId: order.row.id, siteId: site!.id, accountId: order.row.accountId };
      const task = plannedTask('address-refused', about);
      await openTask(tx, order.row.accountId, task, request.now);
      await note(tx, order.row, request, 'order.address-refused', order.row.address);
      return { outcome: 'kept' };
    }
    await tx
      .update(orders)
      .set({
        address: site!.address,
        deliveryInstructions: site!.deliveryInstructions,
        version: order.row.version + 1,
      })
      .where(eq(orders.id, order.row.id));
    await note(tx, order.row, request, 'order.address', site!.address);
    return { outcome: 'followed' };
  });
}

const note = (
  tx: Transaction,
  order: typeof orders.$inferSelect,
  request: AddressRequest & { now: Date },
  action: string,
  address: Address,
) =>
  recordAudit(tx, {
    accountId: order.accountId,
    at: request.now,
    actor: request.actor,
    action,
    entity: 'order',
    entityId: order.id,
    before: { address: order.address },
    after: { address },
    requestId: request.key,
  });
