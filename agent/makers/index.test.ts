import { describe, expect, test } from 'vitest';
import { findOrigin, makers, withoutBrand } from './index.ts';
import type { Maker } from './maker.ts';

const nothing = { sysObjectID: null, hrDeviceDescr: null, sysDescr: null, manufacturer: null };
const brandOf = (signs: Partial<typeof nothing> | Record<string, string>, table?: readonly Maker[]) =>
  findOrigin({ ...nothing, ...signs }, table).brand?.name ?? null;

describe('whose printer it is', () => {
  test.each([
    ['by its description', { hrDeviceDescr: 'KONICA MINOLTA bizhub Z9' }, 'Konica Minolta'],
    ['by another spelling', { manufacturer: 'Hewlett-Packard' }, 'HP'],
    ['by enterprise number', { sysObjectID: '1.3.6.1.4.1.641.2', sysDescr: 'Network Printer' }, 'Lexmark'],
    ['a brand of the family', { sysObjectID: '1.3.6.1.4.1.1347.41', sysDescr: 'TA_UTAX Printing System' }, 'UTAX'],
    ['the family’s first brand', { sysObjectID: '1.3.6.1.4.1.1347.41' }, 'Kyocera'],
    ['its name before its network card’s', { hrDeviceDescr: 'Samsung Z9', sysDescr: 'HP ETHERNET' }, 'Samsung'],
    ['its name before the number', { hrDeviceDescr: 'Dell Z9', sysObjectID: '1.3.6.1.4.1.641.2' }, 'Dell'],
    ['the longer of two names', { sysDescr: 'FUJI XEROX Z9' }, 'Fuji Xerox'],
    ['a stranger’s device id', { manufacturer: 'Corvid' }, 'Corvid'],
    ['a stranger’s first word', { hrDeviceDescr: 'Corvid P900' }, 'Corvid'],
    ['no word that only begins like a name', { hrDeviceDescr: 'HPX-9' }, null],
    ['nothing at all', {}, null],
  ])('%s', (_, signs, brand) => {
    expect(brandOf(signs)).toBe(brand);
  });

  test('the peculiarities are those of the name and of the number', () => {
    const { makers: found } = findOrigin({ ...nothing, hrDeviceDescr: 'Dell Z9', sysObjectID: '1.3.6.1.4.1.641.2' });
    expect(found.map(({ brands }) => brands[0]!.name)).toEqual(['Lexmark', 'Dell']);
  });

  test('a maker is added by its file and a row', () => {
    const corvid: Maker = { brands: [{ name: 'Corvid', aliases: ['Corvid Imaging'] }], enterprises: [32473] };
    expect(brandOf({ sysObjectID: '1.3.6.1.4.1.32473.5' }, makers)).toBeNull();
    expect(brandOf({ sysObjectID: '1.3.6.1.4.1.32473.5' }, [...makers, corvid])).toBe('Corvid');
  });

  test('no name and no number is claimed twice', () => {
    const names = makers.flatMap(({ brands }) => brands.flatMap(({ name, aliases }) => [name, ...aliases]));
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    const numbers = makers.flatMap(({ enterprises }) => enterprises);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

test('a brand in front of a model is taken away, as a word', () => {
  const brand = { name: 'HP', aliases: ['Hewlett-Packard'] };
  expect(withoutBrand('Hewlett-Packard HP LaserJet', brand)).toBe('LaserJet');
  expect(withoutBrand('HPX-9', brand)).toBe('HPX-9');
  expect(withoutBrand('Corvid P900', null)).toBe('Corvid P900');
});
