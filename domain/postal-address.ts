import type { Language } from './reasons.ts';

/** A ship-to address as it is stored. */
export interface PostalAddress {
  company: string;
  /** Street, building, post-office box; in the order in which they are printed. */
  lines: string[];
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

const countries = {
  en: new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }),
  fr: new Intl.DisplayNames('fr', { type: 'region', fallback: 'code' }),
};

function countryName(code: string, language: Language): string {
  try {
    return countries[language].of(code.toUpperCase()) ?? code;
  } catch {
    // Not two letters: what was stored is still of more use to a carrier than nothing.
    return code;
  }
}

/** The address as printed, one entry a line, empty ones left out; the country in the reader's language. */
export function postalLines(address: PostalAddress, language: Language): string[] {
  return [
    address.company,
    ...address.lines,
    `${address.postcode} ${address.city}`,
    countryName(address.country, language),
  ]
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
