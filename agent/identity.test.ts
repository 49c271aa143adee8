import { describe, expect, test } from 'vitest';
import { identify, isSerial, parseDeviceId, type SelfDescription } from './identity.ts';

const nothing: SelfDescription = {
  sysObjectID: null,
  sysDescr: null,
  hrDeviceDescr: null,
  prtGeneralSerialNumber: null,
  deviceIds: [],
  privateTexts: new Map(),
};
const enterprise = (number: number) => `1.3.6.1.4.1.${number}.1.2`;
const modelOf = (self: Partial<SelfDescription>) => identify({ ...nothing, ...self }).model;

describe('model', () => {
  test.each([
    ['maker in front and “series” behind', 'Brother HL-X9999 series', 'HL-X9999'],
    ['the maker twice', 'HP Hewlett-Packard LaserJet X9', 'LaserJet X9'],
    ['serial number and firmware behind', 'Lexmark MX999de 70123456789AB XX21.YY7.P243', 'MX999de'],
    ['version behind its word', 'Toshiba e-STUDIO9999 version AB63.GM.N639 kernel 3.0.0', 'e-STUDIO9999'],
    ['version and other units behind a slash', 'RICOH IM Z999 2.20 / RICOH Network Printer C model', 'IM Z999'],
    ['versions behind a semicolon', 'Xerox VersaLink Z99; SS 1.2.3, NC 4.5.6', 'VersaLink Z99'],
    ['“Laser Printer” behind', 'Dell Z999dn Laser Printer', 'Z999dn'],
    ['a hardware address behind', 'Brother HL-X9999 [00aa11bb22cc]', 'HL-X9999'],
    ['nothing to take away', 'Corvid P900', 'P900'],
  ])('%s: %s', (_, hrDeviceDescr, model) => {
    expect(modelOf({ hrDeviceDescr })).toBe(model);
  });

  test('the service tag with which the serial number begins is none of it', () => {
    const self = { hrDeviceDescr: 'Dell Z999dn 7AB1C92', prtGeneralSerialNumber: '7AB1C92-132-13' };
    expect(modelOf(self)).toBe('Z999dn');
  });

  test.each([
    ['a generic description', { hrDeviceDescr: 'Generic 99C-1', sysDescr: 'KONICA MINOLTA bizhub Z99' }, 'bizhub Z99'],
    ['a network card', { sysDescr: 'Brother NC-9h, Firmware', deviceIds: ['MFG:Brother;MDL:HL-X9999;'] }, 'HL-X9999'],
    ['the print server’s', { sysDescr: 'HP ETHERNET MULTI-ENVIRONMENT,SN:AB1234,PID:HP LaserJet X9' }, 'LaserJet X9'],
    ['a whole series', { hrDeviceDescr: 'Samsung M99x Series', sysDescr: 'Samsung M999FX; V1' }, 'M999FX'],
    ['a whole series, when nothing else is told', { hrDeviceDescr: 'Samsung M99x Series' }, 'M99x'],
    ['only the maker', { hrDeviceDescr: 'Canon', deviceIds: ['MFG:Canon;MDL:LBP999;'] }, 'LBP999'],
    ['none', { sysDescr: 'HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT' }, null],
  ])('passed over: %s', (_, self, model) => {
    expect(modelOf(self)).toBe(model);
  });
});

describe('serial number', () => {
  const serialOf = (self: Partial<SelfDescription>) => identify({ ...nothing, ...self }).serial;
  const kyocera = { sysObjectID: enterprise(1347), sysDescr: 'KYOCERA Document Solutions Printing System' };
  const kyoceraSerial = new Map([['1.3.6.1.4.1.1347.43.5.1.1.28.1', 'XYZ0012345']]);

  test('leading zeros count', () => {
    expect(serialOf({ prtGeneralSerialNumber: '0012345600' })).toBe('0012345600');
  });

  test('the maker’s private object when the usual one is empty, a filler or a word', () => {
    for (const prtGeneralSerialNumber of [
      null,
      '',
      '0000000000',
      'XXXXXXXXX',
      'Not Available',
      'N/A',
      'serial number',
    ]) {
      expect(serialOf({ ...kyocera, privateTexts: kyoceraSerial, prtGeneralSerialNumber })).toBe('XYZ0012345');
    }
  });

  test('another maker’s object does not count', () => {
    expect(serialOf({ sysObjectID: enterprise(2435), privateTexts: kyoceraSerial })).toBeNull();
  });

  test('from sysDescr', () => {
    expect(serialOf({ sysDescr: 'HP ETHERNET MULTI-ENVIRONMENT,SN:ZZ12345,FN:1,PID:HP X' })).toBe('ZZ12345');
    expect(serialOf({ sysDescr: 'Samsung ZLX-99 Series;V1.0;Engine 1;S/N 9ABC123456X' })).toBe('9ABC123456X');
  });

  test.each(['AB', '111', '---', ''])('%j is none', (text) => {
    expect(isSerial(text)).toBe(false);
  });
});

describe('what it prints with', () => {
  test.each([
    ['HP OfficeJet X9', 'ink'],
    ['HP LaserJet X9', 'toner'],
    ['Canon LBP999', 'toner'],
    ['Brother DCP-J999', 'ink'],
    ['Brother HL-L999', 'toner'],
    ['Corvid P900', null],
  ])('%s: %s', (hrDeviceDescr, technology) => {
    expect(identify({ ...nothing, hrDeviceDescr }).technology).toBe(technology);
  });
});

test('IEEE 1284 device id', () => {
  const fields = parseDeviceId([' mfg : Corvid ;CMD:PJL,PCL;MDL:P900;;nonsense', 'MFG:Other;SN:123']);
  expect(Object.fromEntries(fields)).toEqual({ MFG: 'Corvid', CMD: 'PJL,PCL', MDL: 'P900', SN: '123' });
});
