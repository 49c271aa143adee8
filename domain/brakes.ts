import { type Reason, reason } from './reasons.ts';
import type { Settings } from './settings.ts';

/** What ordering can be paused for (A19), from the widest. */
export const pauseScopes = ['all', 'account', 'site', 'device'] as const;
export type PauseScope = (typeof pauseScopes)[number];

export interface Pause {
  scope: PauseScope;
  reason: string;
}

/** The pause to name when several apply: the widest, since lifting a narrower one would change nothing. */
export function pauseInForce<P extends Pause>(pauses: readonly P[]): P | null {
  return pauses.toSorted((a, b) => pauseScopes.indexOf(a.scope) - pauseScopes.indexOf(b.scope))[0] ?? null;
}

export interface Brake {
  ceiling: 'site-day' | 'fleet-hour';
  /** Orders that may be made without a person. */
  limit: number;
  /** Orders made already. */
  count: number;
  rule: 'A19';
  reason: Reason;
}

/**
 * A19: whether one more order has to wait for a person, because its site has as many orders today as it may, or the fleet has in this
 * hour: `fleetHourFactor` × the last month's busiest hour, at least `fleetHourMinimum`. null: it may go.
 */
export function brakeFor(input: {
  /** Orders of the site made on its local date, without this one. */
  siteOrdersToday: number;
  /** Orders of all accounts made in the present clock hour, without this one. */
  fleetOrdersThisHour: number;
  /** Most orders made in any hour of the last 30 days; 0 without history. */
  lastMonthHourlyMax: number;
  settings: Pick<Settings, 'ordersPerSiteDay' | 'fleetHourFactor' | 'fleetHourMinimum'>;
}): Brake | null {
  const { siteOrdersToday, fleetOrdersThisHour, lastMonthHourlyMax, settings } = input;
  const fleetLimit = Math.max(settings.fleetHourMinimum.value, settings.fleetHourFactor.value * lastMonthHourlyMax);
  const ceilings = [
    {
      ceiling: 'site-day',
      count: siteOrdersToday,
      limit: settings.ordersPerSiteDay.value,
      code: 'site-ceiling',
    },
    { ceiling: 'fleet-hour', count: fleetOrdersThisHour, limit: fleetLimit, code: 'fleet-ceiling' },
  ] as const;
  const reached = ceilings.find(({ count, limit }) => count >= limit);
  if (!reached) return null;
  const { ceiling, count, limit, code } = reached;
  return { ceiling, count, limit, rule: 'A19', reason: reason(code, { count, limit }) };
}
