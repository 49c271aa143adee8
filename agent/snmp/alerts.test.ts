import { describe, expect, test } from 'vitest';
import { readAlerts, readDetectedErrors } from './alerts.ts';
import { entries } from './printer-mib.ts';
import type { SnmpValue } from './session.ts';
import { toTable } from './tables.ts';

const row = (index: string, cells: Record<number, SnmpValue>) =>
  Object.entries(cells).map(([column, value]) => ({ oid: `${entries.alert}.${column}.${index}`, value }));

describe('prtAlertTable', () => {
  test('markerTonerEmpty 1101 about supply 3, and one that is about no supply', () => {
    const table = toTable(entries.alert, [
      ...row('1.4', { 2: 3, 4: 11, 5: 3, 7: 1101, 8: Buffer.from('Replace\nblack toner') }),
      ...row('1.9', { 2: 4, 4: 8, 5: 2, 7: 807 }),
      ...row('2.1', { 2: 3, 4: 11, 5: 1, 7: 1115 }),
    ]);
    expect(readAlerts(table, '1')).toEqual([
      { code: 1101, severity: 'critical', group: 'markerSupplies', index: '1.3', description: 'Replace black toner' },
      { code: 807, severity: 'warning', group: 'input', index: null, description: null },
    ]);
  });

  test('cells of other types or without meaning are not told', () => {
    const table = toTable(
      entries.alert,
      row('1.1', { 2: 99, 4: Buffer.from('11'), 5: -1, 7: Buffer.from('1101'), 8: 5 }),
    );
    expect(readAlerts(table, '1')).toEqual([
      { code: null, severity: null, group: null, index: null, description: null },
    ]);
  });
});

describe('hrPrinterDetectedErrorState', () => {
  test.each([
    ['', []],
    ['00', []],
    ['20', ['lowToner']],
    ['9100', ['lowPaper', 'noToner', 'serviceRequested']],
    ['0020', ['markerSupplyMissing']],
    ['0001ff', []],
  ])('bytes %s: %j', (hex, errors) => {
    expect(readDetectedErrors(Buffer.from(hex, 'hex'))).toEqual(errors);
  });

  test('none', () => {
    expect(readDetectedErrors(null)).toEqual([]);
  });
});
