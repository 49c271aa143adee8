/** npm run export-readings */
import { loadConfig } from '../../config.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { countOf } from '../archive/progress.ts';
import { asWorker, withDatabase } from '../database.ts';
import { exportReadings } from '../export-readings.ts';
import { readCommandLine, run, say } from './command.ts';

const usage = `npm run export-readings -- FOLDER [--account ID] [--since 2026-01-01]

Writes one file of readings for each site to FOLDER, without names and addresses, for the lab (npm run lab -- --history FOLDER), and as
POST /v1/readings/stream takes them.
  --account  only of this account
  --since    only from this day on
`;

const { values, positionals } = readCommandLine(usage, { account: { type: 'string' }, since: { type: 'string' } }, 1);
const config = loadConfig();

await run(async () => {
  const [folder] = positionals;
  if (!folder) throw new SetupError(`Say which folder they go to.\n\n${usage}`);
  const { account, since } = values;
  if (account && !/^[0-9a-f-]{36}$/i.test(account))
    throw new SetupError(`--account ${account}: an account’s id is wanted.`);
  const from = since === undefined ? undefined : new Date(`${since}T00:00:00Z`);
  if (from && Number.isNaN(from.getTime())) throw new SetupError(`--since ${since}: a day as in 2026-01-31 is wanted.`);
  const made = await withDatabase(config, say, () =>
    asWorker(config, (db) => exportReadings(db, { folder, accountId: account, since: from })),
  );
  say(
    `${countOf(made.readings, 'reading')} of ${countOf(made.devices, 'device')} at ${countOf(made.sites, 'site')}: ${folder}`,
  );
});
