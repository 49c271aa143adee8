import dgram from 'node:dgram';
import { once } from 'node:events';
import snmp from 'net-snmp';
import { runCommand } from './commands.ts';
import { buildMib } from './mib.ts';
import type { PrinterState } from './state.ts';

const LOOPBACK = '127.0.0.1';

export interface ServedPrinter {
  readonly state: PrinterState;
  /** Carries out one typed command. Throws a RangeError that says what is possible. */
  command(text: string): Promise<PrinterState>;
  close(): Promise<void>;
}

/**
 * Answers SNMP on a UDP port of the loopback, read only. `onChange` gets every new state. Throws an Error that says what to
 * do when the port is taken.
 */
export async function servePrinter(options: {
  port: number;
  community: string;
  initial: PrinterState;
  onChange?: (state: PrinterState) => void;
}): Promise<ServedPrinter> {
  const startedAt = new Date();
  let state = options.initial;
  let listening = state.on ? await listen(options.port, options.community) : undefined;
  listening?.agent.setMib(buildMib(state, startedAt));

  return {
    get state() {
      return state;
    },
    async command(text) {
      const next = runCommand(state, text);
      if (next !== state) {
        state = next;
        if (!state.on) {
          await listening?.close();
          listening = undefined;
        } else {
          listening ??= await listen(options.port, options.community);
          listening.agent.setMib(buildMib(state, startedAt));
        }
        options.onChange?.(state);
      }
      return state;
    },
    async close() {
      await listening?.close();
      listening = undefined;
    },
  };
}

async function listen(port: number, community: string) {
  let socket: dgram.Socket | undefined;
  const agent = snmp.createAgent(
    {
      address: LOOPBACK,
      port,
      dgramModule: {
        createSocket(type: dgram.SocketType) {
          socket = dgram.createSocket(type);
          return socket;
        },
      },
    },
    // Called for every request and for those that are not for us: a printer meets them with silence.
    () => undefined,
  );
  agent.getAuthorizer().addCommunity(community);
  await once(socket!, 'listening').catch((error: Error & { code?: string }) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`UDP port ${port} is taken, perhaps by another synthetic printer: choose another with --port.`);
  });
  const close = async () => {
    const closed = once(socket!, 'close');
    agent.close();
    await closed;
  };
  return { agent, close };
}
