import { type Configuration, readConfiguration } from '../configuration.ts';
import { type Home, homeAt, makeHome } from '../home.ts';
import { type OwnKey, readKey } from '../key.ts';
import { type FactStore, factsIn } from '../store/facts.ts';
import { type PrinterStore, printersIn } from '../store/printers.ts';
import { type Queue, queueIn } from '../store/queue.ts';
import { openStore } from '../store/store.ts';
import type { Typed } from './command.ts';

/** Options that every command with a folder of its own has. */
export const homeOptions = { home: { type: 'string' } } as const;

export const homeOf = ({ values, settings }: Pick<Typed, 'values' | 'settings'>): Home =>
  homeAt((values.home as string | undefined) ?? settings.home);

export interface Opened {
  home: Home;
  configuration: Configuration;
  key: OwnKey | undefined;
  facts: FactStore;
  printers: PrinterStore;
  queue: Queue;
  close(): void;
}

/** The agent's own files. Throws an Error that says what to do when there is no configuration. */
export function openAgent(typed: Pick<Typed, 'values' | 'settings'>): Opened {
  const home = homeOf(typed);
  const configuration = readConfiguration(home);
  const key = readKey(home);
  makeHome(home);
  const { database, damaged } = openStore(home.storeFile);
  const facts = factsIn(database);
  if (damaged) facts.set({ damagedAt: Date.now() });
  const enrolledAt = new Date(key?.enrolled?.at ?? 0);
  return {
    home,
    configuration,
    key,
    facts,
    printers: printersIn(database),
    queue: queueIn(database, facts, { now: () => new Date(), enrolledAt }),
    close: () => database.close(),
  };
}
