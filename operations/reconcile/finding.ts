import type { Client } from '@temporalio/client';
import type { Database } from '../../db/database.ts';
import type { Telling } from '../tellings.ts';

/** What two keepers of the truth disagree on. */
export interface Finding {
  /** What it is about, as it can be looked up: a workflow's id, an order's number. */
  subject: string;
  /** One sentence for operators. */
  says: string;
  /** What mends it without any risk; none: a person decides. */
  repair?: Repair;
}

/** `tell`: have a workflow started or look again, through the outbox. `end`: end a workflow that nothing stands behind. */
export type Repair = { does: 'tell'; telling: Telling } | { does: 'end'; workflowId: string; because: string };

export interface Keepers {
  db: Database;
  client: Client;
}

/** One comparison. Findings come one by one, so that a million of them need no memory. */
export type Check = (keepers: Keepers, now: Date) => AsyncIterable<Finding>;

/** What was stored a moment ago may still be on its way: it disagrees with nothing yet. */
export const settlingMinutes = 10;
