import { describe, expect, test } from 'vitest';
import { colourWord, deviceWords, supplyWords } from './naming.ts';

describe('colours', () => {
  test('are said in the reader’s language, however they were written', () => {
    expect(colourWord('Black', 'fr')).toBe('noir');
    expect(colourWord(' light CYAN ', 'fr')).toBe('cyan clair');
    expect(colourWord('gray', 'en')).toBe('grey');
  });

  test('that have no word are said as they are', () => {
    expect(colourWord('Spot 3', 'fr')).toBe('Spot 3');
  });
});

test('a supply is named with its colour once', () => {
  expect(supplyWords('Toner', 'black', 'fr')).toBe('Toner (noir)');
  expect(supplyWords('Toner noir', 'black', 'fr')).toBe('Toner noir');
  expect(supplyWords('Waste box', null, 'en')).toBe('Waste box');
  expect(supplyWords('Waste box', '', 'en')).toBe('Waste box');
});

test('a device is named with its maker once', () => {
  expect(deviceWords('Alder', 'AL-4100')).toBe('Alder AL-4100');
  expect(deviceWords('ALDER', 'Alder AL-4100')).toBe('Alder AL-4100');
});
