import type { Alert } from './reading.ts';

/** What a device says of a slot by itself: it runs out (a waste container: fills), or it has. */
export type SlotAlert = 'low' | 'empty';

/** prtAlertCode of Printer-MIB (IANA-PRINTER-MIB) that speaks of a supply running out, or of a waste container filling. */
const meanings: Record<number, SlotAlert> = {
  1101: 'empty',
  1102: 'empty',
  1103: 'empty',
  1104: 'low',
  1105: 'low',
  1106: 'low',
  1107: 'low',
  1108: 'low',
  1109: 'empty',
  1110: 'empty',
  1111: 'low',
  1112: 'empty',
  1113: 'low',
  1114: 'empty',
};

/** The device's own alert about the slot, the graver one of several. */
export function alertAbout(alerts: readonly Alert[], key: string): SlotAlert | undefined {
  const found = alerts.flatMap((alert) => (alert.key === key ? [meanings[alert.code]] : []));
  return found.includes('empty') ? 'empty' : found.includes('low') ? 'low' : undefined;
}
