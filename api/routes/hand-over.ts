import { handOverAnew, NothingToHandOver } from '../../commands/erp/hand-over.ts';
import { callerOf } from '../auth/caller.ts';
import { conflict } from '../errors/problem.ts';
import { findOrder, viewOrder } from '../orders/find.ts';
import { pathOf, ref } from '../schemas/common.ts';
import { HandOver } from '../schemas/erp.ts';
import { Order } from '../schemas/orders.ts';
import type { Routes } from '../types.ts';

export const handOverRoutes: Routes = (app, work) => {
  app.post(
    '/orders/:orderId/hand-over',
    {
      config: { permission: 'orders:hand-over' },
      schema: {
        operationId: 'handOverOrder',
        tags: ['ERP'],
        summary: 'Give one that its ERP has refused, or does not answer for, to it again or to the warehouse',
        params: pathOf('orderId', 'The order.'),
        body: HandOver,
        response: { 200: ref(Order) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, actor, now }) => {
        const { id: orderId } = await findOrder(tx, callerOf(request), request.params.orderId);
        const given = { orderId, to: request.body.to, actor, requestId: request.id, now };
        const order = await handOverAnew(tx, outbox, given).catch((error: unknown) => {
          if (!(error instanceof NothingToHandOver)) throw error;
          throw conflict({
            en: 'Only a released order that waits for its ERP, or was refused by it, can be handed over anew.',
            fr: 'Seule une commande libérée qui attend son ERP, ou qu’il a refusée, peut être redonnée.',
          });
        });
        return { status: 200, body: viewOrder(order) };
      }),
  );
};
