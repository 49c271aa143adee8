import { expect, test } from 'vitest';
import { postalLines } from './postal-address.ts';

const address = { company: 'Réunie & Fils', lines: ['12 rue X', ' '], postcode: '69002', city: 'Lyon', country: 'DE' };

test('an address is printed line by line, empty ones left out, the country in the reader’s language', () => {
  expect(postalLines(address, 'fr')).toEqual(['Réunie & Fils', '12 rue X', '69002 Lyon', 'Allemagne']);
  expect(postalLines(address, 'en').at(-1)).toBe('Germany');
  expect(postalLines({ ...address, country: 'fr' }, 'en').at(-1)).toBe('France');
});

test('what is no country code is printed as it was stored', () => {
  expect(postalLines({ ...address, country: 'Neverland' }, 'fr').at(-1)).toBe('Neverland');
  expect(postalLines({ ...address, country: '' }, 'fr').at(-1)).toBe('69002 Lyon');
});
