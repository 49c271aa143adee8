import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brother } from '../makers/brother.ts';
import type { Comparison } from './compare.ts';

/** What truth.json says of one recording of Brother's own objects. */
export interface TrueBrother {
  file: string;
  upstream_expected: Record<string, unknown> | null;
}

/** Its name for a level, of `kind` and `colour` as the maker's file has them. */
const NAMES: Record<string, (colour: string | null) => string[]> = {
  toner: (colour) => [`${colour}_toner_remaining`, `${colour}_ink_remaining`],
  opc: (colour) => [colour ? `${colour}_drum_remaining_life` : 'drum_remaining_life'],
  transferUnit: () => ['belt_unit_remaining_life'],
  fuser: () => ['fuser_remaining_life'],
};

/** Levels that one of its tables tells and that this agent has a use for. */
const COMPARED = /(?:toner|ink)_remaining$|(?:drum|belt_unit|fuser)_remaining_life$/;

/** undefined: there is no such recording, or nothing is known of what is true. */
export function compareBrother(
  folder: string,
  { file, upstream_expected: truth }: TrueBrother,
): Comparison | undefined {
  const path = join(folder, file);
  if (!truth || !existsSync(path)) return undefined;
  const objects = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>;
  const records = objects[brother.levels!.oid] ?? [];
  const levels = brother.levels!.read(Buffer.from(`${records.join('')}ff`, 'hex'));
  const wanted = Object.entries(truth).filter(([name]) => COMPARED.test(name));
  const differences: string[] = [];
  for (const [name, percent] of wanted) {
    const read = levels.find(({ kind, colour }) => NAMES[kind]!(colour).includes(name))?.percent;
    // The expectation is in whole percent, cut.
    if (read === undefined || Math.trunc(read) !== percent) differences.push(`${name}: is ${percent}, read ${read}`);
  }
  return { file, right: wanted.length - differences.length, all: wanted.length, differences };
}
