import type { Maker } from './maker.ts';

/** Makers of whom nothing is peculiar but the name: canonical name, enterprise number, other ways to write it. */
const MAKERS: readonly (readonly [name: string, enterprise: number, ...aliases: string[]])[] = [
  ['Dell', 674, 'Dell Inc.'],
  ['Olivetti', 279],
  ['Panasonic', 258],
  ['Pantum', 40093],
  ['SHARP', 2385, 'Sharp Corporation'],
  ['Toshiba', 1129, 'TOSHIBA TEC'],
];

export const plainMakers: readonly Maker[] = MAKERS.map(([name, enterprise, ...aliases]) => ({
  brands: [{ name, aliases }],
  enterprises: [enterprise],
}));
