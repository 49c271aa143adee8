import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** One workflow per order, from made to its last open line. */
export const orderWorkflowType = 'orderWorkflow';
export const orderWorkflowId = (orderId: string) => `order/${orderId}`;

export interface OrderInput {
  orderId: string;
  number: number;
  accountId: string;
  siteId: string;
  /** ISO instant; null while a person must approve (A19). */
  holdUntil: string | null;
}

export const orderPhases = ['awaiting-approval', 'held', 'released', 'ended'] as const;
export type OrderPhase = (typeof orderPhases)[number];

export interface OrderView {
  orderId: string;
  phase: OrderPhase;
  holdUntil: string | null;
  /** ISO instant at which a parcel without news is presumed delivered (A09), or a job ends (A14). */
  nextDeadlineAt: string | null;
  openLines: number;
  summary: string;
}

export interface CancelRequest {
  /** Names the request; repeating it gives the same answer. */
  key: string;
  /** None: every line. */
  lineIds: string[] | null;
  actor: string;
  /** C: the spares offered for these lines are moved instead; none named: of every line that has an offer. */
  instead?: 'move';
}

/** What became of a request to cancel (A11): the row's lock decides between it and release. */
export interface CancelAnswer {
  cancelledLineIds: string[];
  refused: 'too-late' | 'nothing-left' | 'unknown-line' | 'no-offer' | 'spare-gone' | null;
}

export interface AddressRequest {
  key: string;
  actor: string;
}

export interface AddressAnswer {
  /** `kept`: all has left, or the warehouse refused; the old address stays (A13). */
  outcome: 'followed' | 'kept';
}

/** A fulfilment event has been stored. */
export const fulfilmentSignal = defineSignal<[{ eventId: string }]>('fulfilment');
/** A person let it pass the ceiling (A19). */
export const approvedSignal = defineSignal<[{ holdUntil: string }]>('approved');
/** Facts of the order changed outside of it: a presumption refuted, a device gone. */
export const reviewSignal = defineSignal<[{ because: string }]>('review');
export const cancelUpdate = defineUpdate<CancelAnswer, [CancelRequest]>('cancel');
/** The site's address has changed (A13); what has not left follows if the warehouse agrees. */
export const addressUpdate = defineUpdate<AddressAnswer, [AddressRequest]>('address');
export const orderQuery = defineQuery<OrderView>('order');
