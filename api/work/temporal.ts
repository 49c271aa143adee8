import type { Client } from '@temporalio/client';
import { unavailable } from '../errors/database.ts';

/** How long a caller waits for a workflow; without a worker it would wait for ever. */
const patienceMs = 4000;

/** Asks Temporal within the patience of a request. */
export function askTemporal<T>(
  temporal: Client | undefined,
  ask: (client: Client) => Promise<T>,
  budgetMs = patienceMs,
): Promise<T> {
  if (!temporal) {
    throw unavailable({
      en: 'The workflow service is not connected.',
      fr: 'Le service des processus n’est pas connecté.',
    });
  }
  return temporal.withDeadline(Date.now() + budgetMs, () => ask(temporal));
}
