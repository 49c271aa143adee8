export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** An elapsed day of 24 hours; days on a calendar are the matter of calendar.ts. */
export const dayMs = 24 * hourMs;

/** The instant `days` elapsed days (may be a fraction, may be negative) after `at`. */
export function plusDays(at: Date, days: number): Date {
  return new Date(at.getTime() + days * dayMs);
}

/** Elapsed days from `from` to `to`, negative when `to` is the earlier one. */
export function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / dayMs;
}

/** The first of these instants; null where there is none. */
export function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce<Date | null>((first, next) => (next && (!first || next < first) ? next : first), null);
}

/** The last of these instants; null where there is none. */
export function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce<Date | null>((last, next) => (next && (!last || next > last) ? next : last), null);
}
