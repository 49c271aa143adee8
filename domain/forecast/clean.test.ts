import { describe, expect, test } from 'vitest';
import { cleanObservations } from './clean.ts';
import { day, empty, low, observe, ok, percent, some, unknown } from './series.testkit.ts';

describe('A05: readings are cleaned first', () => {
  test('late ones are put in order, doubles are dropped by their instant', () => {
    const samples = cleanObservations([observe(2, 48), observe(0, 50), observe(1, 49), observe(0, 50)]);
    expect(samples.map(({ at }) => at)).toEqual([day(0), day(1), day(2)].map(Number));
  });

  test.each([
    ['above 100 is full', percent(150), percent(100)],
    ['below 0 is unknown, not empty', percent(-3), unknown],
    ['no number is unknown', percent(Number.NaN), unknown],
    ['0 is empty', percent(0), percent(0)],
    ['a step that cannot be is none', percent(50, -1), percent(50)],
  ])('%s', (_, level, expected) => {
    expect(cleanObservations([observe(0, level)])[0]?.level).toEqual(expected);
  });

  test.each([
    ['a level wins over unknown', unknown, percent(40), percent(40)],
    ['a percentage wins over a word', low, percent(40), percent(40)],
    ['"some" wins over unknown', unknown, some, some],
    ['of two percentages the lower', percent(45), percent(40), percent(40)],
    ['of two words the lower', low, empty, empty],
    ['"some" is no lower than a word', some, ok, ok],
  ])('of contradictory doubles %s, in whatever order they came', (_, one, other, kept) => {
    for (const pair of [
      [one, other],
      [other, one],
    ] as const) {
      const samples = cleanObservations(pair.map((level) => observe(0, level)));
      expect(samples.map(({ level }) => level)).toEqual([kept]);
    }
  });

  test('of doubles that differ in the counter alone the higher count is kept', () => {
    for (const counts of [
      [10, 20],
      [20, 10],
      [20, undefined],
      [undefined, 20],
    ]) {
      expect(cleanObservations(counts.map((pages) => observe(0, 50, { pages })))).toMatchObject([{ pages: 20 }]);
    }
  });

  test.each([
    ['the serial number', { supplySerial: 'a' }, { supplySerial: 'b' }],
    ['the alert', { alert: 'empty' }, { alert: 'low' }],
    ['that one has an alert', {}, { alert: 'low' }],
    ['the step', { level: percent(50) }, { level: percent(50, 5) }],
    ['the size of the step', { level: percent(50, 5) }, { level: percent(50, 10) }],
  ] as const)('of doubles that differ in %s alone it is always the same one that is kept', (_, kept, other) => {
    const [one, two] = [kept, other].map((more) => ({ ...observe(0, 50), ...more }));
    const alone = cleanObservations([one!]);
    expect(cleanObservations([one!, two!])).toEqual(alone);
    expect(cleanObservations([two!, one!])).toEqual(alone);
  });

  test('a serial number is what stands between its blanks, and a step that is none is left out', () => {
    expect(cleanObservations([observe(0, 50, { supplySerial: ' S1 ' })])).toMatchObject([{ supplySerial: 'S1' }]);
    for (const step of [0, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(cleanObservations([observe(0, percent(50, step))])[0]?.level).toEqual(percent(50));
    }
    expect(cleanObservations([observe(0, percent(50, 5))])[0]?.level).toEqual(percent(50, 5));
    expect(cleanObservations([observe(0, 50, { pages: 0 })])).toMatchObject([{ pages: 0 }]);
    expect(cleanObservations([observe(0, 50, { pages: Number.NaN })])[0]?.pages).toBeUndefined();
  });

  test('an alert is the level of a gauge that cannot tell, and then confirms nothing besides', () => {
    expect(cleanObservations([observe(0, some, { alert: 'low' })])[0]).toMatchObject({ level: low, alert: undefined });
    expect(cleanObservations([observe(0, percent(-2), { alert: 'empty' })])[0]).toMatchObject({ level: empty });
    expect(cleanObservations([observe(0, 30, { alert: 'low' })])[0]).toMatchObject({
      level: percent(30),
      alert: 'low',
    });
  });

  test('an instant that is none, a counter below zero and a blank serial are left out', () => {
    expect(cleanObservations([{ at: new Date(Number.NaN), level: percent(50) }])).toEqual([]);
    expect(cleanObservations([observe(0, 50, { pages: -1, supplySerial: ' ' })])[0]).toMatchObject({
      pages: undefined,
      supplySerial: undefined,
    });
  });
});
