import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { oneAhead } from './lines.ts';

describe('one ahead', () => {
  test('the next item is made while somebody works on the one before, and no further one', async () => {
    const made: number[] = [];
    async function* numbers() {
      for (let i = 1; i <= 4; i += 1) {
        made.push(i);
        yield i;
      }
    }
    const seen: [number, number[]][] = [];
    for await (const item of oneAhead(numbers())) {
      await sleep(5);
      seen.push([item, [...made]]);
    }
    expect(seen).toEqual([
      [1, [1, 2]],
      [2, [1, 2, 3]],
      [3, [1, 2, 3, 4]],
      [4, [1, 2, 3, 4]],
    ]);
  });

  test('what fails in making an item is thrown after the ones before it', async () => {
    async function* broken() {
      yield 1;
      throw new Error('the stream broke off');
    }
    const seen: number[] = [];
    const reading = async () => {
      for await (const item of oneAhead(broken())) {
        // Long enough for a failure that nobody hears of to end the process.
        await sleep(5);
        seen.push(item);
      }
    };
    await expect(reading()).rejects.toThrow('the stream broke off');
    expect(seen).toEqual([1]);
  });

  test('whoever stops asking ends the source, and does not wait for what is being made', {
    timeout: 1000,
  }, async () => {
    let ended = false;
    const sender = Promise.withResolvers<void>();
    async function* slow() {
      try {
        yield 1;
        await sender.promise;
        yield 2;
      } finally {
        ended = true;
      }
    }
    const reading = async () => {
      for await (const item of oneAhead(slow())) throw new Error(`${item} could not be stored`);
    };
    await expect(reading()).rejects.toThrow('1 could not be stored');
    sender.resolve();
    await sleep(5);
    expect(ended).toBe(true);
  });
});
