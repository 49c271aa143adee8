import { asc, eq } from 'drizzle-orm';
import { recipientOf } from '../../commands/recipient.ts';
import type { Transaction } from '../../db/database.ts';
import { accounts, devices, models, orderLines, parcelLines, parcels, supplies } from '../../db/schema/index.ts';
import { unshipped } from '../../domain/order/lines.ts';
import type { LabelData, PaperHead, PaperItem, PaperParcel, PaperSender, SlipData } from '../../papers/types.ts';
import type { OrderRow } from './find.ts';

type ParcelRow = typeof parcels.$inferSelect;
type PackedRow = typeof parcelLines.$inferSelect;

/** What papers say of an order: its lines with their target devices (A15), its parcels in the order in which they left. */
interface Papers {
  order: OrderRow;
  head: Omit<PaperHead, 'createdAt' | 'to'>;
  lines: { line: typeof orderLines.$inferSelect; item: PaperItem }[];
  parcels: { parcel: ParcelRow; packed: PackedRow[] }[];
}

async function papersOf(tx: Transaction, order: OrderRow, sender: PaperSender): Promise<Papers> {
  const [[account], contact, lines, packed] = await Promise.all([
    tx.select({ language: accounts.language }).from(accounts).where(eq(accounts.id, order.accountId)),
    recipientOf(tx, order),
    tx
      .select({ line: orderLines, supply: supplies, device: devices, model: models.name })
      .from(orderLines)
      .innerJoin(supplies, eq(supplies.id, orderLines.supplyId))
      .innerJoin(devices, eq(devices.id, orderLines.deviceId))
      .innerJoin(models, eq(models.id, devices.modelId))
      .where(eq(orderLines.orderId, order.id))
      .orderBy(asc(devices.serial), asc(supplies.partNumber)),
    tx
      .select({ parcel: parcels, packed: parcelLines })
      .from(parcels)
      .leftJoin(parcelLines, eq(parcelLines.parcelId, parcels.id))
      .where(eq(parcels.orderId, order.id))
      .orderBy(asc(parcels.shippedAt), asc(parcels.id)),
  ]);
  return {
    order,
    head: {
      language: contact?.language ?? account!.language,
      from: sender,
      contact: contact ? { name: contact.name, phone: contact.phone } : null,
      deliveryInstructions: order.deliveryInstructions,
      orderNumber: order.number,
    },
    lines: lines.map(({ line, supply, device, model }) => ({
      line,
      item: {
        partNumber: supply.partNumber,
        supplyName: supply.name,
        colour: supply.colour,
        device: { maker: device.maker, model, serial: device.serial, place: device.place },
      },
    })),
    parcels: [...Map.groupBy(packed, ({ parcel }) => parcel.id).values()].map((rows) => ({
      parcel: rows[0]!.parcel,
      packed: rows.flatMap((row) => row.packed ?? []),
    })),
  };
}

/** How many parcels there will be is known once nothing is left to ship. */
function paperParcel({ order, lines, parcels: all }: Papers, parcelId: string): PaperParcel {
  const position = all.findIndex(({ parcel }) => parcel.id === parcelId) + 1;
  const complete = lines.every(({ line }) => unshipped(line) === 0);
  return { number: `${order.number}-${position}`, position, count: complete ? all.length : null };
}

const inParcel = (packed: readonly PackedRow[], lineId: string) =>
  packed.find((row) => row.lineId === lineId)?.quantity ?? 0;

export async function labelData(
  tx: Transaction,
  order: OrderRow,
  parcel: ParcelRow,
  sender: PaperSender,
): Promise<LabelData> {
  const papers = await papersOf(tx, order, sender);
  const { packed } = papers.parcels.find((each) => each.parcel.id === parcel.id)!;
  return {
    ...papers.head,
    createdAt: parcel.shippedAt,
    to: parcel.address,
    parcel: paperParcel(papers, parcel.id),
    items: papers.lines.flatMap(({ line, item }) => {
      const quantity = inParcel(packed, line.id);
      return quantity > 0 ? [{ ...item, quantity }] : [];
    }),
  };
}

/** `parcel` null: of the order as a whole. A parcel's slip also tells what is to follow. */
export async function slipData(
  tx: Transaction,
  order: OrderRow,
  parcel: ParcelRow | null,
  sender: PaperSender,
): Promise<SlipData> {
  const papers = await papersOf(tx, order, sender);
  const packed = parcel && papers.parcels.find((each) => each.parcel.id === parcel.id)!.packed;
  return {
    ...papers.head,
    createdAt: parcel?.shippedAt ?? order.madeAt,
    to: parcel?.address ?? order.address,
    parcel: parcel && paperParcel(papers, parcel.id),
    lines: papers.lines.flatMap(({ line, item }) => {
      const shipped = packed ? inParcel(packed, line.id) : line.shipped;
      const { ordered, backordered, expectedOn, cancelled } = line;
      const stands = packed ? shipped + backordered > 0 : cancelled < ordered;
      return stands
        ? [{ ...item, ordered, shipped, backordered, expectedOn: backordered > 0 ? expectedOn : null }]
        : [];
    }),
  };
}
