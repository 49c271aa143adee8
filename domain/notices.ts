/**
 * Everything that is mailed to the replenishment contact (A11, A16, A10), one row a kind. `thread`: what the mails of a conversation
 * share. One mail per fact: the key of the fact is the mail's identity, so that the same fact told twice is mailed once.
 */
export const noticeKinds = {
  enrolled: { thread: 'device', rule: 'A03' },
  'order-made': { thread: 'order', rule: 'A11' },
  shipped: { thread: 'order', rule: 'A11' },
  backordered: { thread: 'order', rule: 'A11' },
  'shipped-after-backorder': { thread: 'order', rule: 'A11' },
  cancelled: { thread: 'order', rule: 'A11' },
  'expected-after-run-out': { thread: 'order', rule: 'A11' },
  'set-aside': { thread: 'device', rule: 'A10' },
  'early-swap': { thread: 'device', rule: 'C' },
  'silence-first': { thread: 'site', rule: 'A16' },
  'silence-second': { thread: 'site', rule: 'A16' },
  'silence-third': { thread: 'site', rule: 'A16' },
  'agent-silent': { thread: 'site', rule: 'A16' },
} as const satisfies Record<string, { thread: 'order' | 'device' | 'site'; rule: string }>;

export type NoticeKind = keyof typeof noticeKinds;

/** A fact to be mailed. Plain JSON. */
export interface NoticeFact {
  kind: NoticeKind;
  /** Unique per fact, from factKey. */
  key: string;
  /** Lines the fact is about, where it is about lines. */
  lineIds: string[];
}

/** Each fact's key. Two facts have the same key only when they are the same. */
export const factKey = {
  enrolled: (deviceId: string, enrolledAt: Date) => `device/${deviceId}/enrolled/${enrolledAt.toISOString()}`,
  orderMade: (orderId: string) => `order/${orderId}/made`,
  /** One per parcel, whether its goods had been backordered or not. */
  shipped: (orderId: string, parcel: string) => `order/${orderId}/shipped/${parcel}`,
  /** One per message of the warehouse, all its lines; those of one instant are told apart by what they are about. */
  backordered: (orderId: string, occurredAt: Date, lineIds: readonly string[]) =>
    `order/${orderId}/backordered/${occurredAt.toISOString()}/${lineIds.toSorted().join('+')}`,
  /** One per act of cancelling, all its lines; `actId` is the request's own key. */
  cancelled: (orderId: string, actId: string) => `order/${orderId}/cancelled/${actId}`,
  /** One per date that comes after the run-out, all the lines that a message moves to it. */
  expectedAfterRunOut: (orderId: string, lineIds: readonly string[], expectedOn: string) =>
    `order/${orderId}/late/${lineIds.toSorted().join('+')}/${expectedOn}`,
  setAside: (deviceId: string, setAsideAt: Date) => `device/${deviceId}/set-aside/${setAsideAt.toISOString()}`,
  /** One for what is noticed at one time of a device; the newest of its swaps names it. */
  earlySwap: (deviceId: string, swappedAt: Date) => `device/${deviceId}/early-swap/${swappedAt.toISOString()}`,
  /** One mail per site, stage and moment of leaving: the devices of a site at the same stage share it. */
  silence: (siteId: string, stage: number, leavesAt: Date) =>
    `site/${siteId}/silence/${stage}/${leavesAt.toISOString()}`,
  /** The same for the agents of a site. */
  agentSilence: (siteId: string, stage: number, leavesAt: Date) =>
    `site/${siteId}/agent-silence/${stage}/${leavesAt.toISOString()}`,
} as const;
