/** npm run printer: a synthetic printer that answers SNMP on the loopback, and commands for one that is running. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { commands, describePrinter } from './commands.ts';
import { sendCommands, serveControl } from './control.ts';
import { servePrinter } from './serve.ts';
import { newPrinter } from './state.ts';
import { loadState, saveState } from './state-file.ts';

const COMMUNITY = 'public';
const CONTROL_VERBS = ['set', 'print', 'swap', 'on', 'off', 'show'];

const USAGE = `Usage:
  npm run printer -- [--port 1161] [--maker Aldine] [--model "Aldine C410"] [--serial AL410-000777] [--state FILE]
      serves a printer until Ctrl-C; --state keeps its levels and counter in FILE
  npm run printer -- set [--port 1161] K=12 pages=15000
  npm run printer -- print [--port 1161] 250
  npm run printer -- swap [--port 1161] K
  npm run printer -- on | off | show [--port 1161]
      changes or shows one that is running`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '1161' },
      maker: { type: 'string', default: 'Aldine' },
      model: { type: 'string', default: 'Aldine C410' },
      serial: { type: 'string', default: 'AL410-000777' },
      state: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return say(USAGE);
  const port = toPort(values.port);
  const [verb, ...rest] = positionals;
  if (verb === undefined) return serve({ ...values, port });
  if (!CONTROL_VERBS.includes(verb)) throw new Error(`“${verb}” is not known.\n${USAGE}`);
  if (verb === 'set' && rest.length === 0) throw new Error('Say what to set, such as K=12 or pages=15000.');
  say(await sendCommands(port, verb === 'set' ? rest : [[verb, ...rest].join(' ')]));
}

async function serve(options: { port: number; maker: string; model: string; serial: string; state?: string }) {
  const { port, maker, model, serial, state: file } = options;
  const initial = (file && loadState(file)) || newPrinter({ maker, model, serial });
  const onChange = (state: typeof initial) => {
    if (file) saveState(file, state);
    say(describePrinter(state));
  };
  const printer = await servePrinter({ port, community: COMMUNITY, initial, onChange });
  const control = await serveControl(printer, port).catch(async (error) => {
    await printer.close();
    throw error;
  });
  say(welcome(port, initial));
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    const before = printer.state;
    printer.command(line).then(
      (state) => {
        if (state === before) say(describePrinter(state));
      },
      (error: Error) => say(error.message),
    );
  });
  const stop = () => {
    lines.close();
    control.close();
    control.closeAllConnections();
    void printer.close();
    process.stdin.unref?.();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function welcome(port: number, state: Parameters<typeof describePrinter>[0]): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return [
    `A synthetic printer: ${state.model}, serial number ${state.serial}, by ${state.maker}`,
    `SNMP v2c on 127.0.0.1, UDP port ${port}, community ${COMMUNITY}, read only.`,
    '',
    describePrinter(state),
    '',
    'Type here:',
    ...commands.map(({ usage, what }) => `  ${usage.padEnd(width)}  ${what}`),
    `or elsewhere:    npm run printer -- set --port ${port} K=12`,
    `Read it with:    npm run agent -- poll 127.0.0.1:${port} --community ${COMMUNITY}`,
    'Ctrl-C ends it.',
  ].join('\n');
}

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`--port ${text}: give a number from 1 to 65535.`);
  return port;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: Error & { code?: string }) => {
  console.error(error.code?.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 1;
});
