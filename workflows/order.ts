import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import {
  addressUpdate,
  approvedSignal,
  cancelUpdate,
  fulfilmentSignal,
  type OrderInput,
  type OrderView,
  orderQuery,
  reviewSignal,
} from './order.contract.ts';
import { effect } from './policies.ts';
import { searchAttributePairs } from './search-attributes.ts';

const { cancelLines, followAddress, handOver, releaseOrder, settleOrder } = proxyActivities<Activities>(effect);

/** The life of one order: held, released at its deadline, followed line by line until nothing is open. */
export async function orderWorkflow(input: OrderInput): Promise<OrderView> {
  const { orderId } = input;
  let order: OrderView = {
    orderId,
    phase: input.holdUntil === null ? 'awaiting-approval' : 'held',
    holdUntil: input.holdUntil,
    nextDeadlineAt: null,
    openLines: 1,
    summary: input.holdUntil === null ? 'Waits for a person to approve it.' : `Held until ${input.holdUntil}.`,
  };
  let news = false;
  const absorb = (next: OrderView) => {
    if (next.phase !== order.phase) upsertSearchAttributes(searchAttributePairs({ phase: `order-${next.phase}` }));
    order = next;
    setCurrentDetails(order.summary);
  };
  const tellNews = () => {
    news = true;
  };

  setHandler(orderQuery, () => order, { description: 'What this order waits for, until when, and why' });
  setHandler(fulfilmentSignal, tellNews, { description: 'The warehouse, the ERP or the carrier has said something' });
  setHandler(reviewSignal, tellNews, { description: 'Look again: its facts have changed' });
  setHandler(
    approvedSignal,
    ({ holdUntil }) => {
      if (order.phase === 'awaiting-approval')
        absorb({ ...order, phase: 'held', holdUntil, summary: `Approved; held until ${holdUntil}.` });
    },
    { description: 'A person has let it pass the ceiling' },
  );
  setHandler(
    cancelUpdate,
    async (request) => {
      const { view, ...answer } = await cancelLines({ orderId, now: nowIso(), ...request });
      absorb(view);
      return answer;
    },
    {
      description: 'Cancel the order or some of its lines, while it is held',
      validator: (_request) => {
        if (order.phase === 'released' || order.phase === 'ended' || isPast(order.holdUntil))
          throw ApplicationFailure.nonRetryable('the hold has ended', 'too-late');
      },
    },
  );
  setHandler(addressUpdate, (request) => followAddress({ orderId, now: nowIso(), ...request }), {
    description: 'The site has another address: what has not left follows if the warehouse agrees',
  });

  setCurrentDetails(order.summary);
  while (order.phase !== 'ended') {
    const deadline = order.phase === 'held' ? order.holdUntil : order.nextDeadlineAt;
    const woken = () => news || order.phase === 'ended' || deadline !== deadlineOf(order);
    if (deadline === null) await condition(woken);
    else if (!isPast(deadline)) await condition(woken, untilMs(deadline), { summary: timerSummary(order) });
    if (isEnded(order)) break;
    if (isHoldOver(order)) {
      absorb(await releaseOrder({ orderId, now: nowIso() }));
      if (isReleased(order)) await handOver({ orderId, now: nowIso() });
    } else if (news || isPast(order.nextDeadlineAt)) {
      news = false;
      absorb(await settleOrder({ orderId, now: nowIso() }));
    }
  }
  await condition(allHandlersFinished);
  upsertSearchAttributes(searchAttributePairs({ phase: 'order-ended' }));
  return order;
}

const nowIso = () => new Date().toISOString();
const untilMs = (at: string) => Math.max(1, Date.parse(at) - Date.now());
const isPast = (at: string | null) => at !== null && Date.parse(at) <= Date.now();
/** Read afresh: handlers change the order while the loop waits. */
const isEnded = (order: OrderView) => order.phase === 'ended';
const isReleased = (order: OrderView) => order.phase === 'released';
const isHoldOver = (order: OrderView) => order.phase === 'held' && isPast(order.holdUntil);
const deadlineOf = (order: OrderView) => (order.phase === 'held' ? order.holdUntil : order.nextDeadlineAt);
const timerSummary = (order: OrderView) =>
  order.phase === 'held' ? 'hold: can be cancelled until then' : 'no news of a parcel until then';
