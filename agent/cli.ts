#!/usr/bin/env node
/** replenish-agent (in this repository: npm run agent --): the on-site agent's commands. */
import { parseArgs } from 'node:util';
import { UsageError } from './access.ts';
import type { Command } from './commands/command.ts';
import { discoverCommand } from './commands/discover.ts';
import { doctorCommand } from './commands/doctor.ts';
import { enrolCommand } from './commands/enrol.ts';
import { pollCommand } from './commands/poll.ts';
import { runCommand } from './commands/run.ts';
import { statusCommand } from './commands/status.ts';
import { readSettings } from './settings.ts';
import { chooseLanguage } from './words/language.ts';

const commands: Record<string, Command> = {
  enrol: enrolCommand,
  run: runCommand,
  poll: pollCommand,
  discover: discoverCommand,
  doctor: doctorCommand,
  status: statusCommand,
};

const usage = `Usage: replenish-agent COMMAND [options]

${Object.values(commands)
  .map((command) => command.usage.replace(/^/gm, '  '))
  .join('\n\n')}

  --lang en|fr           language (that of this machine)
  --help                 this`;

async function main(): Promise<number> {
  const [name = '', ...rest] = process.argv.slice(2);
  if (['--help', '-h', 'help'].includes(name)) {
    say(usage);
    return 0;
  }
  const command = commands[name];
  if (!command) throw new UsageError(name ? `“${name}” is no command.` : 'Say what to do.');
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: { ...command.options, lang: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    say(`Usage: replenish-agent ${command.usage}`);
    return 0;
  }
  const settings = readSettings();
  const language = chooseLanguage(values.lang as string | undefined, settings.locale);
  return command.run({ values, positionals, settings, language, say });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error & { code?: string }) => {
    const typed =
      error instanceof UsageError || error instanceof RangeError || error.code?.startsWith('ERR_PARSE_ARGS');
    console.error(typed ? `${error.message}\n\n${usage}` : error.message);
    process.exitCode = typed ? 2 : 1;
  },
);
