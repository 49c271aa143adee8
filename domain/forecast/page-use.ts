import type { Band, Seen } from './bands.ts';
import type { UseCurve } from './use.ts';

/**
 * Use and pages seen together, between instants at which the gauge told the share: the page counter is a second sensor, once
 * it is known what a page takes (A05).
 */
export interface PageUse {
  /** Cartridges. */
  use: number;
  pages: number;
}

/** What is expected by the pages between two words of the gauge may be wrong by so much: cartridges, and part of it. */
export const doubtfulCartridges = 0.1;
export const doubtfulUseShare = { learnt: 0.2, rated: 0.3, words: 0.1 };

/** Once so much use (cartridges) has been seen beside the page counter, the slot has shown what a page takes. */
export const enoughToTell = 0.5;

/** Cartridges by which `expected` may be wrong, for a gauge that tells figures or words. */
export function doubtfulUse({ use }: PageUse, type: Band['type'], expected: number): number {
  const rated = type === 'state' ? 'words' : 'rated';
  return doubtfulCartridges + doubtfulUseShare[use >= enoughToTell ? 'learnt' : rated] * expected;
}

/** The rated yield counts as much as what this part of a cartridge has shown. */
const ratedYieldShare = 0.05;
/** Where no rated yield is known, so much of a cartridge must have been seen. */
const enoughShare = 0.25;

/** Cartridges that a page takes, on average; undefined while nothing tells. */
export function cartridgesPerPage({ use, pages }: PageUse, ratedYieldPages: number | undefined): number | undefined {
  if (ratedYieldPages !== undefined && ratedYieldPages > 0) {
    return (Math.max(0, use) + ratedYieldShare) / (pages + ratedYieldShare * ratedYieldPages);
  }
  return use >= enoughShare && pages > 0 ? use / pages : undefined;
}

/** Pages printed between two readings; undefined where the counter is silent or has been set back. */
export function pagesBetween(before: Seen, after: Seen): number | undefined {
  if (before.pages === undefined || after.pages === undefined) return undefined;
  return after.pages >= before.pages ? after.pages - before.pages : undefined;
}

/** What the page counter has shown beside the gauge. */
export interface PageSensor {
  learnt: PageUse;
  /** Pages since the gauge last told the share; undefined where it has not, or the counter broke off since. */
  open?: number;
}

/** What happened to the gauge's word on the share: it told it on passing a band, told it anew for another cartridge, or lost it. */
export type GaugeWord = 'passed' | 'anew' | 'lost';

/** What the last point did to the gauge's word on the share, if anything. */
export function wordOf({ points, from, fromShare }: UseCurve, told: GaugeWord): GaugeWord | undefined {
  if (from !== points.length - 1) return undefined;
  return fromShare === undefined ? 'lost' : told;
}

/**
 * The sensor after one more reading; `pages`: since the one before, where the counter tells; `use`: cartridges between the gauge's
 * last word and this one.
 */
export function countPages(
  { learnt, open }: PageSensor,
  pages: number | undefined,
  word?: GaugeWord,
  use = 0,
): PageSensor {
  const sum = open === undefined || pages === undefined ? undefined : open + pages;
  if (word === 'lost') return { learnt };
  if (word === undefined) return { learnt, open: sum };
  return { learnt: word === 'passed' && sum !== undefined ? add(learnt, { use, pages: sum }) : learnt, open: 0 };
}

function add(one: PageUse, other: PageUse): PageUse {
  return { use: one.use + other.use, pages: one.pages + other.pages };
}
