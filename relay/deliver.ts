import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
  WorkflowUpdateStage,
} from '@temporalio/client';
import type { QueuedMessage } from '../db/outbox.ts';
import { countBlocked } from '../metrics/blocked.ts';
import {
  changeUpdate,
  type DeviceInput,
  deviceWorkflowId,
  deviceWorkflowType,
  enrolUpdate,
  readingsSignal,
  recheckSignal,
} from '../workflows/device.contract.ts';
import { mailWorkflowId, mailWorkflowType } from '../workflows/mail.contract.ts';
import type { Message, MessageKind } from '../workflows/messages.contract.ts';
import {
  addressUpdate,
  approvedSignal,
  fulfilmentSignal,
  orderWorkflowId,
  orderWorkflowType,
  reviewSignal,
} from '../workflows/order.contract.ts';
import { searchAttributesOf } from '../workflows/search-attributes.ts';

export interface DeliveryDeps {
  client: Client;
  taskQueue: string;
  /** What to do with an event for an order whose workflow has ended: its facts may still change (returned, delivered late). */
  afterTheEnd(orderId: string): Promise<void>;
}

type Deliveries = {
  [K in MessageKind]: (
    deps: DeliveryDeps,
    queued: QueuedMessage,
    message: Extract<Message, { kind: K }>,
  ) => Promise<unknown>;
};

/** How each message reaches its workflow. Every one may arrive twice; the workflows and the facts see to it that it counts once. */
const deliveries: Deliveries = {
  'device.enrol': (deps, queued, { deviceId, siteId, enrolment, label }) =>
    deps.client.workflow.executeUpdateWithStart(enrolUpdate, {
      args: [{ enrolment }],
      updateId: `enrol/${enrolment}`,
      startWorkflowOperation: new WithStartWorkflowOperation(deviceWorkflowType, {
        ...deviceStart(deps, { deviceId, accountId: queued.accountId, siteId }, label),
      }),
    }),
  'device.change': (deps, queued, { deviceId, change }) =>
    unlessEnded(() =>
      deps.client.workflow
        .getHandle(deviceWorkflowId(deviceId))
        .executeUpdate(changeUpdate, { args: [change], updateId: `${change.key}/${queued.id}` }),
    ),
  'device.recheck': (deps, _queued, { deviceId, because }) =>
    unlessEnded(() => deps.client.workflow.getHandle(deviceWorkflowId(deviceId)).signal(recheckSignal, { because })),
  'order.start': (deps, queued, { kind: _, why, ...order }) =>
    onlyOnce(() =>
      deps.client.workflow.start(orderWorkflowType, {
        workflowId: orderWorkflowId(order.orderId),
        taskQueue: deps.taskQueue,
        args: [{ ...order, accountId: queued.accountId }],
        // One whose workflow ended before its time is taken up again (npm run requeue); one that is over ends at once.
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        typedSearchAttributes: searchAttributesOf({
          accountId: queued.accountId,
          siteId: order.siteId,
          phase: order.holdUntil === null ? 'order-awaiting-approval' : 'order-held',
        }),
        staticSummary: `Order ${order.number}`,
        staticDetails: why,
      }),
    ),
  'order.fulfilment': (deps, _queued, { orderId, eventId }) =>
    orAfterTheEnd(deps, orderId, () =>
      deps.client.workflow.getHandle(orderWorkflowId(orderId)).signal(fulfilmentSignal, { eventId }),
    ),
  'order.approved': (deps, _queued, { orderId, holdUntil }) =>
    unlessEnded(() => deps.client.workflow.getHandle(orderWorkflowId(orderId)).signal(approvedSignal, { holdUntil })),
  'order.review': (deps, _queued, { orderId, because }) =>
    unlessEnded(() => deps.client.workflow.getHandle(orderWorkflowId(orderId)).signal(reviewSignal, { because })),
  'order.address': (deps, _queued, { orderId, key, actor }) =>
    unlessEnded(() =>
      deps.client.workflow
        .getHandle(orderWorkflowId(orderId))
        // Accepted is told: the answer of a warehouse may take until it is back.
        .startUpdate(addressUpdate, {
          args: [{ key, actor }],
          updateId: key,
          waitForStage: WorkflowUpdateStage.ACCEPTED,
        }),
    ),
  'mail.start': (deps, queued, { kind: _, ...mail }) =>
    onlyOnce(() =>
      deps.client.workflow.start(mailWorkflowType, {
        workflowId: mailWorkflowId(mail.noticeId),
        taskQueue: deps.taskQueue,
        args: [{ ...mail, accountId: queued.accountId }],
        // Staff may send a mail again; a message told twice finds it sent and ends.
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        typedSearchAttributes: searchAttributesOf({ accountId: queued.accountId, phase: 'mail' }),
        staticSummary: `Mail: ${mail.noticeKind}`,
      }),
    ),
};

/** How long Temporal has to take a message; an update waits for a worker, too. What takes longer is tried again later. */
const answerWithinMs = 5000;

/** Delivers one message or throws what Temporal said. */
export async function deliver(deps: DeliveryDeps, queued: QueuedMessage, withinMs = answerWithinMs): Promise<void> {
  const send = deliveries[queued.message.kind] as (
    deps: DeliveryDeps,
    queued: QueuedMessage,
    message: Message,
  ) => Promise<unknown>;
  await deps.client.withDeadline(Date.now() + withinMs, () => send(deps, queued, queued.message));
}

/** Tells a device's workflow that readings are stored; starts the workflow if it should be there and is not. */
export async function deliverReadings(
  deps: DeliveryDeps,
  device: DeviceInput & { label: string },
  news: { count: number; newestAt: string },
): Promise<void> {
  await deps.client.withDeadline(Date.now() + answerWithinMs, () =>
    deps.client.workflow.signalWithStart(deviceWorkflowType, {
      ...deviceStart(deps, device, device.label),
      signal: readingsSignal,
      signalArgs: [news],
    }),
  );
}

/** Codes of gRPC: CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE. */
const noAnswer: readonly number[] = [1, 4, 14];

/** Whether this is what a server that is away looks like, rather than one that refuses. */
export function gotNoAnswer(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && noAnswer.includes(cause.code);
}

function deviceStart(
  deps: DeliveryDeps,
  input: DeviceInput,
  label: string,
): WorkflowStartOptions<(input: DeviceInput) => Promise<unknown>> & {
  workflowId: string;
  workflowIdConflictPolicy: WorkflowIdConflictPolicy;
} {
  return {
    workflowId: deviceWorkflowId(input.deviceId),
    taskQueue: deps.taskQueue,
    args: [{ deviceId: input.deviceId, accountId: input.accountId, siteId: input.siteId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    typedSearchAttributes: searchAttributesOf({ ...input, phase: 'enrolling', silent: false }),
    staticSummary: label,
    // The same for the runs to come: a run that continues another has no static summary.
    memo: { device: label },
  };
}

async function onlyOnce(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    countBlocked('workflow');
  }
}

async function unlessEnded(tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function orAfterTheEnd(deps: DeliveryDeps, orderId: string, tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await deps.afterTheEnd(orderId);
  }
}
