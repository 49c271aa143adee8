import { and, eq, inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { type Messenger, type Outbox, transact } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import { type Address, orders, sites } from '../db/schema/index.ts';
import { unshipped } from '../domain/order/lines.ts';
import { plannedTask } from '../domain/tasks.ts';
import type { AddressAnswer, AddressRequest } from '../workflows/order.contract.ts';
import { type LockedOrder, lockOrder } from './order/followed.ts';
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

interface FollowDeps {
  db: Database;
  messenger: Messenger;
  fulfilment: {
    changeAddress(
      change: { orderId: string; key: string; address: Address; deliveryInstructions: string | null },
      now: Date,
    ): Promise<'agreed' | 'refused'>;
  };
}

type Follow = AddressRequest & { orderId: string; now: Date };

/**
 * A13: before release the order simply follows; between release and shipment the warehouse is asked, and if it refuses, the old
 * address stays and a task and the audit say so. What has left has left. It is asked between two transactions, so that its time to
 * answer locks nothing; the second one looks again.
 */
export async function followAddress(deps: FollowDeps, request: Follow): Promise<AddressAnswer> {
  const { orderId, now } = request;
  const asked = await transact(deps, 'all', now, async (tx) => {
    const [order, site] = await orderAndSite(tx, orderId);
    if (order.row.state === 'released' && hasUnshipped(order)) return site;
    return follow(tx, order, site, request);
  });
  if ('outcome' in asked) return asked;
  const { address, deliveryInstructions, version } = asked;
  const key = `order/${orderId}/address/${version}`;
  const answer = await deps.fulfilment.changeAddress({ orderId, key, address, deliveryInstructions }, now);
  return transact(deps, 'all', now, async (tx) => {
    const order = await lockOrder(tx, orderId);
    return answer === 'agreed' ? follow(tx, order, asked, request) : keep(tx, order, request);
  });
}

type SiteRow = typeof sites.$inferSelect;

async function orderAndSite(tx: Transaction, orderId: string): Promise<[LockedOrder, SiteRow]> {
  const order = await lockOrder(tx, orderId);
  const [site] = await tx.select().from(sites).where(eq(sites.id, order.row.siteId));
  return [order, site!];
}

const hasUnshipped = (order: LockedOrder): boolean => order.followed.lines.some(({ q }) => unshipped(q) > 0);

async function follow(tx: Transaction, order: LockedOrder, to: SiteRow, request: Follow): Promise<AddressAnswer> {
  if (!hasUnshipped(order)) return { outcome: 'kept' };
  const { address, deliveryInstructions } = to;
  await tx
    .update(orders)
    .set({ address, deliveryInstructions, version: order.row.version + 1 })
    .where(eq(orders.id, order.row.id));
  await note(tx, order.row, request, 'order.address', address);
  return { outcome: 'followed' };
}

async function keep(tx: Transaction, order: LockedOrder, request: Follow): Promise<AddressAnswer> {
  const { id: orderId, siteId, accountId } = order.row;
  await openTask(tx, accountId, plannedTask('address-refused', { orderId, siteId, accountId }), request.now);
  await note(tx, order.row, request, 'order.address-refused', order.row.address);
  return { outcome: 'kept' };
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
