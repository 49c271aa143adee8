import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { each, paced } from './pace.ts';

test('so many at once and no more; a slow one holds up no other', async () => {
  let running = 0;
  let most = 0;
  const ended: number[] = [];
  await each([200, 5, 5, 5, 5], 2, async (milliseconds) => {
    running += 1;
    most = Math.max(most, running);
    await sleep(milliseconds);
    running -= 1;
    ended.push(milliseconds);
  });
  expect(most).toBe(2);
  expect(ended).toEqual([5, 5, 5, 5, 200]);
});

test('so many in a second, also when asked all at once', async () => {
  const began = performance.now();
  const turn = paced(100);
  await Promise.all(Array.from({ length: 11 }, turn));
  expect(performance.now() - began).toBeGreaterThanOrEqual(95);
});
