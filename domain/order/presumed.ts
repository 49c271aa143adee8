import { addBusinessDays, localDate, type SiteCalendar, startOfLocalDate } from '../calendar.ts';
import type { Settings } from '../settings.ts';
import { plusDays } from '../time.ts';
import { OrderDraft } from './draft.ts';
import { type FollowedOrder, type OrderChange, type Parcel, parcelName } from './followed.ts';

/**
 * A09: when a parcel that nobody says was delivered is presumed so: the given number of the site's business days after the expected
 * date, at the beginning of that day there. Without an expected date, the lead time after it left stands in for it.
 */
export function presumeAt(input: {
  /** Local date, `YYYY-MM-DD`. */
  expectedOn: string | null;
  shippedAt: Date;
  calendar: SiteCalendar;
  settings: Pick<Settings, 'presumedBusinessDays' | 'leadTimeDays'>;
}): Date {
  const { expectedOn, shippedAt, calendar, settings } = input;
  const fallback = () => localDate(calendar.timeZone, plusDays(shippedAt, settings.leadTimeDays.value));
  const expected = startOfLocalDate(calendar.timeZone, expectedOn ?? fallback());
  return addBusinessDays(calendar, expected, settings.presumedBusinessDays.value);
}

/** A09: presumes what is in transit of a parcel to have been delivered, because its time has passed. */
export function presumeParcel(order: FollowedOrder, name: { carrier: string; tracking: string }): OrderChange {
  const draft = new OrderDraft(order);
  const parcel = draft.parcel(name);
  for (const { lineId, quantity } of parcel?.lines ?? []) {
    const line = draft.line(lineId);
    if (line && parcel) draft.befall('presumed', line, [parcel], quantity);
  }
  return draft.change();
}

/** A09: presumes cartridges of a line in transit to have been delivered, because so many of them were seen installed. */
export function presumeInstalled(order: FollowedOrder, lineId: string, units: number): OrderChange {
  const draft = new OrderDraft(order);
  const line = draft.line(lineId);
  if (line) draft.befall('presumed', line, draft.parcelsOf(lineId), units);
  return draft.change();
}

/** A parcel's name; a line may be in several. */
interface Named {
  carrier: string;
  tracking: string;
}

/**
 * A09: what was presumed of a line was not delivered (its gauge stays dry although a spare should be there, see stock-estimate.ts, or
 * the customer says so of a parcel): it is lost, and ordered again.
 */
export function refutePresumption(order: FollowedOrder, lineId: string, parcel?: Named): OrderChange {
  const draft = new OrderDraft(order);
  const line = draft.line(lineId);
  if (line) draft.befall('lost', line, parcelsMeant(draft, lineId, parcel), line.q.presumed, ['presumed']);
  return draft.change();
}

/** A09, by one click: what a parcel holds of a line, presumed delivered or still in transit, has arrived. */
export function confirmDelivery(order: FollowedOrder, lineId: string, parcel: Named): OrderChange {
  const draft = new OrderDraft(order);
  const line = draft.line(lineId);
  const parcels = parcelsMeant(draft, lineId, parcel);
  if (line) draft.befall('delivered', line, parcels, line.q.shipped, ['transit', 'presumed']);
  return draft.change();
}

function parcelsMeant(draft: OrderDraft, lineId: string, named: Named | undefined): Parcel[] {
  const parcels = draft.parcelsOf(lineId);
  return named ? parcels.filter((parcel) => parcelName(parcel) === parcelName(named)) : parcels;
}
