import type { DeviceChange } from './device.contract.ts';
import type { MailInput } from './mail.contract.ts';
import type { OrderInput } from './order.contract.ts';

/** Everything that PostgreSQL's side ever tells a workflow; how each is delivered stands in relay/deliver.ts. */
export type Message =
  | { kind: 'device.enrol'; deviceId: string; siteId: string; enrolment: number; label: string }
  | { kind: 'device.change'; deviceId: string; change: DeviceChange }
  | { kind: 'device.recheck'; deviceId: string; because: string }
  /** `why`: what each line rests on, for the operators. */
  | ({ kind: 'order.start'; why?: string } & Omit<OrderInput, 'accountId'>)
  | { kind: 'order.fulfilment'; orderId: string; eventId: string }
  | { kind: 'order.approved'; orderId: string; holdUntil: string }
  | { kind: 'order.review'; orderId: string; because: string }
  | { kind: 'order.address'; orderId: string; key: string; actor: string }
  | ({ kind: 'mail.start' } & Omit<MailInput, 'accountId'>);

export type MessageKind = Message['kind'];
