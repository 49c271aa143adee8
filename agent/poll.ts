import type { IppAccess } from './ipp/access.ts';
import { pollIpp } from './ipp/poll.ts';
import type { NormalForm } from './normal-form.ts';
import { pollSnmp } from './snmp/poll.ts';
import type { SnmpAccess } from './snmp/session.ts';

/** How to speak with one printer. */
export type PrinterAccess = { snmp: SnmpAccess } | { ipp: IppAccess };

/**
 * Reads one printer, once. Throws PrinterError when it does not answer. `takenAt`: the instant of the reading; `signal` ends it
 * before its time.
 */
export function poll(access: PrinterAccess, takenAt: Date, signal?: AbortSignal): Promise<NormalForm> {
  return 'ipp' in access ? pollIpp(access.ipp, takenAt, signal) : pollSnmp(access.snmp, takenAt, signal);
}
