import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Outbox } from '../../db/outbox.ts';
import { recordAudit } from '../../db/queries/audit.ts';
import { loadSettings } from '../../db/queries/settings.ts';
import { devices, orderLines, orders, slots } from '../../db/schema/index.ts';
import { deviceStateMeanings } from '../../domain/device-life.ts';
import { holdUntil } from '../../domain/order/hold.ts';
import type { LineKind, LineReason } from '../../domain/order/types.ts';
import { isCovered } from '../../domain/supply-kinds.ts';
import { lockSite, type Site } from '../sites.ts';
import { publishOrder } from '../webhooks/facts.ts';
import type { OrderRow } from './followed.ts';
import { tellOrderMade } from './notices.ts';

export interface AskedLine {
  slotId: string;
  /** Cartridges, from 1. */
  quantity: number;
}

/** A line of an order that is made without the forecast. */
export interface LineToMake extends AskedLine {
  kind: LineKind;
  /** The lost line that this one orders again (A09). */
  replaces?: string;
}

/** A line that cannot be ordered as asked, and why. */
export class LineRefused extends Error {
  override name = 'LineRefused';
  readonly slotId: string;
  readonly because: 'unknown-slot' | 'other-site' | 'device-gone' | 'no-supply' | 'not-covered' | 'already-open';
  constructor(slotId: string, because: LineRefused['because']) {
    super(`slot ${slotId}: ${because}`);
    this.slotId = slotId;
    this.because = because;
  }
}

export interface ExceptionalRequest {
  siteId: string;
  lines: AskedLine[];
  /** A14: days from delivery; the setting's value where the helpdesk names none. */
  jobWindowDays?: number;
  actor: string;
  requestId: string;
  now: Date;
}

/**
 * A14: cartridges for a large print job, recorded by the helpdesk. It neither blocks regular orders nor is blocked by them and
 * consolidates nothing; within its window the rate learns nothing from what it prints.
 *
 * @throws LineRefused
 */
export async function recordExceptional(
  tx: Transaction,
  outbox: Outbox,
  request: ExceptionalRequest,
): Promise<OrderRow> {
  const site = await lockSite(tx, request.siteId);
  const settings = await loadSettings(tx, { accountId: site.accountId, siteId: site.id });
  const order = await makeAskedOrder(tx, outbox, site, {
    ...request,
    occasion: `exceptional/${request.requestId}`,
    lines: request.lines.map((line) => ({ ...line, kind: 'exceptional' })),
    reason: 'exceptional',
    jobWindowDays: request.jobWindowDays ?? settings.jobWindowDays.value,
  });
  await recordAudit(tx, {
    accountId: site.accountId,
    at: request.now,
    actor: request.actor,
    action: 'order.exceptional',
    entity: 'order',
    entityId: order.id,
    after: { lines: request.lines, jobWindowDays: order.jobWindowDays },
    requestId: request.requestId,
  });
  return order;
}

/** An order of lines that somebody asks for, in place of the forecast. Asked again for the same occasion, it is the same order. */
export async function makeAskedOrder(
  tx: Transaction,
  outbox: Outbox,
  site: Site,
  asked: {
    occasion: string;
    lines: LineToMake[];
    reason: LineReason;
    /** Of an order for a job, whose lines are all exceptional (A14). */
    jobWindowDays?: number;
    actor: string;
    now: Date;
  },
): Promise<OrderRow> {
  const [before] = await tx.select().from(orders).where(eq(orders.occasion, asked.occasion));
  if (before) return before;
  const found = await askedSlots(tx, site, asked);
  const settings = await loadSettings(tx, { accountId: site.accountId, siteId: site.id });
  const [order] = await tx
    .insert(orders)
    .values({
      accountId: site.accountId,
      siteId: site.id,
      state: 'held',
      occasion: asked.occasion,
      exceptional: asked.jobWindowDays !== undefined,
      jobWindowDays: asked.jobWindowDays ?? null,
      urgent: false,
      madeAt: asked.now,
      holdUntil: holdUntil(asked.now, false, settings),
      address: site.address,
      deliveryInstructions: site.deliveryInstructions,
      madeBy: asked.actor,
    })
    .returning();
  const lines = await tx
    .insert(orderLines)
    .values(
      found.map(({ slot, supplyId, kind, quantity, replaces }) => ({
        accountId: site.accountId,
        orderId: order!.id,
        deviceId: slot.deviceId,
        slotId: slot.id,
        supplyId,
        kind,
        reason: asked.reason,
        ordered: quantity,
        waiting: quantity,
        replaces,
        ratePerDay: slot.ratePerDay,
        coverDays: slot.coverDays,
      })),
    )
    .returning();
  await outbox.queue(site.accountId, {
    kind: 'order.start',
    orderId: order!.id,
    number: order!.number,
    siteId: site.id,
    holdUntil: order!.holdUntil!.toISOString(),
  });
  await publishOrder(tx, order!, 'made', asked.now);
  await tellOrderMade(tx, outbox, order!, lines, site.timeZone, asked.now);
  for (const deviceId of new Set(lines.map((line) => line.deviceId))) {
    await outbox.queue(site.accountId, { kind: 'device.recheck', deviceId, because: `order ${order!.number}` });
  }
  return order!;
}

async function askedSlots(tx: Transaction, site: Site, asked: { lines: LineToMake[] }) {
  const slotIds = asked.lines.map(({ slotId }) => slotId);
  const rows = await tx
    .select({ slot: slots, device: devices })
    .from(slots)
    .innerJoin(devices, eq(devices.id, slots.deviceId))
    .where(inArray(slots.id, slotIds));
  const open = await tx
    .select({ slotId: orderLines.slotId, kind: orderLines.kind })
    .from(orderLines)
    .where(and(inArray(orderLines.slotId, slotIds), isNull(orderLines.closedAt)));
  return asked.lines.map(({ slotId, kind, quantity, replaces }) => {
    const row = rows.find(({ slot }) => slot.id === slotId);
    if (!row) throw new LineRefused(slotId, 'unknown-slot');
    if (row.device.siteId !== site.id) throw new LineRefused(slotId, 'other-site');
    if (deviceStateMeanings[row.device.state].ended) throw new LineRefused(slotId, 'device-gone');
    if (!isCovered(row.slot.kind)) throw new LineRefused(slotId, 'not-covered');
    if (row.slot.supplyId === null) throw new LineRefused(slotId, 'no-supply');
    if (open.some((line) => line.slotId === slotId && line.kind === kind)) {
      throw new LineRefused(slotId, 'already-open');
    }
    return { slot: row.slot, supplyId: row.slot.supplyId, kind, quantity, replaces };
  });
}
