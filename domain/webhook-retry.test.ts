import { expect, test } from 'vitest';
import { isGivenUp, webhookGiveUpDays, webhookRetrySeconds } from './webhook-retry.ts';

test('tries again soon at first, later seldom, and never less often than every half hour', () => {
  expect([0, 1, 4, 5, 19, 20, 299, 300, 5000].map(webhookRetrySeconds)).toEqual([
    1, 2, 16, 30, 30, 300, 300, 1800, 1800,
  ]);
});

test('is given up after its days, not a moment earlier', () => {
  const since = new Date('2026-03-01T00:00:00Z');
  const end = since.getTime() + webhookGiveUpDays * 86_400_000;
  expect([end - 1, end].map((at) => isGivenUp(since, new Date(at)))).toEqual([false, true]);
});
