/** Why a printer could not be read. */
export type SnmpFailure =
  /** No answer at all, or none in SNMP. */
  | 'silent'
  /** The name or the address leads nowhere. */
  | 'unreachable'
  /** SNMPv3: user, password or protocol. */
  | 'refused'
  /** It answered with an error or with nonsense. */
  | 'answer';

/** The message is a whole sentence that says what to check: it is shown as it is. */
export class SnmpError extends Error {
  override name = 'SnmpError';
  readonly failure: SnmpFailure;
  constructor(failure: SnmpFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

export function silent(where: string, waitedMs: number, version: '2c' | '3', rubbish: boolean): SnmpError {
  if (rubbish) {
    return new SnmpError(
      'silent',
      `${where} answers, but not in SNMP. Check the address and the port: it may not be a printer.`,
    );
  }
  const secret =
    version === '2c'
      ? 'the community is the one set on the printer (a wrong one is met with silence)'
      : 'the SNMPv3 user, passwords, protocols and context are those set on the printer';
  return new SnmpError(
    'silent',
    `${where} did not answer within ${formatSeconds(waitedMs)}. Check that the printer is switched on and not in deep sleep ` +
      '(in ordinary power save it answers; pressing a key wakes it), that SNMP is enabled on it, that ' +
      `${secret}, and that no firewall on the way blocks the port (UDP, usually 161).`,
  );
}

export function unreachable(where: string, error: Error, code: string | undefined): SnmpError {
  const why = UNREACHABLE[code ?? ''];
  return new SnmpError(
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
  EPERM: 'this machine may not send there. Check its firewall.',
};

function formatSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
