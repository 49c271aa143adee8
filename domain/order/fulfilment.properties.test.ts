import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balance } from '../ledger.ts';
import { applyFulfilment } from './fulfilment.ts';
import { anyEvent, asB, eventOf, lineOf, orderOf, told, written } from './order.testkit.ts';
import type { FulfilmentEvent } from './types.ts';

describe('whatever is told of an order', () => {
  const start = orderOf({ ...lineOf(3), runOutOn: '2026-03-15' }, asB(lineOf(2)));

  test('the order given is not changed', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), anyEvent, (events, event) => {
        const { order } = events.length === 0 ? { order: start } : told(start, ...events);
        const before = structuredClone(order);
        applyFulfilment(order, event);
        expect(order).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('a message told twice in a row does nothing the second time, but what comes early may wait', () => {
    const named = anyEvent.filter(
      ({ type, parcel }) => type === 'shipped' || type === 'backordered' || parcel !== undefined,
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), named, (events, event) => {
        const first = told(start, ...events, event);
        const second = told(first.order, event).last;
        expect(second.moves).toEqual([]);
        expect(second.notices).toEqual([]);
        expect(second.outcome).not.toBe('applied');
      }),
      { numRuns: 1000 },
    );
  });

  test('A15: the books follow the lines and sum to zero', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 15 }), (events) => {
        const moves = [];
        let order = start;
        for (const event of events) {
          const result = applyFulfilment(order, event);
          moves.push(...result.moves);
          order = written(order, result);
        }
        const books = balance(moves).get('black') ?? new Map<string, number>();
        const sum = (name: 'shipped' | 'delivered' | 'presumed' | 'lost' | 'returned') =>
          order.lines.reduce((total, { q }) => total + q[name], 0);
        const at = (place: string) => books.get(place) ?? 0;
        expect([...books.values()].reduce((total, units) => total + units, 0)).toBe(0);
        expect(at('supplier') + sum('shipped')).toBe(0);
        expect(at('shelf/d1') + at('shelf/d2')).toBe(sum('delivered') + sum('presumed'));
        expect(at('lost')).toBe(sum('lost'));
        expect(at('returned')).toBe(sum('returned'));
      }),
      { numRuns: 1000 },
    );
  });

  test('one mail per parcel, whatever is told how often', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 15 }), (events) => {
        const keys: string[] = [];
        let order = start;
        for (const event of events) {
          const result = applyFulfilment(order, event);
          keys.push(...result.notices.filter(({ kind }) => kind.startsWith('shipped')).map(({ key }) => key));
          order = written(order, result);
        }
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toHaveLength(order.parcels.length);
      }),
      { numRuns: 500 },
    );
  });

  test('messages in any order, each early one tried again after every other, end the same', () => {
    const story = [
      eventOf('backordered', { a: 2 }, { minutes: 1 }),
      eventOf('shipped', { a: 1, b: 2 }, { tracking: '1', minutes: 2 }),
      eventOf('available', { a: 2 }, { minutes: 3 }),
      eventOf('delivered', { a: 1, b: 2 }, { tracking: '1', minutes: 4 }),
      eventOf('shipped', { a: 2 }, { tracking: '2', minutes: 5 }),
      eventOf('delivered', { a: 2 }, { tracking: '2', minutes: 6 }),
    ];
    const all = story.length;
    fc.assert(
      fc.property(fc.shuffledSubarray(story, { minLength: all, maxLength: all }), (events) => {
        let order = start;
        let kept: FulfilmentEvent[] = [];
        for (const event of events) {
          const waiting = [event, ...kept];
          kept = [];
          for (const each of waiting) {
            const result = applyFulfilment(order, each);
            order = written(order, result);
            if (result.retry) kept.push(result.retry);
          }
        }
        expect(kept).toEqual([]);
        expect(order.lines.map(({ q }) => [q.shipped, q.delivered])).toEqual([
          [3, 3],
          [2, 2],
        ]);
      }),
    );
  });
});
