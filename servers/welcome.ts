import type { Config } from '../config.ts';

/** What npm start ends with: what to look at and what to try. Only what is there is named. */
export function welcome({ local, ports, api, home }: Config, seconds: string): string {
  const look = [
    [`${api.publicUrl}/docs`, 'the API, described and to be tried'],
    ...(local.temporal
      ? [
          [
            `http://127.0.0.1:${ports.temporalUi}`,
            'the workflows; a device says under User Metadata how it stands and why',
          ],
        ]
      : []),
    ...(local.mail ? [[`http://127.0.0.1:${ports.mailPage}`, 'the mails that were sent']] : []),
  ];
  const attempt = [
    ['npm run printer', 'a make-believe printer on the network'],
    ['npm run agent -- poll 127.0.0.1:1161', 'what that printer says of itself'],
    ['npm run credential -- create --role operations', 'a token for the API, with all rights'],
  ];
  return [
    `Replenish runs (after ${seconds} s).`,
    '',
    'Look at',
    ...columns(look),
    '',
    'Try, in another terminal (README.md has the whole walk)',
    ...columns(attempt),
    '',
    `Ctrl-C stops everything; the next start goes on from here. Logs are in ${home}/logs.`,
    '',
  ].join('\n');
}

function columns(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}   ${second}`);
}
