import { describe, expect, test } from 'vitest';
import { plusDays } from '../time.ts';
import { planLine } from './line.ts';
import { coverOf, now, situationOf } from './situation.testkit.ts';
import { verdict } from './verdict.ts';

const said = (...args: Parameters<typeof situationOf>) => verdict(situationOf(...args), now).reasons;

describe('what a slot’s verdict says, with its figures', () => {
  test('A06: at its trigger, and above it', () => {
    expect(said({ forecast: coverOf(20) })).toEqual([
      { code: 'cover-at-trigger', values: { cover: 20, trigger: 21 } },
      { code: 'trigger-usual' },
    ]);
    expect(said({ forecast: coverOf(30), set: { triggerDays: 25 } })).toEqual([
      { code: 'cover-above-trigger', values: { cover: 30, trigger: 25 } },
      { code: 'trigger-global' },
    ]);
  });

  test('A04: an item that is not covered, and that it has reached its trigger', () => {
    expect(said({ kind: 'drum', forecast: coverOf(30) })).toEqual([{ code: 'not-covered' }]);
    expect(said({ kind: 'drum', forecast: coverOf(20) })).toEqual([
      { code: 'not-covered' },
      { code: 'item-reached-trigger', values: { cover: 20 } },
    ]);
    expect(said({ kind: 'drum', forecast: { known: false, reason: 'no-reading', swaps: [] } })).toHaveLength(1);
  });

  test('A05: for how long an odd reading waits, and why an empty one did not', () => {
    expect(said({ forecast: coverOf(5, 40) })).toEqual([{ code: 'waiting-confirmation', values: { hours: 6 } }]);
    const [, , believed] = said({ forecast: coverOf(0, 6), set: { triggerDays: 5, leadTimeDays: 1 } });
    expect(believed).toEqual({ code: 'empty-believed', values: { cover: 6 } });
  });

  test('A11: from where on a cancelled slot is ordered again', () => {
    expect(said({ forecast: coverOf(15), cancelHold: { coverDaysAtCancel: 18 } })).toEqual([
      { code: 'held-by-cancellation', values: { coverAtCancel: 18, until: 11 } },
    ]);
  });

  test('A16: how old its newest reading is, and how old it may be', () => {
    expect(said({ forecast: coverOf(10), newestReadingAt: plusDays(now, -8) })).toContainEqual({
      code: 'reading-too-old',
      values: { age: 8, limit: 7 },
    });
  });
});

describe('what a line says of itself', () => {
  const inDays = (days: number) => plusDays(now, days).toISOString();

  test('A08: which rules made it, and what would have been', () => {
    const s = situationOf({ forecast: coverOf(38) });
    const { found } = planLine(s, now, { type: 'consolidation', dueSlotIds: ['x'] })!.decision;
    expect(found.rules).toEqual(['A08', 'A07']);
    expect(found.reasons).toEqual([
      { code: 'consolidated', values: { cover: 38, window: 45 } },
      { code: 'quantity-for-days', values: { quantity: 1, days: 30 } },
      { code: 'otherwise-due', values: { on: inDays(17) } },
      { code: 'otherwise-runs-out', values: { on: inDays(38) } },
    ]);
  });

  test('A09: how many were lost', () => {
    const s = situationOf({ forecast: coverOf(38) });
    const { found } = planLine(s, now, { type: 'lost', kind: 'regular', quantity: 2 })!.decision;
    expect(found.rules).toEqual(['A09']);
    expect(found.reasons[0]).toEqual({ code: 'lost-again', values: { quantity: 2 } });
  });
});
