import { eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { fleetOrders, siteOrdersSince } from '../../db/queries/order-counts.ts';
import { accounts, devices, orderLines, orders, slots } from '../../db/schema/index.ts';
import type { DeviceFacts } from '../../domain/assessment.ts';
import { type Brake, brakeFor } from '../../domain/brakes.ts';
import { localDate, startOfLocalDate } from '../../domain/calendar.ts';
import { holdUntil } from '../../domain/order/hold.ts';
import type { OrderState } from '../../domain/order/types.ts';
import { lineInWords } from '../../domain/replenishment/otherwise.ts';
import { type LostUnits, type OrderPlan, type PlannedLine, planOrder } from '../../domain/replenishment/plan.ts';
import type { SpareOffer } from '../../domain/replenishment/spares.ts';
import { plannedTask } from '../../domain/tasks.ts';
import { countBlocked } from '../../metrics/blocked.ts';
import { lockSite, type Site, siteSituations } from '../sites.ts';
import { openTask } from '../tasks.ts';
import { publishOrder } from '../webhooks/facts.ts';
import { tellOrderMade } from './notices.ts';
import { offersFor } from './offers.ts';

export interface OrderRequest {
  siteId: string;
  /** Names the occasion: asked again for the same one, the answer is the order that it made. */
  occasion: string;
  /** For the audit and the mail. */
  actor: string;
  now: Date;
  /** Units given up as lost, ordered again at once (A09), and the line that they belonged to. */
  lost?: (LostUnits & { replaces: string | undefined })[];
  /** The device whose workflow asks, and so need not be told. */
  asker?: string;
}

/**
 * Makes the order that a site needs now, if any: one transaction under the site's lock, so that every slot within the window is in
 * it (A08) and no slot is ordered twice (A09). Null when nothing is due any more.
 */
export async function placeOrder(tx: Transaction, outbox: Outbox, request: OrderRequest): Promise<string | null> {
  const site = await lockSite(tx, request.siteId);
  const [made] = await tx.select({ id: orders.id }).from(orders).where(eq(orders.occasion, request.occasion));
  if (made) {
    countBlocked('order');
    return made.id;
  }
  const { devices: facts, situations } = await siteSituations(tx, site.id, request.now);
  const plan = planOrder(situations, request.now, request.lost ?? []);
  if (!plan) return null;
  return recordOrder(tx, outbox, request, site, plan, facts, offersFor(plan, situations, facts, request.now));
}

async function recordOrder(
  tx: Transaction,
  outbox: Outbox,
  request: OrderRequest,
  site: Site,
  plan: OrderPlan,
  facts: DeviceFacts[],
  offers: ReadonlyMap<string, SpareOffer>,
): Promise<string> {
  const { now } = request;
  const settings = facts[0]!.settings;
  const [account] = await tx.select({ shadow: accounts.shadow }).from(accounts).where(eq(accounts.id, plan.accountId));
  const shadow = account!.shadow;
  const brake = shadow ? null : await ceiling(tx, site, facts[0]!, now);
  const state: OrderState = shadow ? 'shadow' : brake ? 'awaiting-approval' : 'held';
  const [order] = await tx
    .insert(orders)
    .values({
      accountId: plan.accountId,
      siteId: site.id,
      state,
      occasion: request.occasion,
      urgent: plan.urgent,
      madeAt: now,
      holdUntil: state === 'held' ? holdUntil(now, plan.urgent, settings) : null,
      address: site.address,
      deliveryInstructions: site.deliveryInstructions,
      brake: brake?.ceiling ?? null,
      madeBy: request.actor,
    })
    .returning();
  const lines = await tx
    .insert(orderLines)
    .values(
      plan.lines.map((line) => {
        const offer = state === 'held' ? offers.get(line.slotId) : undefined;
        return { ...lineRow(line, order!.id, plan.accountId, request), offer: offer && { ...offer, acceptedAt: null } };
      }),
    )
    .returning();
  // A cancellation holds back until the next order is made (A11).
  await tx
    .update(slots)
    .set({ cancelledAtCoverDays: null })
    .where(
      inArray(
        slots.id,
        plan.lines.map(({ slotId }) => slotId),
      ),
    );
  for (const task of plan.tasks) await openTask(tx, plan.accountId, task, now);
  if (brake) {
    const about = { orderId: order!.id, siteId: site.id, accountId: plan.accountId };
    await openTask(tx, plan.accountId, plannedTask('approve-order', about), now);
  }
  if (shadow) return order!.id;
  await publishOrder(tx, order!, 'made', now);
  await outbox.queue(plan.accountId, {
    kind: 'order.start',
    orderId: order!.id,
    number: order!.number,
    siteId: site.id,
    holdUntil: order!.holdUntil?.toISOString() ?? null,
    why: whyInWords(plan, facts, site.timeZone),
  });
  if (!brake) await tellOrderMade(tx, outbox, order!, lines, site.timeZone, now);
  await tellDevices(tx, outbox, lines, request.asker);
  return order!.id;
}

/** Temporal keeps 20,000 characters of an execution's details. */
const mostDetails = 16_000;

/** C: for operators, line by line, as markdown. No personal data: it is kept in histories. */
function whyInWords({ lines }: OrderPlan, devices: readonly DeviceFacts[], timeZone: string): string {
  const serials = new Map(devices.map(({ deviceId, maker, serial }) => [deviceId, `${maker} ${serial}`]));
  const text = lines
    .map(({ deviceId, quantity, decision }) => {
      const { label } = decision.known;
      return `- ${quantity} × **${label}** of ${serials.get(deviceId)}: ${lineInWords(decision, 'en', timeZone)}`;
    })
    .join('\n');
  return text.length > mostDetails ? `${text.slice(0, mostDetails)} …` : text;
}

/** A19: the site's and the fleet's ceilings. */
async function ceiling(tx: Transaction, site: Site, device: DeviceFacts, now: Date): Promise<Brake | null> {
  const today = startOfLocalDate(site.timeZone, localDate(site.timeZone, now));
  const thisHour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  const fleet = await fleetOrders(tx, thisHour);
  return brakeFor({
    siteOrdersToday: await siteOrdersSince(tx, site.id, today),
    fleetOrdersThisHour: fleet.sinceThen,
    lastMonthHourlyMax: fleet.busiestHourBefore,
    settings: device.settings,
  });
}

function lineRow(line: PlannedLine, orderId: string, accountId: string, request: OrderRequest) {
  return {
    accountId,
    orderId,
    deviceId: line.deviceId,
    slotId: line.slotId,
    supplyId: line.supplyId,
    kind: line.kind,
    reason: line.reason,
    ordered: line.quantity,
    waiting: line.quantity,
    ratePerDay: line.ratePerDay,
    coverDays: line.coverDays,
    decision: line.decision,
    replaces: line.reason === 'lost' ? request.lost?.find(({ slotId }) => slotId === line.slotId)?.replaces : undefined,
  };
}

/** The other devices in the order look again: their cover counts it from now on. */
async function tellDevices(
  tx: Transaction,
  outbox: Outbox,
  lines: { deviceId: string }[],
  asker: string | undefined,
): Promise<void> {
  const ids = [...new Set(lines.map(({ deviceId }) => deviceId))].filter((id) => id !== asker);
  if (ids.length === 0) return;
  const rows = await tx
    .select({ id: devices.id, accountId: devices.accountId })
    .from(devices)
    .where(inArray(devices.id, ids));
  for (const { id, accountId } of rows) {
    await outbox.queue(accountId, { kind: 'device.recheck', deviceId: id, because: 'ordered together with its site' });
  }
}
