/** npm run maintain */
import { loadConfig } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { countOf } from '../archive/progress.ts';
import { asWorker, withDatabase } from '../database.ts';
import { maintain } from '../maintain.ts';
import { readCommandLine, run, say } from './command.ts';

const usage = `npm run maintain

Makes room for the readings of the months to come, deletes what is past its time (operations/retention.ts) and learns what the gauges of
each model can tell. The worker does this every night.
`;

readCommandLine(usage, {}, 0);
const config = loadConfig();

await run(() => withDatabase(config, say, () => asWorker(config, report)));

async function report(db: Database): Promise<void> {
  const { partitionsMade, partitionsDropped, rows, gaugesLearned } = await maintain(db, new Date());
  for (const name of partitionsMade) say(`made ${name}`);
  for (const name of partitionsDropped) say(`dropped ${name}`);
  for (const [table, count] of Object.entries(rows)) say(`${table}: ${countOf(count)} past their time`);
  if (gaugesLearned > 0) say(`learned what ${countOf(gaugesLearned)} gauges of models can tell`);
  if (gaugesLearned + partitionsMade.length + partitionsDropped.length + Object.keys(rows).length === 0)
    say('Nothing was due.');
}
