import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../db/database.ts';
import type { Outbox } from '../db/outbox.ts';
import { recordAudit } from '../db/queries/audit.ts';
import {
  accounts,
  devices,
  links,
  models,
  notices,
  orderLines,
  orders,
  parcelLines,
  parcels,
  sites,
  supplies,
} from '../db/schema/index.ts';
import { mayCancel } from '../domain/order/hold.ts';
import { devicesForMail } from './mail-data.ts';
import { answerDelivery } from './order/presume.ts';

/** What can become of a link when it is opened or its button is pressed. */
export const linkStates = [
  'open',
  'used',
  'expired',
  /** The order has left. */
  'too-late',
  'already-cancelled',
  'already-delivered',
  /** The parcel was lost or came back. */
  'parcel-over',
] as const;
export type LinkState = (typeof linkStates)[number];

type LinkRow = typeof links.$inferSelect;

export interface LinkedLine {
  lineId: string;
  /** What the page speaks of: waiting to leave, or in the parcel. */
  quantity: number;
  partNumber: string;
  supplyName: string;
  colour: string | null;
  maker: string;
  model: string;
  serial: string;
  place: string | null;
  /** C: where the spare is that is offered instead. */
  spare?: { units: number; maker: string; model: string; serial: string; place: string | null };
}

/** A link in a mail with all that its page says. */
export interface OpenedLink {
  link: LinkRow;
  state: LinkState;
  order: typeof orders.$inferSelect;
  parcel: typeof parcels.$inferSelect | null;
  lines: LinkedLine[];
  /** C: spares have been taken instead of lines of the order. */
  moved: boolean;
  /** Of whoever the mail was written to. */
  language: 'en' | 'fr';
  timeZone: string;
}

/** Looks at a link without using it: what scans mails follows links, and only a pressed button may act. Null: there is none. */
export async function openLink(tx: Transaction, linkId: string, now: Date): Promise<OpenedLink | null> {
  const [row] = await tx
    .select({ link: links, order: orders, parcel: parcels, site: sites, account: accounts, mailed: notices.language })
    .from(links)
    .innerJoin(orders, eq(orders.id, links.orderId))
    .innerJoin(sites, eq(sites.id, orders.siteId))
    .innerJoin(accounts, eq(accounts.id, links.accountId))
    .leftJoin(parcels, eq(parcels.id, links.parcelId))
    .leftJoin(notices, eq(notices.linkId, links.id))
    .where(eq(links.id, linkId));
  if (!row) return null;
  const { link, order, parcel, site, account, mailed } = row;
  const packed = parcel ? await tx.select().from(parcelLines).where(eq(parcelLines.parcelId, parcel.id)) : [];
  const offers = link.purpose === 'move-spares';
  const { lines, moved } = offers
    ? await offeredLines(tx, order.id)
    : { lines: await linesOf(tx, order.id, packed), moved: false };
  const state = parcel ? deliveryState(link, packed, now) : cancelState(link, order, now);
  return {
    link,
    state: offers && state === 'open' && lines.length === 0 ? 'already-cancelled' : state,
    order,
    parcel,
    lines,
    moved,
    language: mailed ?? account.language,
    timeZone: site.timeZone,
  };
}

/** A11: before the deadline only. */
function cancelState(link: LinkRow, order: OpenedLink['order'], now: Date): LinkState {
  if (link.usedAt) return 'used';
  if (order.state === 'cancelled') return 'already-cancelled';
  const held = order.state === 'held' || order.state === 'awaiting-approval';
  return held && mayCancel(now, order.holdUntil) ? 'open' : 'too-late';
}

/** A09: as long as a carrier has not said it, and nobody has answered. */
function deliveryState(link: LinkRow, packed: (typeof parcelLines.$inferSelect)[], now: Date): LinkState {
  if (link.usedAt) return 'used';
  if (packed.every(({ delivered, quantity }) => delivered === quantity)) return 'already-delivered';
  if (packed.every(({ delivered, lost, returned, quantity }) => delivered + lost + returned === quantity))
    return 'parcel-over';
  return link.expiresAt <= now ? 'expired' : 'open';
}

async function linesOf(
  tx: Transaction,
  orderId: string,
  packed: (typeof parcelLines.$inferSelect)[],
): Promise<LinkedLine[]> {
  const rows = await tx
    .select({ line: orderLines, supply: supplies, device: devices, model: models.name })
    .from(orderLines)
    .innerJoin(supplies, eq(supplies.id, orderLines.supplyId))
    .innerJoin(devices, eq(devices.id, orderLines.deviceId))
    .innerJoin(models, eq(models.id, devices.modelId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
  return rows.flatMap(({ line, supply, device, model }) => {
    const quantity =
      packed.length === 0 ? line.waiting : (packed.find(({ lineId }) => lineId === line.id)?.quantity ?? 0);
    if (quantity === 0) return [];
    const { maker, serial, place } = device;
    const { partNumber, name: supplyName, colour } = supply;
    return [{ lineId: line.id, quantity, partNumber, supplyName, colour, maker, model, serial, place }];
  });
}

/** C: lines that a spare is offered for, as long as it is; and whether one has been taken. */
async function offeredLines(tx: Transaction, orderId: string): Promise<{ lines: LinkedLine[]; moved: boolean }> {
  const offers = await tx
    .select({ lineId: orderLines.id, offer: orderLines.offer, waiting: orderLines.waiting })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId));
  const open = offers.flatMap(({ lineId, offer, waiting }) =>
    offer && !offer.acceptedAt && waiting === offer.units ? [{ lineId, offer }] : [],
  );
  const holders = await devicesForMail(
    tx,
    open.map(({ offer }) => offer.fromDeviceId),
  );
  const all = await linesOf(tx, orderId, []);
  const lines = open.flatMap(({ lineId, offer }) => {
    const line = all.find((each) => each.lineId === lineId);
    return line ? [{ ...line, spare: { units: offer.units, ...holders.get(offer.fromDeviceId)! } }] : [];
  });
  return { lines, moved: offers.some(({ offer }) => offer?.acceptedAt) };
}

/** A link works once: what it did is written down. */
export async function markUsed(tx: Transaction, linkId: string, answer: string, now: Date): Promise<void> {
  await tx
    .update(links)
    .set({ usedAt: now, answer })
    .where(and(eq(links.id, linkId), isNull(links.usedAt)));
}

/**
 * A09, by one click: the parcel has arrived, or never came. A "no" about a parcel that is still expected changes nothing yet, and the
 * link goes on: `not-yet`.
 */
export async function answerByLink(
  tx: Transaction,
  outbox: Outbox,
  linkId: string,
  arrived: boolean,
  by: { requestId: string; now: Date },
): Promise<{ opened: OpenedLink; outcome: 'done' | 'not-yet' | 'not-open' } | null> {
  await tx.select({ id: links.id }).from(links).where(eq(links.id, linkId)).for('update');
  const opened = await openLink(tx, linkId, by.now);
  if (!opened?.parcel) return null;
  if (opened.state !== 'open') return { opened, outcome: 'not-open' };
  const packed = await tx.select().from(parcelLines).where(eq(parcelLines.parcelId, opened.parcel.id));
  if (!arrived && packed.every(({ presumed }) => presumed === 0)) return { opened, outcome: 'not-yet' };
  const { order, parcel } = opened;
  const lineIds = packed.map(({ lineId }) => lineId);
  const said = { orderId: order.id, parcel, lineIds, arrived, actor: 'link', key: linkId, now: by.now };
  await answerDelivery(tx, outbox, said);
  await markUsed(tx, linkId, arrived ? 'yes' : 'no', by.now);
  await recordAudit(tx, {
    accountId: order.accountId,
    at: by.now,
    actor: 'link',
    action: arrived ? 'parcel.confirmed' : 'parcel.denied',
    entity: 'order',
    entityId: order.id,
    after: { parcelId: parcel.id, lineIds },
    requestId: by.requestId,
  });
  return { opened, outcome: 'done' };
}
