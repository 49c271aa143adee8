import { describe, expect, test } from 'vitest';
import { cancelHoldEndsAt, coverDaysAtCancel, heldByCancellation } from './cancel-hold.ts';
import { coverOf, openLine, situationOf } from './situation.testkit.ts';

const held = (coverDaysAtCancel: number, cover: number) =>
  heldByCancellation(situationOf({ cancelHold: { coverDaysAtCancel } }), cover);

describe('A11: a cancelled slot', () => {
  test('is held until its cover has fallen by 7 days', () => {
    expect(held(20, 13.01)).toBe(true);
    expect(held(20, 13)).toBe(false);
  });

  test('or is below 7 days', () => {
    expect(held(10, 7)).toBe(true);
    expect(held(10, 6.99)).toBe(false);
  });

  test('with less than 7 days when it was cancelled, is not held at all', () => {
    expect(held(6, 6)).toBe(false);
  });

  test('without a cancellation nothing is held', () => {
    expect(heldByCancellation(situationOf(), 100)).toBe(false);
    expect(cancelHoldEndsAt(situationOf())).toBeNull();
  });

  test('the hold ends at the larger of both covers', () => {
    expect(cancelHoldEndsAt(situationOf({ cancelHold: { coverDaysAtCancel: 20 } }))).toBe(13);
    expect(cancelHoldEndsAt(situationOf({ cancelHold: { coverDaysAtCancel: 10 } }))).toBeCloseTo(7, 4);
  });

  test('is measured by the cover without what was cancelled', () => {
    const s = situationOf({ forecast: coverOf(20), openLines: [openLine({ lineId: 'l1', outstanding: 2 })] });
    expect(coverDaysAtCancel(s, [{ lineId: 'l1', quantity: 2 }])).toBe(20);
    expect(coverDaysAtCancel(s, [{ lineId: 'l1', quantity: 1 }])).toBe(120);
    expect(coverDaysAtCancel(s, [{ lineId: 'other', quantity: 1 }])).toBe(220);
  });
});
