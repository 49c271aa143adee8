import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

test.each([
  [undefined, 'en'],
  ['fr', 'fr'],
  ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['en;q=0.5, fr;q=0.6', 'fr'],
  ['de-DE, en;q=0.3, fr;q=0.2', 'en'],
  ['de', 'en'],
  ['fr;q=0', 'en'],
  ['FR-be', 'fr'],
  [`${'de,'.repeat(10_000)}fr`, 'en'],
] as const)('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
