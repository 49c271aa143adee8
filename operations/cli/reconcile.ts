/** npm run reconcile */
import { loadConfig } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { asWorker, withDatabase } from '../database.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { readCommandLine, run, say } from './command.ts';
import { connectTemporal, sayFinding } from './temporal.ts';

const usage = `npm run reconcile [-- --dry-run]

Compares what PostgreSQL, Temporal, the books and the mails say of each other, mends what is safe and leaves the rest as tasks
(kind facts-disagree). The worker does this every night. Ends with 1 when something is left to people.
  --dry-run  says what it would do, and changes nothing
`;

const { values } = readCommandLine(usage, { 'dry-run': { type: 'boolean', default: false } }, 0);
const dryRun = values['dry-run'];
const config = loadConfig();

await run(async () => {
  process.exitCode = (await withDatabase(config, say, () => asWorker(config, compare))) === 0 ? 0 : 1;
});

/** @returns how much is left to people */
async function compare(db: Database): Promise<number> {
  const client = await connectTemporal(config);
  if (!client)
    throw new SetupError(`Temporal at ${config.temporal.address} does not answer. Start Replenish, then try again.`);
  try {
    const outcomes = await reconcile({ client, db }, new Date(), { dryRun, tell: sayFinding });
    const sum = (which: 'repaired' | 'left') => outcomes.reduce((total, outcome) => total + outcome[which], 0);
    say(
      outcomes.length === 0
        ? 'Everything agrees.'
        : `${sum('repaired')} ${dryRun ? 'could be mended' : 'mended'}, ${sum('left')} left to people${dryRun ? '' : ': GET /v1/tasks?kind=facts-disagree'}.`,
    );
    return sum('left');
  } finally {
    await client.connection.close();
  }
}
