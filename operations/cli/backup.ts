/** npm run backup */
import { loadConfig } from '../../config.ts';
import { countOf } from '../archive/progress.ts';
import { takeBackup } from '../backup.ts';
import { withDatabase } from '../database.ts';
import { readCommandLine, run, say } from './command.ts';

const usage = `npm run backup [-- FILE]

Writes all that Replenish knows into one file, as of one instant, while it goes on running. FILE may be a folder; without it
the backup goes to .replenish/backups. Bring it back with npm run restore.
`;

const { positionals } = readCommandLine(usage, {}, 1);
const config = loadConfig();

await run(async (signal) => {
  const beganMs = Date.now();
  const { file, bytes, manifest } = await withDatabase(config, say, () =>
    takeBackup(config, { file: positionals[0], now: new Date(), progress: say, signal }),
  );
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const seconds = ((Date.now() - beganMs) / 1000).toFixed(1);
  say(`${manifest.tables.length} tables, ${countOf(rows)}, ${size} in ${seconds} s: ${file}`);
  say('It holds the customers’ data: keep it as safe as the database, and not on the same machine.');
  say('No secret is in it. Links in mails sent so far need the same REPLENISH_SECRET after a restore; keep that, too.');
});
