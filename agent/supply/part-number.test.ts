import { describe, expect, test } from 'vitest';
import { partNumberIn, supplySerialIn } from './part-number.ts';

describe('numbers in names', () => {
  test.each([
    ['Black Toner, PN 77R0001;SNCV0001E2', '77R0001', 'CV0001E2'],
    ['Toner Cyan P/N: CV-410C, S/N:QQ-0042', 'CV-410C', 'QQ-0042'],
    ['Drum Part No. 0012/34', '0012/34', null],
    ['Black Toner_S/N_:QQ-0001A', null, 'QQ-0001A'],
    ['Fuser, PN unknown;SNunknown', null, null],
    ['Black Toner S/N:', null, null],
    ['Black Cartridge CV410X', null, null],
    ['Snow white, pnp 100', null, null],
  ])('%s', (name, part, serial) => {
    expect(partNumberIn(name)).toBe(part);
    expect(supplySerialIn(name)).toBe(serial);
  });
});
