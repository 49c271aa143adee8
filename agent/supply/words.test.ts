import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourFromName, colourFromValue, kindFromName, namesWaste, technologyFromName } from './words.ts';

describe('kind from a name', () => {
  test.each([
    ['Black Toner', 'toner'],
    ['Toner noir', 'toner'],
    ['Tonerkartusche Schwarz', 'toner'],
    ['Cartucho de tóner negro', 'toner'],
    ['黑色碳粉', 'toner'],
    ['ブラックトナー', 'toner'],
    ['Waste Toner Bottle', 'wasteToner'],
    ['Resttonerbehälter', 'wasteToner'],
    ['Bac de récupération de toner', 'wasteToner'],
    ['廢棄碳粉', 'wasteToner'],
    ['廃トナーボックス', 'wasteToner'],
    ['Toner Collection Unit', 'wasteToner'],
    ['Waste Ink Tank', 'wasteInk'],
    ['Maintenance Box', 'wasteInk'],
    ['Yellow Drum Cartridge', 'opc'],
    ['Bildtrommel Gelb', 'opc'],
    ['Toner/Drum Cartridge', 'toner'],
    ['Black Developer', 'developer'],
    ['Fusing Unit', 'fuser'],
    ['Fuser Cleaning Pad', 'fuserCleaningPad'],
    ['Transfer Belt', 'transferUnit'],
    ['Transfer Belt Cleaner', 'cleanerUnit'],
    ['Maintenance Kit 220 V', 'maintenanceKit'],
    ['Staple Cartridge', 'staples'],
    ['Encre jaune', 'ink'],
    ['Ozone Filter', 'other'],
    ['Pink Linker', null],
    ['XT-77K', null],
    ['', null],
  ])('%s: %s', (name, kind) => {
    expect(kindFromName(name, null)).toBe(kind);
  });

  test('a mere cartridge holds what the printer prints with, and is not guessed at where that is unknown', () => {
    expect(kindFromName('Black Cartridge 12X', 'toner')).toBe('toner');
    expect(kindFromName('Black Cartridge 12X', 'ink')).toBe('ink');
    expect(kindFromName('Black Cartridge 12X', null)).toBeNull();
  });

  test('a waste container of an ink printer', () => {
    expect(kindFromName('Waste Cartridge', 'ink')).toBe('wasteInk');
    expect(kindFromName('Waste Cartridge', 'toner')).toBe('wasteToner');
    expect(namesWaste('Used Toner Container')).toBe(true);
    expect(namesWaste('Black Toner')).toBe(false);
  });

  test('technology from a model', () => {
    expect(technologyFromName('Colour Laser 900')).toBe('toner');
    expect(technologyFromName('InkJet 12')).toBe('ink');
    expect(technologyFromName('P900')).toBeNull();
  });
});

describe('colour from a name', () => {
  test.each([
    ['Toner (Cyan)', 'cyan'],
    ['BLACK TONER', 'black'],
    ['Cartouche jaune', 'yellow'],
    ['Tonerkartusche Schwarz', 'black'],
    ['洋紅色碳粉', 'magenta'],
    ['シアン トナー', 'cyan'],
    ['Light Cyan Ink', 'light cyan'],
    ['Photo Black', 'photo black'],
    ['Matte Black Ink Tank', 'matte black'],
    ['Hellgrau', 'light gray'],
  ])('%s: %s', (name, colour) => {
    expect(colourFromName(name)).toBe(colour);
  });

  test.each([
    'Toner K',
    'TN-410C',
    'Tri-colour Cartridge',
    'Cyan/Magenta/Yellow Drum',
    'Blackbird Toner',
    'Waste Toner',
    '',
  ])('no colour is guessed: %s', (name) => {
    expect(colourFromName(name)).toBeNull();
  });

  test('the letter counts where the column is the colour’s own', () => {
    expect(colourFromValue('K')).toBe('black');
    expect(colourFromValue('yellow')).toBe('yellow');
    expect(colourFromValue('none')).toBeNull();
  });

  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        colourFromName(name);
        kindFromName(name, null);
      }),
    );
  });
});
