import { asc, eq } from 'drizzle-orm';
import { devicesForMail } from '../../commands/mail-data.ts';
import { recipientOf } from '../../commands/recipient.ts';
import type { Transaction } from '../../db/database.ts';
import { accounts, orderLines, sites, supplies } from '../../db/schema/index.ts';
import type { SpareLabelData } from '../../papers/types.ts';
import type { OrderRow } from './find.ts';

/** C, "move before ship": what was moved to a device instead of being sent to it; null: nothing was. */
export async function spareLabelData(tx: Transaction, order: OrderRow): Promise<SpareLabelData | null> {
  const rows = await tx
    .select({ line: orderLines, supply: supplies })
    .from(orderLines)
    .innerJoin(supplies, eq(supplies.id, orderLines.supplyId))
    .where(eq(orderLines.orderId, order.id))
    .orderBy(asc(orderLines.id));
  const moved = rows.flatMap(({ line, supply }) =>
    line.offer?.acceptedAt
      ? [{ supply, deviceId: line.deviceId, offer: line.offer, at: new Date(line.offer.acceptedAt) }]
      : [],
  );
  const [first, ...others] = moved;
  if (!first) return null;
  const [[about], contact, deviceOf] = await Promise.all([
    tx
      .select({ language: accounts.language, siteName: sites.name })
      .from(sites)
      .innerJoin(accounts, eq(accounts.id, sites.accountId))
      .where(eq(sites.id, order.siteId)),
    recipientOf(tx, order),
    devicesForMail(
      tx,
      moved.flatMap(({ deviceId, offer }) => [deviceId, offer.fromDeviceId]),
    ),
  ]);
  return {
    language: contact?.language ?? about!.language,
    createdAt: others.reduce((latest, { at }) => (at > latest ? at : latest), first.at),
    orderNumber: order.number,
    siteName: about!.siteName,
    spares: moved.map(({ supply, deviceId, offer }) => ({
      partNumber: supply.partNumber,
      supplyName: supply.name,
      colour: supply.colour,
      quantity: offer.units,
      device: deviceOf.get(deviceId)!,
      from: deviceOf.get(offer.fromDeviceId)!,
    })),
  };
}
