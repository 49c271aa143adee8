/** npm run maintain */
import { loadConfig } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { countOf } from '../archive/progress.ts';
import { withDatabase } from '../database.ts';
import { maintain } from '../maintain.ts';
import { readCommandLine, run, say } from './command.ts';

const usage = `npm run maintain

Makes room for the readings of the months to come and deletes what is past its time (operations/retention.ts). The worker does
this every night.
`;

readCommandLine(usage, {}, 0);
const config = loadConfig();

await run(() =>
  withDatabase(config, say, async () => {
    const { db, close } = openDatabase(config.database.systemUrl, { poolSize: 1, statementSeconds: 600 });
    try {
      const { partitionsMade, partitionsDropped, rows } = await maintain(db, new Date());
      for (const name of partitionsMade) say(`made ${name}`);
      for (const name of partitionsDropped) say(`dropped ${name}`);
      for (const [table, count] of Object.entries(rows)) say(`${table}: ${countOf(count)} past their time`);
      if (partitionsMade.length + partitionsDropped.length + Object.keys(rows).length === 0) say('Nothing was due.');
    } finally {
      await close();
    }
  }),
);
