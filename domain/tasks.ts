import type { Reason, ReasonCode } from './reasons.ts';
import { hourMs } from './time.ts';

/** Teams that tasks belong to. */
export const taskOwners = ['helpdesk', 'connectivity', 'dispatch', 'operations'] as const;
export type TaskOwner = (typeof taskOwners)[number];

/**
 * Everything that people must do, one row a kind. `reason`: its words; `about`: the thing whose id makes the deduplication key, so
 * that the same matter found twice is one task; `dueHours`: elapsed hours to finish it in.
 */
export const taskKinds = {
  'approve-order': { owner: 'operations', rule: 'A19', dueHours: 4, about: 'order', reason: 'task-approve-order' },
  'call-silent-device': {
    owner: 'connectivity',
    rule: 'A16',
    dueHours: 48,
    about: 'device',
    reason: 'task-call-silent-device',
  },
  'managed-silent': { owner: 'helpdesk', rule: 'A16', dueHours: 24, about: 'device', reason: 'task-managed-silent' },
  'call-silent-agent': {
    owner: 'connectivity',
    rule: 'A16',
    dueHours: 48,
    about: 'agent',
    reason: 'task-call-silent-agent',
  },
  'managed-silent-agent': {
    owner: 'helpdesk',
    rule: 'A16',
    dueHours: 24,
    about: 'agent',
    reason: 'task-managed-silent-agent',
  },
  'stock-difference': { owner: 'helpdesk', rule: 'A15', dueHours: 120, about: 'slot', reason: 'task-stock-difference' },
  'installed-without-delivery': {
    owner: 'helpdesk',
    rule: 'A15',
    dueHours: 120,
    about: 'slot',
    reason: 'task-installed-without-delivery',
  },
  'quantity-above-maximum': {
    owner: 'operations',
    rule: 'A07',
    dueHours: 24,
    about: 'slot',
    reason: 'quantity-above-maximum',
  },
  'backorder-instead-of-surge': {
    owner: 'dispatch',
    rule: 'A09',
    dueHours: 24,
    about: 'line',
    reason: 'surge-blocked-by-backorder',
  },
  'expected-after-run-out': {
    owner: 'dispatch',
    rule: 'A11',
    dueHours: 8,
    about: 'line',
    reason: 'task-expected-after-run-out',
  },
  'address-refused': { owner: 'helpdesk', rule: 'A13', dueHours: 8, about: 'order', reason: 'task-address-refused' },
  'cancel-refused': { owner: 'helpdesk', rule: 'A11', dueHours: 24, about: 'line', reason: 'task-cancel-refused' },
  'item-reached-trigger': {
    owner: 'helpdesk',
    rule: 'A04',
    dueHours: 72,
    about: 'slot',
    reason: 'item-reached-trigger',
  },
  'mail-refused': { owner: 'helpdesk', rule: 'A11', dueHours: 24, about: 'address', reason: 'task-mail-refused' },
  'set-aside-told': { owner: 'helpdesk', rule: 'A10', dueHours: 72, about: 'device', reason: 'task-set-aside-told' },
  'in-transit-after-move': {
    owner: 'dispatch',
    rule: 'A18',
    dueHours: 8,
    about: 'line',
    reason: 'task-in-transit-after-move',
  },
  'fulfilment-surplus': {
    owner: 'dispatch',
    rule: 'A09',
    dueHours: 48,
    about: 'line',
    reason: 'task-fulfilment-surplus',
  },
  'fulfilment-after-end': {
    owner: 'dispatch',
    rule: 'A09',
    dueHours: 48,
    about: 'line',
    reason: 'task-fulfilment-after-end',
  },
  'fulfilment-unknown-line': {
    owner: 'dispatch',
    rule: 'A09',
    dueHours: 48,
    about: 'order',
    reason: 'task-fulfilment-unknown-line',
  },
  'erp-refused': { owner: 'dispatch', rule: 'A11', dueHours: 4, about: 'order', reason: 'task-erp-refused' },
  'erp-away': { owner: 'operations', rule: 'A11', dueHours: 2, about: 'connection', reason: 'task-erp-away' },
  'webhook-disabled': { owner: 'helpdesk', rule: 'C', dueHours: 24, about: 'webhook', reason: 'task-webhook-disabled' },
  'reconnect-case': {
    owner: 'connectivity',
    rule: 'A17',
    dueHours: 24,
    about: 'device',
    reason: 'task-reconnect-case',
  },
  'reading-kept-aside': {
    owner: 'connectivity',
    rule: 'A01',
    dueHours: 72,
    about: 'serial',
    reason: 'task-reading-kept-aside',
  },
  'device-elsewhere': {
    owner: 'helpdesk',
    rule: 'A01',
    dueHours: 24,
    about: 'device',
    reason: 'task-device-elsewhere',
  },
  'gauge-contradicted': {
    owner: 'connectivity',
    rule: 'A05',
    dueHours: 72,
    about: 'slot',
    reason: 'task-gauge-contradicted',
  },
  'serial-twice': { owner: 'helpdesk', rule: 'A01', dueHours: 24, about: 'device', reason: 'task-serial-twice' },
  'facts-disagree': {
    owner: 'operations',
    rule: 'A15',
    dueHours: 24,
    about: 'check',
    reason: 'task-facts-disagree',
  },
  'agent-key-in-two-networks': {
    owner: 'connectivity',
    rule: 'A01',
    dueHours: 24,
    about: 'credential',
    reason: 'task-agent-key-in-two-networks',
  },
} as const satisfies Record<
  string,
  {
    owner: TaskOwner;
    rule: string;
    dueHours: number;
    about:
      | 'order'
      | 'line'
      | 'device'
      | 'slot'
      | 'address'
      | 'serial'
      | 'check'
      | 'credential'
      | 'connection'
      | 'webhook'
      | 'agent';
    reason: ReasonCode;
  }
>;

export type TaskKind = keyof typeof taskKinds;

/** Cases about which device a serial number belongs to: while one is open, nothing new is ordered for the device (A01). */
export const identityCases = ['device-elsewhere', 'serial-twice'] as const satisfies TaskKind[];
export type IdentityCase = (typeof identityCases)[number];
export const isIdentityCase = (kind: TaskKind): kind is IdentityCase => identityCases.some((each) => each === kind);

/** Ids of the things a task is about, as far as they are known. */
export type TaskAbout = Partial<
  Record<
    | 'accountId'
    | 'siteId'
    | 'deviceId'
    | 'slotId'
    | 'orderId'
    | 'lineId'
    | 'address'
    | 'serial'
    | 'check'
    | 'credentialId'
    | 'connectionId'
    | 'webhookId'
    | 'agentId',
    string
  >
>;

/** What a rule wants a person to do; stored once per key while a task of that key is open. Plain JSON. */
export interface PlannedTask {
  kind: TaskKind;
  key: string;
  about: TaskAbout;
  reason: Reason;
}

/**
 * The deduplication key: the kind, what it is about, and what tells one such matter from the next of the same kind
 * (the start of a silence, the parcel …), where there can be a next.
 */
export function taskKey(kind: TaskKind, aboutId: string, occasion?: string): string {
  return occasion === undefined ? `${kind}/${aboutId}` : `${kind}/${aboutId}/${occasion}`;
}

const idNames = {
  order: 'orderId',
  line: 'lineId',
  device: 'deviceId',
  slot: 'slotId',
  address: 'address',
  serial: 'serial',
  check: 'check',
  credential: 'credentialId',
  connection: 'connectionId',
  webhook: 'webhookId',
  agent: 'agentId',
} as const;

/** A task to be stored, its words and key from its kind's row. `about` must name the thing the kind is about. */
export function plannedTask(
  kind: TaskKind,
  about: TaskAbout,
  values: Record<string, string | number> = {},
  occasion?: string,
): PlannedTask {
  const row = taskKinds[kind];
  const aboutId = about[idNames[row.about]];
  if (aboutId === undefined) throw new TypeError(`A task "${kind}" needs ${idNames[row.about]}.`);
  return { kind, key: taskKey(kind, aboutId, occasion), about, reason: { code: row.reason, values } };
}

/** When the task is to be done: its kind's elapsed hours after it was made. */
export function taskDueAt(kind: TaskKind, madeAt: Date): Date {
  return new Date(madeAt.getTime() + taskKinds[kind].dueHours * hourMs);
}
