import type { Toxic } from '../network/toxiproxy.ts';

export const parts = ['postgres', 'temporal', 'smtp', 'erp'] as const;
export type PartName = (typeof parts)[number];

/** What a network does to whoever is behind it. */
export interface Fault {
  name: string;
  toxics?: readonly Toxic[];
  /** Nobody is reached. */
  down?: true;
  /** The other side does what it is asked, and its answer breaks off. */
  answersDropped?: true;
}

const both = (type: Toxic['type'], attributes: Toxic['attributes']): Toxic[] =>
  (['upstream', 'downstream'] as const).map((stream) => ({ type, stream, attributes }));

export const faults = {
  slow: { name: '2 s latency', toxics: [{ type: 'latency', stream: 'downstream', attributes: { latency: 2000 } }] },
  resets: { name: 'resets', toxics: [{ type: 'reset_peer', stream: 'downstream', attributes: { timeout: 300 } }] },
  trickle: { name: '1 kB/s', toxics: both('bandwidth', { rate: 1 }) },
  silence: { name: 'silence', toxics: both('timeout', { timeout: 0 }) },
  dropped: { name: 'answers dropped', answersDropped: true },
  down: { name: 'down', down: true },
} as const satisfies Record<string, Fault>;

/**
 * So many bytes of answers come through on a connection before it breaks off: enough to begin a conversation, too few to end it. Mails
 * have one answer that matters; the tap drops that one.
 */
export const bytesBeforeDropping: Record<Exclude<PartName, 'smtp'>, number> = {
  postgres: 12_000,
  temporal: 12_000,
  erp: 20,
};

export interface Episode {
  at: PartName[];
  fault: Fault;
  seconds: number;
}

/** Every fault at every part, one after the other; of those that are down for long, mail server and ERP are so at the same time. */
export function planEpisodes(seconds: number, downSeconds: number, only?: PartName): Episode[] {
  const { down, ...brief } = faults;
  const all: Episode[] = [
    ...Object.values<Fault>(brief).flatMap((fault) => parts.map((part) => ({ at: [part], fault, seconds }))),
    ...([['postgres'], ['temporal'], ['smtp', 'erp']] as PartName[][]).map((at) => ({
      at,
      fault: down,
      seconds: downSeconds,
    })),
  ];
  return only ? all.filter(({ at }) => at.includes(only)) : all;
}
