import { brother } from './brother.ts';
import { canon } from './canon.ts';
import { epson } from './epson.ts';
import { fujifilm } from './fujifilm.ts';
import { hp } from './hp.ts';
import { konicaMinolta } from './konica-minolta.ts';
import { kyocera } from './kyocera.ts';
import { lexmark } from './lexmark.ts';
import type { Brand, Maker } from './maker.ts';
import { oki } from './oki.ts';
import { plainMakers } from './plain.ts';
import { ricoh } from './ricoh.ts';
import { samsung } from './samsung.ts';
import { xerox } from './xerox.ts';

export const makers: readonly Maker[] = [
  brother,
  canon,
  epson,
  fujifilm,
  hp,
  konicaMinolta,
  kyocera,
  lexmark,
  oki,
  ricoh,
  samsung,
  xerox,
  ...plainMakers,
];

/** What a printer says of itself that may name its maker, null where it says nothing. */
export interface Signs {
  sysObjectID: string | null;
  hrDeviceDescr: string | null;
  sysDescr: string | null;
  /** MFG of the IEEE 1284 device id. */
  manufacturer: string | null;
}

export interface Origin {
  /** null: a maker that is not in the table and does not say its name. */
  brand: Brand | null;
  /** Those whose peculiarities the printer may have: of its brand, and of the enterprise number that it answers with. */
  makers: readonly Maker[];
}

/**
 * Whose printer it is. Its name counts before the enterprise number, since makers build for one another; the printer's
 * description counts before that of its network card.
 */
export function findOrigin(signs: Signs, table: readonly Maker[] = makers): Origin {
  const texts = [signs.hrDeviceDescr, signs.manufacturer, signs.sysDescr].filter((text) => text !== null);
  const named = texts.map((text) => brandAtStart(text, table)).find((brand) => brand !== undefined);
  const enterprise = enterpriseOf(signs.sysObjectID);
  const family = table.filter(
    ({ brands, enterprises }) => (named && brands.includes(named)) || (enterprise && enterprises.includes(enterprise)),
  );
  const brand = named ?? family[0]?.brands[0] ?? strangerNamed(signs);
  return { brand, makers: family };
}

/** Text without the brand's name in front, however often it stands there. */
export function withoutBrand(text: string, brand: Brand | null): string {
  if (!brand) return text;
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    const spelling = spellings(brand).find((name) => startsWithWord(rest, name));
    if (spelling) rest = rest.slice(spelling.length).replace(/^[\s_,:-]+/, '');
  }
  return rest;
}

function brandAtStart(text: string, table: readonly Maker[]): Brand | undefined {
  const all = table.flatMap(({ brands }) =>
    brands.flatMap((brand) => spellings(brand).map((name) => ({ name, brand }))),
  );
  return all.sort((left, right) => right.name.length - left.name.length).find(({ name }) => startsWithWord(text, name))
    ?.brand;
}

/** Longest first. */
function spellings({ name, aliases }: Brand): string[] {
  return [name, ...aliases].sort((left, right) => right.length - left.length);
}

function startsWithWord(text: string, word: string): boolean {
  return (
    text.slice(0, word.length).toLowerCase() === word.toLowerCase() && !/^[\p{L}\p{N}]/u.test(text.slice(word.length))
  );
}

/** The number behind 1.3.6.1.4.1 (enterprises). */
function enterpriseOf(sysObjectID: string | null): number | null {
  const match = /^1\.3\.6\.1\.4\.1\.(\d+)(?:\.|$)/.exec(sysObjectID ?? '');
  return match ? Number(match[1]) : null;
}

const MAX_NAME_LENGTH = 100;

/** A maker that nobody has entered yet: as its device id names it, else the first word of a description of several. */
function strangerNamed({ manufacturer, hrDeviceDescr }: Signs): Brand | null {
  const name = manufacturer ?? /^(?<first>\p{L}[\p{L}&.-]+)\s+\S/u.exec(hrDeviceDescr ?? '')?.groups?.first;
  return name ? { name: name.slice(0, MAX_NAME_LENGTH), aliases: [] } : null;
}
