import type { DatabaseSync } from 'node:sqlite';

/** Single things worth remembering, as status and doctor show them. Instants are milliseconds of the epoch. */
export interface Facts {
  /** Last answer of the server, and the last time that there was none. */
  contactAt: number;
  failedAt: number;
  failure: string;
  /** By how much this machine's clock is ahead of the server's, milliseconds; and half the time that the answer took. */
  clockAheadMs: number;
  clockWithinMs: number;
  /** Readings dropped since the queue was made. */
  droppedByAge: number;
  droppedForRoom: number;
  /** Last round of reading. */
  roundBeganAt: number;
  roundEndedAt: number;
  /** How long it took, milliseconds. */
  roundMs: number;
  read: number;
  failed: number;
  discoveredAt: number;
  /** The key was refused: nothing is sent until the agent is enrolled again. */
  revoked: boolean;
  /** The store was damaged and begun anew. */
  damagedAt: number;
}

export interface FactStore {
  get<Name extends keyof Facts>(name: Name): Facts[Name] | undefined;
  set(facts: Partial<Facts>): void;
  add(name: 'droppedByAge' | 'droppedForRoom', count: number): void;
}

export function factsIn(database: DatabaseSync): FactStore {
  const read = database.prepare('select value from facts where name = ?');
  const write = database.prepare(
    'insert into facts (name, value) values (?, ?) on conflict do update set value = excluded.value',
  );
  const get: FactStore['get'] = (name) => {
    const row = read.get(name) as { value: string } | undefined;
    return row && JSON.parse(row.value);
  };
  const set: FactStore['set'] = (facts) => {
    for (const [name, value] of Object.entries(facts)) write.run(name, JSON.stringify(value));
  };
  return { get, set, add: (name, count) => set({ [name]: (get(name) ?? 0) + count }) };
}
