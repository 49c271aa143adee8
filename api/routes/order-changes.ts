import { approveOrder, NothingToApprove, refuseOrder } from '../../commands/order/approve.ts';
import { LineRefused, recordExceptional } from '../../commands/order/exceptional.ts';
import { callerOf } from '../auth/caller.ts';
import { siteForDevice } from '../devices/enrol.ts';
import { conflict, type Problem, unprocessable } from '../errors/problem.ts';
import type { Words } from '../language.ts';
import { cancelOrder } from '../orders/cancel.ts';
import { orderDetail } from '../orders/detail.ts';
import { findOrder, viewOrder } from '../orders/find.ts';
import { pathOf, ref } from '../schemas/common.ts';
import {
  Cancellation,
  Cancelled,
  ExceptionalOrder,
  Order,
  OrderDetail,
  Refusal,
  SpareMove,
  SparesMoved,
} from '../schemas/orders.ts';
import type { Routes } from '../types.ts';
import { answerLanguage } from '../work/said.ts';

const path = pathOf('orderId', 'The order.');
const tag = ['Orders'];

export const orderChangeRoutes: Routes = (app, work, { temporal }) => {
  app.post(
    '/orders/:orderId/cancel',
    {
      config: { permission: 'orders:cancel' },
      schema: {
        operationId: 'cancelOrder',
        tags: tag,
        summary: 'Cancel it, or lines of it, within its hold (A11)',
        description:
          'At `holdUntil` exactly it is too late. What is cancelled is not ordered again until its cover has fallen by 7 days or below 7.',
        params: path,
        body: Cancellation,
        response: { 200: ref(Cancelled) },
      },
    },
    async (request, reply) => {
      const order = await work.read(request, (tx) => findOrder(tx, callerOf(request), request.params.orderId));
      return work.perform(request, reply, async ({ actor, effectKey }) => {
        const lineIds = request.body.lineIds ?? null;
        const cancelledLineIds = await cancelOrder(temporal, order, { key: effectKey, lineIds, actor });
        return { status: 200, body: { orderId: order.id, cancelledLineIds } };
      });
    },
  );

  app.post(
    '/orders/:orderId/move-spares',
    {
      config: { permission: 'orders:cancel' },
      schema: {
        operationId: 'moveSpares',
        tags: tag,
        summary: 'Take the spares offered for its lines instead, within its hold',
        description:
          'C, “move before ship”: what another device of the site has on its shelf and does not need for now (`offer` of a line) is moved in the books, and the lines are cancelled. All of those named, or nothing.',
        params: path,
        body: SpareMove,
        response: { 200: ref(SparesMoved) },
      },
    },
    async (request, reply) => {
      const order = await work.read(request, (tx) => findOrder(tx, callerOf(request), request.params.orderId));
      return work.perform(request, reply, async ({ actor, effectKey }) => {
        const lineIds = request.body.lineIds ?? null;
        const moved = { key: effectKey, lineIds, actor, instead: 'move' as const };
        const cancelledLineIds = await cancelOrder(temporal, order, moved);
        const labels = `/v1/orders/${order.id}/spare-labels.pdf`;
        return { status: 200, body: { orderId: order.id, cancelledLineIds, labels } };
      });
    },
  );

  app.post(
    '/orders/:orderId/approve',
    {
      config: { permission: 'orders:approve' },
      schema: {
        operationId: 'approveOrder',
        tags: tag,
        summary: 'Let it pass the ceiling (A19)',
        description: 'Its hold begins now, and the customer is told of it.',
        params: path,
        response: { 200: ref(Order) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, actor, now }) => {
        const { id: orderId } = await findOrder(tx, callerOf(request), request.params.orderId);
        const approved = await unlessDecided(() =>
          approveOrder(tx, outbox, { orderId, actor, requestId: request.id, now }),
        );
        return { status: 200, body: viewOrder(approved) };
      }),
  );

  app.post(
    '/orders/:orderId/refuse',
    {
      config: { permission: 'orders:approve' },
      schema: {
        operationId: 'refuseOrder',
        tags: tag,
        summary: 'Refuse one that awaits approval (A19)',
        description: 'All its lines are cancelled; the customer, who was not told of it, is not told now.',
        params: path,
        body: Refusal,
        response: { 200: ref(Order) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, actor, now }) => {
        const { id: orderId } = await findOrder(tx, callerOf(request), request.params.orderId);
        const decision = { orderId, actor, requestId: request.id, now, remark: request.body.remark };
        const refused = await unlessDecided(() => refuseOrder(tx, outbox, decision));
        return { status: 200, body: viewOrder(refused) };
      }),
  );

  app.post(
    '/exceptional-orders',
    {
      config: { permission: 'orders:exceptional' },
      schema: {
        operationId: 'recordExceptionalOrder',
        tags: tag,
        summary: 'Record an order for a large print job (A14)',
        description:
          'In the window, consumption above the prior rate is booked to the job and the rate learns nothing from it. It neither blocks regular orders nor is blocked by them, and consolidates nothing.',
        body: ExceptionalOrder,
        response: { 201: ref(OrderDetail) },
      },
    },
    (request, reply) =>
      work.change(request, reply, async ({ tx, outbox, actor, now, effectKey }) => {
        const { siteId, ...asked } = request.body;
        checkTwice(asked.lines);
        const site = await siteForDevice(tx, callerOf(request), siteId);
        const requested = { ...asked, siteId: site.id, actor, requestId: effectKey, now };
        const order = await unlessRefused(asked.lines, () => recordExceptional(tx, outbox, requested));
        const body = await orderDetail(tx, order, answerLanguage(request, reply), now);
        return { status: 201, body, location: `/v1/orders/${order.id}` };
      }),
  );
};

async function unlessDecided<T>(decide: () => Promise<T>): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    if (!(error instanceof NothingToApprove)) throw error;
    throw conflict({ en: 'It does not await approval.', fr: 'Elle n’attend pas d’approbation.' });
  }
}

/** Why a line cannot be ordered as asked. */
const lineRefusals: Record<LineRefused['because'], Words> = {
  'unknown-slot': { en: 'is no slot that you see', fr: 'n’est pas un emplacement que vous voyez' },
  'other-site': { en: 'is a slot of a device at another site', fr: 'est un emplacement d’un appareil d’un autre site' },
  'device-gone': {
    en: 'is a slot of a device that is no longer enrolled',
    fr: 'est un emplacement d’un appareil qui n’est plus inscrit',
  },
  'no-supply': { en: 'has no supply in the catalogue', fr: 'n’a pas de consommable au catalogue' },
  'not-covered': {
    en: 'takes an item that is not ordered automatically',
    fr: 'prend un article qui n’est pas commandé automatiquement',
  },
  'already-open': { en: 'has an exceptional order that is open', fr: 'a une commande exceptionnelle en cours' },
};

function checkTwice(lines: readonly { slotId: string }[]): void {
  const twice = lines.findIndex(({ slotId }, i) => lines.findIndex((line) => line.slotId === slotId) < i);
  if (twice === -1) return;
  throw unprocessable({
    pointer: `/lines/${twice}/slotId`,
    detail: {
      en: 'stands in a line before: add the quantities',
      fr: 'figure déjà plus haut : additionnez les quantités',
    },
  });
}

async function unlessRefused<T>(lines: readonly { slotId: string }[], record: () => Promise<T>): Promise<T> {
  try {
    return await record();
  } catch (error) {
    throw error instanceof LineRefused ? refusedLine(lines, error) : error;
  }
}

function refusedLine(lines: readonly { slotId: string }[], { slotId, because }: LineRefused): Problem {
  const index = lines.findIndex((line) => line.slotId === slotId);
  return unprocessable({ pointer: `/lines/${index}/slotId`, detail: lineRefusals[because] });
}
