import { describe, expect, test } from 'vitest';
import type { SiteCalendar } from '../calendar.ts';
import { resolveSettings } from '../settings.ts';
import type { FollowedOrder } from './followed.ts';
import { applyFulfilment } from './fulfilment.ts';
import { at, eventOf, lineOf, orderOf, written } from './order.testkit.ts';
import { confirmDelivery, presumeAt, presumeInstalled, presumeParcel, refutePresumption } from './presumed.ts';

const calendar: SiteCalendar = {
  timeZone: 'Europe/Paris',
  workdays: [1, 2, 3, 4, 5],
  holidays: ['2026-05-01', '2026-05-08'],
};
const settings = resolveSettings({});

/** A line of three and one of one, in two parcels. */
function sent(): FollowedOrder {
  const order = orderOf(lineOf(3), { ...lineOf(1), id: 'b', deviceId: 'd2' });
  const first = written(order, applyFulfilment(order, eventOf('shipped', { a: 2, b: 1 }, { tracking: '1' })));
  return written(first, applyFulfilment(first, eventOf('shipped', { a: 1 }, { tracking: '2' })));
}
const parcel = (tracking: string) => ({ carrier: 'ups', tracking });

describe('A09: presumed delivered 10 business days after the expected date', () => {
  test('two holidays and two weekends in between count for nothing', () => {
    const found = presumeAt({ expectedOn: '2026-04-27', shippedAt: at(0), calendar, settings });
    expect(found).toEqual(new Date('2026-05-12T22:00:00Z'));
  });

  test('the number of days is a setting', () => {
    const quick = resolveSettings({ site: { presumedBusinessDays: 1 } });
    const found = presumeAt({ expectedOn: '2026-04-30', shippedAt: at(0), calendar, settings: quick });
    expect(found).toEqual(new Date('2026-05-03T22:00:00Z'));
  });

  test('without an expected date the lead time stands in for it, on the site’s own date', () => {
    const shippedAt = new Date('2026-06-01T22:30:00Z');
    const found = presumeAt({ expectedOn: null, shippedAt, calendar, settings });
    expect(found).toEqual(presumeAt({ expectedOn: '2026-06-09', shippedAt, calendar, settings }));
  });

  test('what is in transit of that parcel; the books move to the shelf', () => {
    const change = presumeParcel(sent(), parcel('1'));
    const order = written(sent(), change);
    expect(order.lines.map(({ q }) => q.presumed)).toEqual([2, 1]);
    expect(change.moves).toMatchObject([
      { reason: 'presumed-delivered', units: 2, to: { place: 'shelf', deviceId: 'd1' } },
      { reason: 'presumed-delivered', units: 1, to: { place: 'shelf', deviceId: 'd2' } },
    ]);
    expect(change.reorder).toEqual([]);
  });

  test('not what was delivered of it, nor a parcel nobody knows', () => {
    const order = written(sent(), applyFulfilment(sent(), eventOf('delivered', { a: 2 }, { tracking: '1' })));
    expect(presumeParcel(order, parcel('1')).lines.map(({ id }) => id)).toEqual(['b']);
    expect(presumeParcel(order, parcel('9'))).toEqual({ lines: [], parcels: [], moves: [], reorder: [] });
  });

  test('earlier when its cartridge is seen installed: as many as were seen, of the oldest parcel', () => {
    const order = written(sent(), presumeInstalled(sent(), 'a', 1));
    expect(order.lines[0]?.q.presumed).toBe(1);
    expect(order.parcels[0]?.lines[0]?.presumed).toBe(1);
    expect(presumeInstalled(sent(), 'z', 1).lines).toEqual([]);
  });
});

describe('A09: refuted when the gauge runs dry', () => {
  test('it is lost, and ordered again at once', () => {
    const order = written(sent(), presumeParcel(sent(), parcel('1')));
    const rest = written(order, applyFulfilment(order, eventOf('delivered', { a: 1 }, { tracking: '2' })));
    const change = refutePresumption(rest, 'a');
    expect(change.moves).toMatchObject([
      { reason: 'presumption-refuted', units: 2, from: { place: 'shelf', deviceId: 'd1' } },
    ]);
    expect(change.reorder).toEqual([{ lineId: 'a', quantity: 2 }]);
    expect(written(rest, change).lines[0]?.q).toMatchObject({ presumed: 0, lost: 2, delivered: 1 });
  });

  test('what is in transit is not refuted', () => {
    expect(refutePresumption(sent(), 'a')).toEqual({ lines: [], parcels: [], moves: [], reorder: [] });
  });

  test('of a line that had lost some before, only those lost since are ordered again', () => {
    const lost = written(sent(), applyFulfilment(sent(), eventOf('lost', { a: 1 }, { tracking: '2' })));
    const closing = presumeParcel(lost, parcel('1'));
    expect(closing.reorder).toEqual([{ lineId: 'a', quantity: 1 }]);
    expect(refutePresumption(written(lost, closing), 'a').reorder).toEqual([{ lineId: 'a', quantity: 2 }]);
  });

  test('refuted twice: ordered again once', () => {
    const order = written(sent(), presumeInstalled(sent(), 'b', 1));
    const refuted = written(order, refutePresumption(order, 'b'));
    expect(refutePresumption(refuted, 'b').reorder).toEqual([]);
  });
});

describe('A09: confirmed by one click', () => {
  test('what was presumed stays where it is, what was in transit arrives', () => {
    const order = written(sent(), presumeParcel(sent(), parcel('1')));
    const first = confirmDelivery(order, 'a', parcel('1'));
    expect(first.moves).toEqual([]);
    const half = written(order, first);
    expect(half.lines[0]?.q).toMatchObject({ presumed: 0, delivered: 2 });
    const second = confirmDelivery(half, 'a', parcel('2'));
    expect(second.moves).toMatchObject([{ reason: 'delivered', units: 1 }]);
    expect(written(half, second).lines[0]?.q).toMatchObject({ presumed: 0, delivered: 3 });
  });

  test('denied: what was presumed of that parcel, not of the others', () => {
    const presumed = written(sent(), presumeParcel(sent(), parcel('1')));
    const both = written(presumed, presumeParcel(presumed, parcel('2')));
    const denied = written(both, refutePresumption(both, 'a', parcel('2')));
    expect(denied.lines[0]?.q).toMatchObject({ presumed: 2, lost: 1 });
  });

  test('what was given up as lost stays lost', () => {
    const order = written(sent(), applyFulfilment(sent(), eventOf('lost', { b: 1 }, { tracking: '1' })));
    expect(confirmDelivery(order, 'b', parcel('1')).lines).toEqual([]);
  });
});
