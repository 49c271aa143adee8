import type { PrinterAlert } from '../normal-form.ts';
import { decodeText } from '../text.ts';
import { alertGroups, alertSeverities, columns, detectedErrorBits } from './printer-mib.ts';
import { bytesAt, deviceIndexOf, integerAt, type Table } from './tables.ts';

const { alert: at } = columns;
const MARKER_SUPPLIES = 11;

/** prtAlertTable of one printer. */
export function readAlerts(table: Table, deviceIndex: string, charset?: string): PrinterAlert[] {
  return [...table]
    .filter(([index]) => deviceIndexOf(index) === deviceIndex)
    .map(([, row]) => {
      const group = integerAt(row, at.group);
      const groupIndex = integerAt(row, at.groupIndex);
      const description = bytesAt(row, at.description);
      const aboutSupply = group === MARKER_SUPPLIES && groupIndex !== null && groupIndex > 0;
      return {
        code: integerAt(row, at.code),
        severity: alertSeverities[integerAt(row, at.severity) ?? 0] ?? null,
        group: alertGroups[group ?? 0] ?? null,
        index: aboutSupply ? `${deviceIndex}.${groupIndex}` : null,
        description: (description && decodeText(description, charset)) || null,
      };
    });
}

/** hrPrinterDetectedErrorState: a bit string of as many bytes as the printer cares to send, none included. */
export function readDetectedErrors(bytes: Buffer | null): string[] {
  if (!bytes) return [];
  return detectedErrorBits.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}
