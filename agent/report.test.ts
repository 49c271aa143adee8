import { expect, test } from 'vitest';
import type { NormalForm } from './normal-form.ts';
import { report } from './report.ts';

const printer: NormalForm = {
  takenAt: '2026-03-01T08:00:00.000Z',
  maker: 'Corvid',
  model: 'P900',
  serial: '00CV0007',
  pages: { count: 12, unit: 'impressions' },
  supplies: [
    {
      index: '1.1',
      description: 'Black Toner',
      kind: 'toner',
      class: 'consumed',
      colour: 'black',
      partNumber: 'CV-77K',
      serial: null,
      level: { percent: 40 },
      inferred: ['colour'],
      raw: { level: 40, capacity: 100, unit: null },
    },
    {
      index: '1.10',
      description: 'Waste',
      kind: 'wasteToner',
      class: 'receptacle',
      colour: null,
      partNumber: null,
      serial: null,
      level: { percent: 5 },
      inferred: [],
      raw: { level: 5, capacity: 100, unit: null },
    },
  ],
  alerts: [{ code: 1104, severity: 'warning', group: 'markerSupplies', index: '1.1', description: null }],
  detectedErrors: ['lowToner'],
  notices: ['Something is odd.'],
};

test('a reading for a person', () => {
  expect(report(printer, 'printer-7:161').split('\n')).toEqual([
    'Corvid P900, serial number 00CV0007',
    'printer-7:161, read 2026-03-01T08:00:00.000Z, 12 impressions',
    '',
    'slot  left        kind        colour  part number  name',
    '1.1   40.0 %      toner       ~black  CV-77K       Black Toner',
    '1.10  5.0 % room  wasteToner                       Waste',
    '~ inferred, not told by the printer',
    'Alert markerTonerAlmostEmpty, warning, slot 1.1',
    'The printer reports: lowToner',
    'Note: Something is odd.',
  ]);
});

test('a printer that tells nothing', () => {
  const empty = { maker: null, model: null, serial: null, pages: { count: null, unit: null } };
  const lists = { supplies: [], alerts: [], detectedErrors: [], notices: [] };
  expect(report({ takenAt: printer.takenAt, ...empty, ...lists }, 'printer-7')).toBe(
    'A printer that does not say what it is, serial number not told\n' +
      'printer-7, read 2026-03-01T08:00:00.000Z\n\nIt tells nothing of supplies.',
  );
});
