import { describe, expect, test } from 'vitest';
import { deviceFacts, slotFacts } from './assessment.testkit.ts';
import type { DeviceAssessment, DeviceFacts, SlotAssessment, SlotFacts } from './assessment.ts';
import { coverOf, now, situationOf } from './replenishment/situation.testkit.ts';
import { verdict } from './replenishment/verdict.ts';
import type { Silence } from './silence.ts';
import { deviceSummary } from './summary.ts';
import { plusDays } from './time.ts';

const heard: Silence = { since: now, ageDays: 0, silent: false, due: null, nextStageAt: plusDays(now, 7) };

function found(changes: Parameters<typeof situationOf>[0] = {}, slot: Partial<SlotFacts> = {}): SlotAssessment {
  const situation = situationOf({ forecast: coverOf(26), ...changes });
  const stock = { shelf: situation.shelf, contradictions: [], arrived: [] };
  return {
    slot: slotFacts(slot),
    forecast: situation.forecast,
    stock,
    situation,
    verdict: verdict(situation, now),
    newSwaps: [],
    stockDiffersSince: null,
  };
}

const summary = (slot: SlotAssessment, more: Partial<DeviceAssessment> = {}, device: Partial<DeviceFacts> = {}) =>
  deviceSummary(
    deviceFacts([slot.slot], { newestReadingAt: now, ...device }),
    {
      slots: [slot],
      silence: heard,
      agent: null,
      veryHighUse: [],
      orderWanted: false,
      wake: { at: plusDays(now, 5), because: 'Black: cover reaches 21 days' },
      nextOrderAt: null,
      ...more,
    },
    now,
  );
const lines = (...args: Parameters<typeof summary>) => summary(...args).split('\n');

describe('what an operator reads of a device', () => {
  test('each slot with its level, days, cover, next order and reason; then the next look', () => {
    expect(lines(found())).toEqual([
      'Aldine AL-1, enrolled. Newest reading 2026-03-10.',
      '',
      '- **Black** 26 % · 26 days of use (24–29) · cover 26 days (24–29), ordered at 21 · next order 2026-03-15: *ok*. ' +
        'Cover is 26\u00a0days, above the trigger of 21\u00a0days. The trigger is the usual one.',
      '',
      'Next look 2026-03-15: Black: cover reaches 21 days.',
    ]);
  });

  test('dates are those of the site', () => {
    const calendar = { timeZone: 'Pacific/Auckland', workdays: [1], holidays: [] };
    const evening = { newestReadingAt: new Date('2026-03-10T12:00:00Z'), calendar };
    expect(lines(found(), {}, evening)[0]).toContain('Newest reading 2026-03-11');
  });

  test('spares on the shelf, and an order that is due', () => {
    expect(summary(found({ shelf: 2 }))).toContain('cover 226 days (205–251), ordered at 21 · 2 on the shelf · next');
    expect(summary(found())).not.toContain('on the shelf');
    expect(summary(found({ forecast: coverOf(20) }))).toContain(' · next order due now: *due*.');
  });

  test('what is not known is not made up', () => {
    const unknown = found({ forecast: { known: false, reason: 'no-reading', swaps: [] } });
    expect(lines(unknown, {}, { newestReadingAt: null })).toEqual([
      'Aldine AL-1, enrolled. Never heard of.',
      '',
      expect.stringMatching(/^- \*\*Black\*\* level unknown: \*no-forecast\*\. /),
      '',
      expect.any(String),
    ]);
  });

  test('A16: how long it has been silent, and what comes next', () => {
    const silence = { ...heard, silent: true, ageDays: 8.9, nextStageAt: plusDays(now, 5) };
    expect(lines(found(), { silence })[0]).toBe(
      'Aldine AL-1, enrolled. Newest reading 2026-03-10, **silent** for 8 days, next reminder 2026-03-15.',
    );
    expect(lines(found(), { silence: { ...silence, nextStageAt: null } })[0]).toContain('8 days, all reminders sent.');
  });

  test('A16: that its agent is silent', () => {
    const agent = { ...heard, silent: true, since: plusDays(now, -4), catchesUpUntil: null };
    const [, told] = lines(found(), { agent });
    expect(told).toBe('Its agent has been **silent** since 2026-03-06: the agent is what is told (A16).');
    expect(summary(found(), { agent: { ...agent, silent: false } })).not.toContain('agent');
  });

  test('A18: until when it will be used', () => {
    expect(lines(found(), {}, { plannedEndOn: '2026-05-31' })).toContain('Planned end 2026-05-31 (A18).');
    expect(summary(found())).not.toContain('Planned end');
  });

  test('A19: who paused ordering, and why', () => {
    const paused = { scope: 'site', reason: 'stock count' };
    expect(lines(found(), {}, { paused })[1]).toBe('Ordering paused (site): stock count.');
  });

  test('several reasons are a text', () => {
    const late = { newestReadingAt: plusDays(now, -8), openLines: [] };
    expect(summary(found(late))).toMatch(/\*no-fresh-reading\*\. [A-Z].*\.$/m);
  });
});
