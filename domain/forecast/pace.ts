/** Use that was seen within cartridges, and the days it took; both fade, so that the pace is that of late. */
export interface Pace {
  /** Cartridges. */
  use: number;
  days: number;
}

/** What was seen so many days ago counts for 1/e. */
const fadeDays = 60;

/** The usual rate counts as much as this many days of the slot's own: little, since it is only to begin with. */
const usualDays = 1;

export function fade({ use, days }: Pace, seen: Pace): Pace {
  const kept = Math.exp(-seen.days / fadeDays);
  return { use: use * kept + seen.use, days: days * kept + seen.days };
}

/** Cartridges per day, of late; the working figure by which the next reading is judged, before all readings tell the rate. */
export function paceRate({ use, days }: Pace, usualRatePerDay: number): number {
  return (Math.max(0, use) + usualRatePerDay * usualDays) / (days + usualDays);
}
