import { type Setting, settings } from './settings.ts';

/** The text of docs/settings.md. */
export function settingsAsMarkdown(): string {
  const groups = Map.groupBy(Object.entries<Setting>(settings), ([, setting]) => setting.group);
  const sections = [...groups].map(([title, entries]) =>
    [
      `## ${title}`,
      '',
      '| name | meaning | value | default |',
      '|---|---|---|---|',
      ...entries.map(([name, setting]) => row(name, setting)),
    ].join('\n'),
  );
  return `${introduction}\n\n${sections.join('\n\n')}\n`;
}

const introduction = `# Settings

Every setting is an environment variable; an empty one counts as not given. None is needed to try the product:
\`npm start\` runs everything on this machine. Settings marked **production** must be given when
\`NODE_ENV=production\`; those marked *secret* are never printed. What is missing or wrong is named at once when a
process starts. This page is made from the table in \`config/settings.ts\` (\`npm test -- config -u\`).`;

function row(name: string, { meaning, kind, default: fixed, otherwise, secret, production }: Setting): string {
  const marks = [production && '**production**', secret && '*secret*'].filter(Boolean).join(', ');
  const fallback = fixed ? `\`${fixed}\`` : (otherwise ?? 'none');
  return `| \`${name}\` | ${meaning}${marks && ` (${marks})`} | ${kind.label} | ${fallback} |`;
}
