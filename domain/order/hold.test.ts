import { describe, expect, test } from 'vitest';
import { resolveSettings } from '../settings.ts';
import { hourMs, minuteMs } from '../time.ts';
import { holdUntil, mayCancel } from './hold.ts';

const made = new Date('2026-03-28T12:00:00Z');
const settings = resolveSettings({});

describe('A11: the hold', () => {
  test('lasts 24 elapsed hours, also over a change of the clock', () => {
    expect(holdUntil(made, false, settings)).toEqual(new Date('2026-03-29T12:00:00Z'));
  });

  test('an urgent order has none', () => {
    expect(holdUntil(made, true, settings)).toEqual(made);
    expect(mayCancel(made, holdUntil(made, true, settings))).toBe(false);
  });

  test('is a setting in minutes', () => {
    expect(holdUntil(made, false, resolveSettings({ account: { holdMinutes: 1 } }))).toEqual(
      new Date(made.getTime() + minuteMs),
    );
  });

  test('after 23 h 59 min it can be cancelled; at 24 h exactly it is too late', () => {
    const until = holdUntil(made, false, settings);
    expect(mayCancel(new Date(made.getTime() + 24 * hourMs - minuteMs), until)).toBe(true);
    expect(mayCancel(new Date(made.getTime() + 24 * hourMs - 1), until)).toBe(true);
    expect(mayCancel(new Date(made.getTime() + 24 * hourMs), until)).toBe(false);
  });

  test('A19: while it awaits approval there is no deadline', () => {
    expect(mayCancel(made, null)).toBe(true);
  });
});
