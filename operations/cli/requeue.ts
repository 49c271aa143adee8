/** npm run requeue */
import type { Client } from '@temporalio/client';
import { loadConfig } from '../../config.ts';
import { asTenant, type Database } from '../../db/database.ts';
import { asWorker, withDatabase } from '../database.ts';
import { type Outcome, reconcile } from '../reconcile/reconcile.ts';
import { workflowsThatOutlive, workflowsWithoutFacts } from '../reconcile/workflows.ts';
import { inWords, requeue } from '../requeue.ts';
import { readCommandLine, run, say } from './command.ts';
import { connectTemporal, sayFinding } from './temporal.ts';

const usage = `npm run requeue

Has Temporal take up again all that the database knows: devices, orders, mails. For a Temporal that lost its store, and after
a restore. May be repeated. Where Temporal runs, workflows of what the database does not know are ended.
`;

readCommandLine(usage, {}, 0);
const config = loadConfig();
const now = new Date();
/** A restore is known to have made the facts older than Temporal's store: then strays are ended however many they are. */
const strays = {
  'workflows-without-facts': workflowsWithoutFacts('all'),
  'workflows-that-outlive': workflowsThatOutlive,
};

await run(() => withDatabase(config, say, () => asWorker(config, takeUp)));

async function takeUp(db: Database): Promise<void> {
  const queued = await asTenant(db, 'all', (tx) => requeue(tx, { now }));
  say(`Queued for the workflows: ${inWords(queued)}.`);
  const temporal = await connect();
  if (!temporal) return;
  try {
    report(await reconcile({ client: temporal, db }, now, { checks: strays, tell: sayFinding }));
  } finally {
    await temporal.connection.close();
  }
}

async function connect(): Promise<Client | undefined> {
  const client = await connectTemporal(config);
  if (client) return client;
  say(`Temporal at ${config.temporal.address} does not answer: they wait for it.`);
  say('After a restore, run this again once it does: workflows of what was not restored are ended then.');
  return undefined;
}

function report(outcomes: Outcome[]): void {
  if (outcomes.length === 0) say('No workflow runs that should not.');
}
