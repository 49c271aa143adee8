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

/** The pace of a slot whose gauge speaks now and then. */
export interface PaceKept {
  now: Pace;
  /** As it was at the gauge's last word: what has been added since is what was expected. */
  atWord: Pace;
}

export const unpaced: PaceKept = { now: { use: 0, days: 0 }, atWord: { use: 0, days: 0 } };

/** After a reading in which the gauge says nothing new; `expected`: since the reading before. */
export const paceBetween = ({ now, atWord }: PaceKept, expected: Pace): PaceKept => ({
  now: fade(now, expected),
  atWord,
});

/** The gauge speaks, and what was expected since its last word is set right; `used`: since then. */
export function paceAtWord({ atWord }: PaceKept, used: Pace): PaceKept {
  const now = fade(atWord, used);
  return { now, atWord: now };
}

/** Cartridges per day, of late; the working figure by which the next reading is judged, before all readings tell the rate. */
export function paceRate({ use, days }: Pace, usualRatePerDay: number): number {
  return (Math.max(0, use) + usualRatePerDay * usualDays) / (days + usualDays);
}
