import { describe, expect, test } from 'vitest';
import type { Forecast } from '../forecast/types.ts';
import { atTrigger, coverBeforeJump, factsOf, reaches } from './facts.ts';
import { coverOf, forecastOf, now, situationOf } from './situation.testkit.ts';

const unknown: Forecast = { known: false, reason: 'no-reading', swaps: [] };

describe('what the rules of the verdict look at', () => {
  test('A06: cover of 21 days is at the trigger, 21.001 is not', () => {
    expect(atTrigger(factsOf(situationOf({ forecast: coverOf(21) }), now))).toBe(true);
    expect(atTrigger(factsOf(situationOf({ forecast: coverOf(21.001) }), now))).toBe(false);
  });

  test('A05: unknown cover is at no trigger and reaches none', () => {
    const facts = factsOf(situationOf({ forecast: unknown }), now);
    expect(atTrigger(facts)).toBe(false);
    expect(reaches(facts, 21)).toBeNull();
  });

  test('A05: only a jump that nothing has confirmed leaves something to doubt', () => {
    const jump = { at: now, expectedShare: 0.9, readShare: 0.1 };
    const cover = (confirmedBy?: 'alert') =>
      coverBeforeJump(situationOf({ forecast: { ...coverOf(10, 90), jump: { ...jump, confirmedBy } } }));
    expect(cover()).toBe(90);
    expect(cover('alert')).toBeNull();
    expect(coverBeforeJump(situationOf({ forecast: forecastOf() }))).toBeNull();
    expect(coverBeforeJump(situationOf({ forecast: unknown }))).toBeNull();
  });
});
