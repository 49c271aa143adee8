import { describe, expect, test } from 'vitest';
import { day } from './forecast/series.testkit.ts';
import { delivery, dry, dryFrom, estimate, swap, transit } from './stock-estimate.testkit.ts';

describe('A15: a gauge that stays dry doubts the spare', () => {
  const believed = { start: { units: 1, at: day(0) }, dry: dry(50) };

  test('after two days, not before', () => {
    expect(estimate({ ...believed, now: day(51.9) })).toMatchObject({ shelf: 1, doubt: undefined, contradictions: [] });
    expect(estimate({ ...believed, now: day(52) })).toMatchObject({
      shelf: 0,
      doubt: 'dry-with-spare',
      contradictions: [{ kind: 'dry-with-spare', at: day(52), lineId: undefined }],
    });
  });

  test('of days on which somebody is there to change it: not over a weekend or a holiday', () => {
    // Empty since a Friday; Monday is a holiday, so Wednesday is the second day.
    const friday = new Date('2026-05-22T06:00:00Z');
    const days = (count: number) => new Date(friday.getTime() + count * 86_400_000);
    const calendar = { timeZone: 'UTC', workdays: [1, 2, 3, 4, 5], holidays: ['2026-05-25'] };
    const since = { start: { units: 1, at: days(-30) }, dry: dryFrom(friday, 20), calendar };
    expect(estimate({ ...since, now: days(4.9) }).shelf).toBe(1);
    expect(estimate({ ...since, now: days(5) }).shelf).toBe(0);
  });

  test('and only when what an empty gauge may hide is used up, too', () => {
    expect(estimate({ ...believed, hiddenShare: 0.1, now: day(54.9) }).shelf).toBe(1);
    expect(estimate({ ...believed, hiddenShare: 0.1, now: day(55) }).shelf).toBe(0);
    expect(estimate({ start: believed.start, swaps: [swap(55, 50)], hiddenShare: 0.1 }).doubt).toBeUndefined();
  });

  test('what former cartridges gave after the gauge read empty, this one may give, and not more', () => {
    const start = { units: 3, at: day(0) };
    const hid = (days: number) => [swap(11 + days, 10, 0.01), swap(31 + days, 30, 0.01)];
    const doubtedAfter = (days: number, swaps: ReturnType<typeof hid>, hiddenShare: number) =>
      estimate({ start, swaps, hiddenShare, dry: dry(50, 99, 0.01), now: day(50 + days) }).doubt;
    expect(doubtedAfter(6, hid(6), 0.03)).toBeUndefined();
    expect(doubtedAfter(6, hid(6).slice(1), 0.03)).toBeUndefined();
    for (const swaps of [hid(6), hid(6).slice(1)]) expect(doubtedAfter(7, swaps, 0.03)).toBe('dry-with-spare');
    expect(doubtedAfter(2, hid(1), 0.06)).toBe('dry-with-spare');
    expect(doubtedAfter(5, hid(1).slice(1), 0.06)).toBeUndefined();
  });

  describe('but a wait tells nothing of what a gauge hides', () => {
    const now = day(53);
    /** Empty on day 50 again; three days later so much has been used. */
    const later = { hiddenShare: 0.03, dry: dry(50, 99, 0.01), now };
    const waits = [swap(19, 10, 0.01), swap(39, 30, 0.01)];

    test('for a parcel, whether its delivery was told or not', () => {
      const parcels = [delivery(18), delivery(38), delivery(45)];
      expect(estimate({ ...later, swaps: waits, deliveries: parcels }).doubt).toBe('dry-with-spare');
      const inTransit = [transit('a', 12), transit('b', 32), transit('c', 5, 0)];
      expect(
        estimate({ ...later, swaps: waits, inTransit: inTransit.slice(0, 2), deliveries: [delivery(45)] }).doubt,
      ).toBe('dry-with-spare');
    });

    test('that used more than any gauge hides: nobody had changed it', () => {
      const start = { units: 3, at: day(0) };
      expect(estimate({ ...later, start, swaps: [swap(30, 10, 0.01)] }).doubt).toBe('dry-with-spare');
    });

    test('nor does a cartridge that was changed before it read empty', () => {
      const start = { units: 3, at: day(0) };
      const changed = { ...later, start, swaps: [swap(10), swap(30)], hiddenShare: 0.06 };
      expect(estimate(changed).doubt).toBeUndefined();
      expect(estimate({ ...changed, now: day(56) }).doubt).toBe('dry-with-spare');
    });
  });

  test('nor while nobody has printed: nobody needed the spare', () => {
    expect(estimate({ ...believed, dry: dry(50, 99, 0), now: day(90) }).shelf).toBe(1);
  });

  test('and refutes a delivery that was only presumed (A09), not one that was confirmed', () => {
    const refuted = (certainty: 'confirmed' | 'presumed') =>
      estimate({ dry: dry(50), deliveries: [delivery(30, 1, certainty)] }).contradictions[0]?.lineId;
    expect(refuted('presumed')).toBe('line-30');
    expect(estimate({ dry: dry(50), deliveries: [delivery(30)] }).contradictions).toMatchObject([{ at: day(52) }]);
    expect(refuted('confirmed')).toBeUndefined();
  });

  test('a parcel that is presumed to have come meanwhile is given its own two days', () => {
    const later = { ...believed, deliveries: [delivery(60, 1, 'presumed')] };
    expect(estimate({ ...later, now: day(61) }).shelf).toBe(1);
    expect(estimate({ ...later, now: day(62) }).shelf).toBe(0);
  });

  test('one that is confirmed is there: the gauge hides more than was thought, as far as any gauge does', () => {
    // Two hundredths a day, a tenth at the most.
    const later = { ...believed, deliveries: [delivery(60)] };
    expect(estimate({ ...later, now: day(64.9) }).shelf).toBe(1);
    expect(estimate({ ...later, now: day(66) }).shelf).toBe(0);
  });

  test('and so is its own use: not while nobody has printed since it came', () => {
    /** A fiftieth a day until day 60, and from `again` on. */
    const spell = (again: number) => ({
      since: day(50),
      used: Array.from({ length: 41 }, (_, days) => ({
        at: day(50 + days),
        cartridges: 0.02 * (Math.min(days, 10) + Math.max(0, 50 + days - again)),
      })),
    });
    const later = { ...believed, deliveries: [delivery(60, 1, 'presumed')] };
    expect(estimate({ ...later, dry: spell(99) }).shelf).toBe(1);
    expect(estimate({ ...later, dry: spell(70), now: day(70.9) }).shelf).toBe(1);
    expect(estimate({ ...later, dry: spell(70), now: day(71) }).shelf).toBe(0);
  });

  test('the phantom does not come back with the next parcel', () => {
    const after = { start: believed.start, deliveries: [delivery(60)], swaps: [swap(61, 50)] };
    expect(estimate(after)).toMatchObject({ shelf: 0, doubt: 'dry-with-spare' });
  });

  test('until the spare is installed after all', () => {
    const holidays = { start: { units: 2, at: day(0) }, swaps: [swap(65, 50)] };
    expect(estimate(holidays)).toEqual({ shelf: 1, doubt: undefined, contradictions: [], arrived: [] });
  });

  test('whatever else is contradictory stays so', () => {
    const found = estimate({ swaps: [swap(20), swap(65, 50)], deliveries: [delivery(30)] });
    expect(found).toMatchObject({ shelf: 0, doubt: undefined, contradictions: [{ at: day(20) }] });
  });

  test('the next cartridge is the doubted spare where no parcel is expected yet, else that of the parcel', () => {
    const inTransit = (expectedOn?: number) => [
      { ...transit('p', 58), expectedAt: expectedOn === undefined ? undefined : day(expectedOn) },
    ];
    const installed = (expectedOn?: number) =>
      estimate({ start: believed.start, swaps: [swap(61, 50)], inTransit: inTransit(expectedOn) });
    expect(installed(63)).toEqual({ shelf: 0, doubt: undefined, contradictions: [], arrived: [] });
    for (const on of [60, 61, undefined])
      expect(installed(on)).toMatchObject({ doubt: 'dry-with-spare', arrived: ['p'] });
  });

  test('a day or two between an empty gauge and its swap are nothing to doubt', () => {
    expect(estimate({ start: { units: 2, at: day(0) }, swaps: [swap(52, 50)] })).toMatchObject({
      shelf: 1,
      doubt: undefined,
    });
  });

  test('a count after it settles it, of what was used until then', () => {
    const counted = (now: number) => estimate({ ...believed, counts: [{ at: day(55), units: 1 }], now: day(now) });
    expect(counted(56.9)).toMatchObject({ shelf: 1, doubt: undefined });
    expect(counted(57)).toMatchObject({ shelf: 0, doubt: 'dry-with-spare' });
  });

  test('so does the stock that is told at enrolment, where the gauge was empty already', () => {
    const enrolled = (now: number) =>
      estimate({ start: { units: 1, at: day(55) }, dry: dry(50), hiddenShare: 0.1, now: day(now) });
    expect(enrolled(59.9)).toMatchObject({ shelf: 1, doubt: undefined });
    expect(enrolled(60)).toMatchObject({ shelf: 0, doubt: 'dry-with-spare' });
  });
});
