/** Everything that subscribers can be told, one row each. */
export const webhookEvents = {
  'order.made': 'An order was made: held until it can no longer be cancelled, or awaiting approval.',
  'order.approved': 'A person let it pass the ceiling; its hold began.',
  'order.released': 'Its hold is over: it is the warehouse’s.',
  'order.cancelled': 'Nothing of it is left.',
  'order.closed': 'All of it is delivered, cancelled, lost or returned.',
  'parcel.shipped': 'A parcel left the warehouse.',
  'parcel.updated': 'Something of it arrived, was presumed delivered, lost or returned, or is expected on another day.',
  'silence.reached': 'A device has been silent so long that somebody is reminded (A16).',
  'silence.ended': 'Data of the device came back.',
  'agent-silence.reached':
    'An agent has been silent so long that somebody is reminded (A16); its devices are not told of one by one.',
  'agent-silence.ended': 'The agent was heard of again.',
  'task.opened': 'A person must do something.',
  'task.settled': 'It is done, or need not be done.',
  'webhook.test': 'Nothing happened: somebody asked for a test.',
} as const;

export type WebhookEventType = keyof typeof webhookEvents;
export const webhookEventTypes = Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]];

export interface OrderEventData {
  orderId: string;
  orderNumber: number;
  siteId: string;
  state: string;
  urgent: boolean;
  exceptional: boolean;
  madeAt: string;
  holdUntil: string | null;
}

export interface ParcelEventData {
  parcelId: string;
  orderId: string;
  orderNumber: number;
  siteId: string;
  carrier: string;
  tracking: string;
  shippedAt: string;
  expectedOn: string | null;
  settled: boolean;
  lines: {
    lineId: string;
    quantity: number;
    delivered: number;
    presumed: number;
    lost: number;
    returned: number;
  }[];
}

export interface SilenceEventData {
  deviceId: string;
  serial: string;
  siteId: string;
  silentSince: string;
  /** Null when it ended. */
  stage: number | null;
}

export interface AgentSilenceEventData {
  agentId: string;
  name: string;
  siteId: string;
  silentSince: string;
  /** Null when it ended. */
  stage: number | null;
}

export interface TaskEventData {
  taskId: string;
  kind: string;
  owner: string;
  state: string;
  siteId: string | null;
  deviceId: string | null;
  orderId: string | null;
  dueAt: string;
}

/** What each kind of event tells, by what stands before the dot. */
export interface WebhookData {
  order: OrderEventData;
  parcel: ParcelEventData;
  silence: SilenceEventData;
  'agent-silence': AgentSilenceEventData;
  task: TaskEventData;
  webhook: { webhookId: string };
}

type GroupOf<T extends WebhookEventType> = T extends `${infer Group}.${string}` ? Group & keyof WebhookData : never;
export type WebhookDataOf<T extends WebhookEventType> = WebhookData[GroupOf<T>];
