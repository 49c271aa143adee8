import { expect, test } from 'vitest';
import { alertAbout } from './alerts.ts';

test('A05: an alert tells of the slot that it names, by its code in IANA-PRINTER-MIB', () => {
  const about = (...codes: number[]) =>
    alertAbout(
      codes.map((code) => ({ code, key: '1.1' })),
      '1.1',
    );
  // markerTonerEmpty, markerInkAlmostEmpty, markerWasteTonerReceptacleAlmostFull, …Full, markerOpcLifeOver, coverOpen
  expect([1101, 1105, 1107, 1109, 1112, 3].map((code) => about(code))).toEqual([
    'empty',
    'low',
    'low',
    'empty',
    'empty',
    undefined,
  ]);
  expect(about(1104, 1101, 1104)).toBe('empty');
  expect(alertAbout([{ code: 1101, key: '1.2' }, { code: 1101 }], '1.1')).toBeUndefined();
});
