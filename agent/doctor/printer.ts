import { once } from 'node:events';
import { connect } from 'node:net';
import type { Configuration } from '../configuration.ts';
import { accessBy, ippWays, snmpWays, type Way } from '../discover/ways.ts';
import type { NormalForm } from '../normal-form.ts';
import { poll } from '../poll.ts';
import { PrinterError } from '../printer-error.ts';
import { parseTarget } from '../snmp/target.ts';
import { wayWords } from '../words/way.ts';
import type { Speak } from '../words/words.ts';
import type { Finding } from './finding.ts';

/** What a printer that is on listens at, whatever it is set to: raw printing, IPP, its web page. */
const PORTS = [9100, 631, 80, 443];

/** Whether a printer can be read, and if not, what to change on it or on the way to it. `known`: how it was read before. */
export async function checkPrinter(
  address: string,
  known: Way | undefined,
  configuration: Configuration,
  speak: Speak,
): Promise<Finding[]> {
  const ways = known
    ? [known]
    : [...(address.includes('://') ? [] : snmpWays(configuration)), ...(configuration.ipp ? ippWays(address) : [])];
  const tried = await Promise.all(
    ways.map(async (way) => {
      const access = accessBy(way, address, configuration, 1);
      const result = access ? await poll(access, new Date()).catch((error: Error) => error) : undefined;
      return { way, result };
    }),
  );
  const readings = tried.flatMap(({ way, result }) =>
    result && !(result instanceof Error) ? [{ way, printer: result }] : [],
  );
  const best = readings.find(({ printer }) => printer.supplies.length > 0) ?? readings[0];
  if (best) return explainReading(address, best.way, best.printer, speak);
  const errors = tried.flatMap(({ result }) => (result instanceof Error ? [result] : []));
  return [{ state: 'problem', text: await explainFailure(address, errors, speak) }];
}

function explainReading(address: string, way: Way, printer: NormalForm, speak: Speak): Finding[] {
  const name = [printer.maker, printer.model].filter(Boolean).join(' ') || '?';
  const { supplies, serial } = printer;
  const levels = supplies.filter(({ level }) => 'percent' in level).length;
  if (supplies.length === 0) return [{ state: 'problem', text: speak('printerNoSupplies', { address, name }) }];
  if (!serial || !printer.maker) return [{ state: 'problem', text: speak('printerNoSerial', { address, name }) }];
  const told = { address, name, serial, levels, supplies: supplies.length, way: wayWords(way) };
  return [
    { state: 'fine', text: speak('printerRead', told) },
    ...(levels < supplies.length ? [{ state: 'note' as const, text: speak('printerCoarse', { address }) }] : []),
    ...printer.notices.map((notice) => ({
      state: 'note' as const,
      text: speak('printerOther', { address, said: notice }),
    })),
  ];
}

/** Failures from which most can be learned, first. */
const WORDS = { refused: 'printerRefused', rubbish: 'printerRubbish' } as const;

async function explainFailure(address: string, errors: readonly Error[], speak: Speak): Promise<string> {
  const failures = errors.flatMap((error) => (error instanceof PrinterError ? [error] : []));
  for (const [failure, word] of Object.entries(WORDS)) {
    if (failures.some((error) => error.failure === failure)) return speak(word, { address });
  }
  if (failures.some(({ cause }) => (cause as { code?: string } | undefined)?.code === 'ENOTFOUND')) {
    return speak('printerUnknownName', { address });
  }
  const answered = failures.find(({ failure }) => failure === 'answer');
  if (answered) return speak('printerOther', { address, said: answered.message });
  const port = await openPort(hostOf(address));
  return port === undefined ? speak('printerSilent', { address }) : speak('printerOnNoSnmp', { address, port });
}

const hostOf = (address: string) =>
  address.includes('://') ? new URL(address.replace(/^ipps?:/, 'http:')).hostname : parseTarget(address).host;

const PROBE_MS = 1500;

/** The first of the ports at which something takes a connection. */
async function openPort(host: string): Promise<number | undefined> {
  const open = await Promise.all(PORTS.map((port) => takesConnection(host, port)));
  return PORTS.find((_, i) => open[i]);
}

async function takesConnection(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
