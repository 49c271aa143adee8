/** npm run restore */
import { resolve } from 'node:path';
import { loadConfig } from '../../config.ts';
import { SetupError } from '../../servers/setup-error.ts';
import { countOf } from '../archive/progress.ts';
import { openArchive } from '../archive/read.ts';
import { withDatabase } from '../database.ts';
import { inWords } from '../requeue.ts';
import { type Restored, restoreBackup } from '../restore.ts';
import { actorHere, readCommandLine, run, say } from './command.ts';

const usage = `npm run restore -- FILE [--replace] [--nothing-since]

Brings a backup back into the database that the settings name. Replenish must be stopped. The backup is checked first;
should anything go wrong, the database stays as it was.
  --replace        also when the database holds accounts: all that is in it goes
  --nothing-since  nothing happened after the backup was taken, such as in a move to another machine: ordering goes on
                   at once. Otherwise it is paused, so that what was ordered since is not ordered twice.
`;

const { values, positionals } = readCommandLine(
  usage,
  { replace: { type: 'boolean', default: false }, 'nothing-since': { type: 'boolean', default: false } },
  1,
);
if (!positionals[0]) throw new SetupError(`Name the backup to restore.\n\n${usage}`);
const file = resolve(positionals[0]);
const config = loadConfig();

await run(async (signal) => {
  const archive = await openArchive(file);
  const restored = await withDatabase(config, say, () =>
    restoreBackup(config, archive, {
      replace: values.replace,
      nothingSince: values['nothing-since'],
      actor: actorHere(),
      now: new Date(),
      progress: say,
      signal,
    }),
  );
  say(whatNow(restored));
});

function whatNow({ manifest, requeued, brakeId, held }: Restored): string {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const waiting = held.map(({ number, holdUntil }) => `${number} (${holdUntil?.toISOString() ?? 'awaits approval'})`);
  const steps = [
    ...(waiting.length > 0
      ? [
          `Orders that were held then leave at their time, or at once if that is over: ${waiting.join(', ')}. Where one was ` +
            'cancelled after the backup, tell the warehouse.',
        ]
      : []),
    `Start Replenish: npm start, or your API and workers. It takes up ${inWords(requeued)} by itself.`,
    'Once it runs: npm run requeue. Workflows of what is not in the backup are ended.',
    ...(brakeId
      ? [
          'Ordering is paused for all, since orders made after the backup are not in it. Compare with the warehouse what was ' +
            `since, then let it go on: POST /v1/brakes/${brakeId}/lift`,
        ]
      : []),
  ];
  return [
    '',
    `Restored: ${manifest.tables.length} tables, ${countOf(rows)}, as of ${manifest.takenAt}, taken by version ${manifest.productVersion}.`,
    'Secrets are not in a backup: with another REPLENISH_SECRET than then, links in mails sent before no longer work.',
    '',
    'What to do now',
    ...steps.map((step, i) => `  ${i + 1}. ${step}`),
  ].join('\n');
}
