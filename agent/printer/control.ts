import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { describePrinter } from './commands.ts';
import type { ServedPrinter } from './serve.ts';

const LOOPBACK = '127.0.0.1';
const MAX_BODY_BYTES = 10_000;

/**
 * Takes commands for a running printer as POST / {"commands": ["K=12"]} on the TCP port of the same number. Only JSON: a web
 * page cannot send that to another origin unasked.
 */
export async function serveControl(printer: ServedPrinter, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { status, text } = await answer(printer, request).catch((error: Error) => ({
      status: 400,
      text: error.message,
    }));
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening').catch((error: Error & { code?: string }) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`TCP port ${port}, for commands, is taken: choose another with --port.`);
  });
  return server;
}

/** Sends commands to the printer on this port; resolves to what it says. Throws an Error that says what to do. */
export async function sendCommands(port: number, commands: readonly string[]): Promise<string> {
  const response = await fetch(`http://${LOOPBACK}:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commands }),
  }).catch(() => {
    throw new Error(
      `No synthetic printer listens on port ${port}. Start one with “npm run printer -- --port ${port}”.`,
    );
  });
  const text = (await response.text()).trim();
  if (!response.ok) throw new Error(text);
  return text;
}

async function answer(printer: ServedPrinter, request: IncomingMessage) {
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json') {
    return { status: 415, text: 'POST a JSON object with “commands”.' };
  }
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > MAX_BODY_BYTES) return { status: 413, text: 'That is too long.' };
  }
  const { commands } = JSON.parse(body) as { commands?: unknown };
  if (!Array.isArray(commands) || commands.length === 0) return { status: 400, text: 'Give at least one command.' };
  for (const command of commands) await printer.command(String(command));
  return { status: 200, text: describePrinter(printer.state) };
}
