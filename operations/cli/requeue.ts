/** npm run requeue */
import { Client, Connection } from '@temporalio/client';
import { loadConfig } from '../../config.ts';
import { asTenant, type Database } from '../../db/database.ts';
import { temporalOptions } from '../../temporal.ts';
import { asWorker, withDatabase } from '../database.ts';
import { type Reconciled, reconcile } from '../reconcile.ts';
import { inWords, requeue } from '../requeue.ts';
import { readCommandLine, run, say } from './command.ts';

const usage = `npm run requeue

Has Temporal take up again all that the database knows: devices, orders, mails. For a Temporal that lost its store, and after
a restore. May be repeated. Where Temporal runs, workflows of what the database does not know are ended.
`;

readCommandLine(usage, {}, 0);
const config = loadConfig();
const now = new Date();

await run(() => withDatabase(config, say, () => asWorker(config, takeUp)));

async function takeUp(db: Database): Promise<void> {
  const queued = await asTenant(db, 'all', (tx) => requeue(tx, { now }));
  say(`Queued for the workflows: ${inWords(queued)}.`);
  const temporal = await connect();
  if (!temporal) return;
  try {
    report(await reconcile(temporal, db, now));
  } finally {
    await temporal.connection.close();
  }
}

async function connect(): Promise<Client | undefined> {
  try {
    const connection = await Connection.connect({ ...temporalOptions(config), connectTimeout: 5000 });
    return new Client({ connection, namespace: config.temporal.namespace });
  } catch {
    say(`Temporal at ${config.temporal.address} does not answer: they wait for it.`);
    say('After a restore, run this again once it does: workflows of what was not restored are ended then.');
    return undefined;
  }
}

function report({ ended, told }: Reconciled): void {
  for (const workflowId of ended) say(`ended, since the database does not know it: ${workflowId}`);
  for (const workflowId of told) say(`told that its matter is over: ${workflowId}`);
  if (ended.length + told.length === 0) say('No workflow runs that should not.');
}
