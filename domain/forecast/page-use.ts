import type { Seen } from './bands.ts';

/** Use and pages seen together: the page counter is a second sensor, once it is known what a page takes (A05). */
export interface PageUse {
  /** Cartridges. */
  use: number;
  pages: number;
}

/** The rated yield counts as much as what this part of a cartridge has shown; without it, that much must have been seen. */
const ratedYieldShare = 0.25;

/** Cartridges that a page takes, on average; undefined while nothing tells. */
export function cartridgesPerPage({ use, pages }: PageUse, ratedYieldPages: number | undefined): number | undefined {
  if (ratedYieldPages !== undefined && ratedYieldPages > 0) {
    return (Math.max(0, use) + ratedYieldShare) / (pages + ratedYieldShare * ratedYieldPages);
  }
  return use >= ratedYieldShare && pages > 0 ? use / pages : undefined;
}

/** Pages printed between two readings; undefined where the counter is silent or has been set back. */
export function pagesBetween(before: Seen, after: Seen): number | undefined {
  if (before.pages === undefined || after.pages === undefined) return undefined;
  return after.pages >= before.pages ? after.pages - before.pages : undefined;
}
