import { and, eq } from 'drizzle-orm';
import { Type } from 'typebox';
import type { Transaction } from '../../db/database.ts';
import { orders, parcels } from '../../db/schema/index.ts';
import { shippingLabel } from '../../papers/label.ts';
import { packingSlip } from '../../papers/slip.ts';
import { spareLabels } from '../../papers/spare-label.ts';
import { type Caller, callerOf, withinSite } from '../auth/caller.ts';
import { notFound } from '../errors/problem.ts';
import { findOrder, type OrderRow } from '../orders/find.ts';
import { labelData, slipData } from '../orders/paper-data.ts';
import { sendPdf } from '../orders/send-pdf.ts';
import { spareLabelData } from '../orders/spare-labels.ts';
import { contentOf } from '../plugins/documentation.ts';
import { pathOf } from '../schemas/common.ts';
import type { Routes } from '../types.ts';

const config = { permission: 'orders:read' } as const;
const tag = ['Fulfilment'];
const pdf = (description: string) => ({
  description,
  ...contentOf('application/pdf', Type.Unsafe<Buffer>({ type: 'string', contentMediaType: 'application/pdf' })),
});

export const paperRoutes: Routes = (app, work, deps) => {
  const { name, addressLines } = deps.config.provider;
  const sender = { name, addressLines };

  app.get(
    '/orders/:orderId/packing-slip.pdf',
    {
      config,
      schema: {
        operationId: 'getOrderSlip',
        tags: tag,
        summary: 'Packing slip of an order as a whole',
        params: pathOf('orderId', 'The order.'),
        response: { 200: pdf('A4, in the language of the site.') },
      },
    },
    async (request, reply) => {
      const data = await work.read(request, async (tx) =>
        slipData(tx, await findOrder(tx, callerOf(request), request.params.orderId), null, sender),
      );
      return sendPdf(reply, await packingSlip(data), `slip-${data.orderNumber}`);
    },
  );

  app.get(
    '/orders/:orderId/spare-labels.pdf',
    {
      config,
      schema: {
        operationId: 'getSpareLabels',
        tags: tag,
        summary: 'New labels for the spares moved instead of it',
        description:
          'C, “move before ship”: one for each box, with the serial number of the device that it is for now, in text and Code 128 (A15).',
        params: pathOf('orderId', 'The order.'),
        response: { 200: pdf('105 × 148 mm, in the language of the site.') },
      },
    },
    async (request, reply) => {
      const data = await work.read(request, async (tx) =>
        spareLabelData(tx, await findOrder(tx, callerOf(request), request.params.orderId)),
      );
      if (!data)
        throw notFound({ en: 'spare moved instead of this order', fr: 'Réserve déplacée au lieu de cette commande' });
      return sendPdf(reply, await spareLabels(data), `spares-${data.orderNumber}`);
    },
  );

  app.get(
    '/parcels/:parcelId/packing-slip.pdf',
    {
      config,
      schema: {
        operationId: 'getParcelSlip',
        tags: tag,
        summary: 'Packing slip of a parcel',
        params: pathOf('parcelId', 'The parcel.'),
        response: { 200: pdf('A4, in the language of the site.') },
      },
    },
    async (request, reply) => {
      const data = await work.read(request, async (tx) => {
        const { order, parcel } = await findParcel(tx, callerOf(request), request.params.parcelId);
        return slipData(tx, order, parcel, sender);
      });
      return sendPdf(reply, await packingSlip(data), `slip-${data.parcel!.number}`);
    },
  );

  app.get(
    '/parcels/:parcelId/label.pdf',
    {
      config,
      schema: {
        operationId: 'getLabel',
        tags: tag,
        summary: 'Shipping label of a parcel',
        description: 'With the target device’s serial number per line, in text and Code 128 (A15).',
        params: pathOf('parcelId', 'The parcel.'),
        response: { 200: pdf('105 × 148 mm, for 203 dpi and more.') },
      },
    },
    async (request, reply) => {
      const data = await work.read(request, async (tx) => {
        const { order, parcel } = await findParcel(tx, callerOf(request), request.params.parcelId);
        return labelData(tx, order, parcel, sender);
      });
      return sendPdf(reply, await shippingLabel(data), `label-${data.parcel.number}`);
    },
  );
};

async function findParcel(
  tx: Transaction,
  caller: Caller,
  parcelId: string,
): Promise<{ order: OrderRow; parcel: typeof parcels.$inferSelect }> {
  const [row] = await tx
    .select({ order: orders, parcel: parcels })
    .from(parcels)
    .innerJoin(orders, eq(orders.id, parcels.orderId))
    .where(and(eq(parcels.id, parcelId), withinSite(caller, orders.siteId)));
  if (!row) throw notFound({ en: 'parcel', fr: 'Colis' });
  return row;
}
