import { describe, expect, test } from 'vitest';
import { type AgentFacts, agentSilenceOf, withheldByAgent } from './agent-silence.ts';
import { resolveSettings } from './settings.ts';
import { silenceOf } from './silence.ts';
import { plusDays } from './time.ts';

const heardAt = new Date('2026-03-01T06:00:00Z');
const settings = resolveSettings({});
const agent = (days: number, recorded: number[] = [], changes: Partial<AgentFacts> = {}) =>
  agentSilenceOf(
    { agentId: 'a1', heardAt, backAt: null, recordedStages: recorded.map((stage) => ({ stage })), ...changes },
    settings,
    plusDays(heardAt, days),
  );
const device = (days: number) =>
  silenceOf({
    newestReadingAt: plusDays(heardAt, -0.5),
    enrolledAt: plusDays(heardAt, -100),
    now: plusDays(heardAt, days),
    settings,
    recorded: [],
  });

describe('A16: an agent that is silent', () => {
  test('is down after 3 days exactly, told again at 14 and 30', () => {
    expect(agent(2.999)).toMatchObject({ silent: false, due: null, nextStageAt: plusDays(heardAt, 3) });
    expect(agent(3)).toMatchObject({ silent: true, due: { stage: 1, skipped: [] } });
    expect(agent(13.9, [1])).toMatchObject({ due: null, nextStageAt: plusDays(heardAt, 14) });
    expect(agent(14, [1]).due).toEqual({ stage: 2, skipped: [] });
    expect(agent(30, [1, 2])).toMatchObject({ due: { stage: 3, skipped: [] }, nextStageAt: null });
    expect(agent(40).due).toEqual({ stage: 3, skipped: [1, 2] });
  });

  test('after as many days as are set', () => {
    const own = resolveSettings({ site: { agentSilentDays: 5 } });
    const facts = { agentId: 'a1', heardAt, backAt: null, recordedStages: [] };
    expect(agentSilenceOf(facts, own, plusDays(heardAt, 4.9)).silent).toBe(false);
    expect(agentSilenceOf(facts, own, plusDays(heardAt, 5)).silent).toBe(true);
  });

  test('keeps the reminders of its devices back; they stay silent', () => {
    expect(device(8).due).toEqual({ stage: 1, skipped: [] });
    expect(withheldByAgent(device(8), agent(8, [1]))).toMatchObject({ silent: true, due: null, nextStageAt: null });
  });

  test('that is heard of leaves the reminders of its devices alone', () => {
    expect(withheldByAgent(device(8), agent(8, [], { heardAt: plusDays(heardAt, 8) }))).toEqual(device(8));
  });

  test('that is back has a day to send what it has kept before its devices are called silent', () => {
    const back = (days: number) => agent(days, [], { heardAt: plusDays(heardAt, days), backAt: plusDays(heardAt, 8) });
    expect(withheldByAgent(device(8.5), back(8.5))).toMatchObject({ due: null, nextStageAt: plusDays(heardAt, 9) });
    expect(withheldByAgent(device(9), back(9))).toMatchObject({ due: { stage: 1 } });
    // What comes later than that day comes when it comes.
    const heard = { ...device(1), nextStageAt: plusDays(heardAt, 15) };
    expect(withheldByAgent(heard, back(8.5)).nextStageAt).toEqual(heard.nextStageAt);
  });
});

test('A16: an agent that is silent again is not catching up', () => {
  const again = agent(30, [1], { heardAt: plusDays(heardAt, 20), backAt: plusDays(heardAt, 29.9) });
  expect(again).toMatchObject({ silent: true, catchesUpUntil: null });
  const settled = agent(30, [], { heardAt: plusDays(heardAt, 30), backAt: plusDays(heardAt, 29.5) });
  expect(settled.catchesUpUntil).toEqual(plusDays(heardAt, 30.5));
  expect(
    withheldByAgent({ ...device(8), due: null, nextStageAt: plusDays(heardAt, 30.1) }, settled).nextStageAt,
  ).toEqual(plusDays(heardAt, 30.5));
  expect(withheldByAgent({ ...device(8), due: null, nextStageAt: null }, settled).nextStageAt).toBeNull();
});
