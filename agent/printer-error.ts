/** Why a printer could not be read. */
export type PrinterFailure =
  /** No answer at all. */
  | 'silent'
  /** The name or the address leads nowhere. */
  | 'unreachable'
  /** SNMPv3: user, password or protocol; IPP: it asks for a password. */
  | 'refused'
  /** Something answers, but not in this protocol. */
  | 'rubbish'
  /** It answered with an error. */
  | 'answer';

/** The message is a whole sentence that says what to check: it is shown as it is. */
export class PrinterError extends Error {
  override name = 'PrinterError';
  readonly failure: PrinterFailure;
  constructor(failure: PrinterFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

export function rubbish(where: string, protocol: 'SNMP' | 'IPP'): PrinterError {
  return new PrinterError(
    'rubbish',
    `${where} answers, but not in ${protocol}. Check the address and the port: it may not be a printer.`,
  );
}

export function silentIpp(where: string, waitedMs: number): PrinterError {
  return new PrinterError(
    'silent',
    `${where} did not answer within ${formatSeconds(waitedMs)}. Check that the printer is switched on and not in deep sleep ` +
      '(in ordinary power save it answers; pressing a key wakes it), that IPP is enabled on it, and that no firewall on the ' +
      'way blocks the port (TCP, usually 631).',
  );
}

export function silent(where: string, waitedMs: number, version: '1' | '2c' | '3'): PrinterError {
  const secret =
    version !== '3'
      ? 'the community is the one set on the printer (a wrong one is met with silence)'
      : 'the SNMPv3 user, passwords, protocols and context are those set on the printer';
  return new PrinterError(
    'silent',
    `${where} did not answer within ${formatSeconds(waitedMs)}. Check that the printer is switched on and not in deep sleep ` +
      '(in ordinary power save it answers; pressing a key wakes it), that SNMP is enabled on it, that ' +
      `${secret}, and that no firewall on the way blocks the port (UDP, usually 161).`,
  );
}

export function unreachable(where: string, error: Error, code: string | undefined): PrinterError {
  const why = UNREACHABLE[code ?? ''];
  return new PrinterError(
    'unreachable',
    why
      ? `${where}: ${why}`
      : `${where} cannot be reached (${error.message}). Check the address and this machine’s network.`,
    { cause: error },
  );
}

const UNREACHABLE: Record<string, string> = {
  ENOTFOUND: 'no machine of this name is known. Check the spelling, or give the IP address.',
  EAI_AGAIN: 'the name service did not answer. Check this machine’s network, or give the IP address.',
  EHOSTUNREACH: 'there is no way to this address. Check the address and the network between.',
  ENETUNREACH: 'this machine has no way into that network. Check its own connection.',
  EACCES: 'this machine may not send there. Check its firewall.',
  ECONNREFUSED: 'nothing listens at this port. Check that IPP is enabled on the printer, and the port (usually 631).',
  ECONNRESET: 'the connection was broken off. Check that IPP is enabled on the printer, and try again.',
  EPERM: 'this machine may not send there. Check its firewall.',
};

function formatSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
