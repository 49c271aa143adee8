import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ReadingBody } from '../to-reading.ts';
import { factsIn } from './facts.ts';
import { holdLock } from './lock.ts';
import { type QueueLimits, queueIn } from './queue.ts';
import { openStore } from './store.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'replenish-queue-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const NOW = new Date('2026-03-01T08:00:00Z');
const reading = (serial: string, takenAt: string): ReadingBody => ({
  device: { maker: 'Corvid', serial },
  takenAt,
  levels: [],
  source: 'agent',
});

function open(file: string, limits?: Partial<QueueLimits>, enrolledAt = new Date('2026-01-01T00:00:00Z')) {
  const { database, damaged } = openStore(file);
  const facts = factsIn(database);
  const queue = queueIn(
    database,
    facts,
    { now: () => NOW, enrolledAt },
    { mostReadings: 1000, oldestDays: 44, ...limits },
  );
  let closed = false;
  const close = () => {
    if (!closed) database.close();
    closed = true;
  };
  cleanups.push(close);
  const waiting = () => queue.oldest(100, 1e6).map(({ body }) => (JSON.parse(body) as ReadingBody).device.serial);
  return { queue, facts, waiting, close, damaged };
}

describe('the queue', () => {
  test('keeps readings in their order until they are removed, also over a restart', () => {
    const file = join(folder(), 'store.sqlite');
    const first = open(file);
    for (const serial of ['a', 'b', 'c']) first.queue.add(reading(serial, '2026-03-01T07:00:00Z'));
    first.close();
    const { queue, waiting } = open(file);
    expect(waiting()).toEqual(['a', 'b', 'c']);
    queue.remove([queue.oldest(1, 1e6)[0]!.seq]);
    expect(waiting()).toEqual(['b', 'c']);
    expect(queue.size()).toEqual({ readings: 2, oldestAt: Date.parse('2026-03-01T07:00:00Z'), refused: 0 });
  });

  test('hands out as many as fit, one at least', () => {
    const { queue } = open(join(folder(), 'store.sqlite'));
    for (const serial of ['a', 'b', 'c']) queue.add(reading(serial, '2026-03-01T07:00:00Z'));
    const one = Buffer.byteLength(queue.oldest(1, 1e6)[0]!.body) + 1;
    expect(queue.oldest(10, 2 * one)).toHaveLength(2);
    expect(queue.oldest(10, 1)).toHaveLength(1);
    expect(queue.oldest(2, 1e6)).toHaveLength(2);
  });

  test('full: the oldest of the printer that has most is dropped, and counted', () => {
    const { queue, facts, waiting } = open(join(folder(), 'store.sqlite'), { mostReadings: 3 });
    for (const serial of ['quiet', 'busy', 'busy', 'busy']) queue.add(reading(serial, '2026-03-01T07:00:00Z'));
    queue.add(reading('new', '2026-03-01T07:00:00Z'));
    expect(waiting()).toEqual(['quiet', 'busy', 'new']);
    expect(facts.get('droppedForRoom')).toBe(2);
  });

  test('too old: dropped, unless the clock had not been set when it was taken', () => {
    const { queue, facts, waiting } = open(join(folder(), 'store.sqlite'));
    queue.add(reading('old', '2026-01-10T08:00:00Z'));
    queue.add(reading('unset clock', '1970-01-01T00:05:00Z'));
    queue.add(reading('young', '2026-01-20T08:00:00Z'));
    expect(waiting()).toEqual(['unset clock', 'young']);
    expect(facts.get('droppedByAge')).toBe(1);
  });

  test('what the server refuses is put aside with its reason', () => {
    const { queue, waiting } = open(join(folder(), 'store.sqlite'));
    for (const serial of ['a', 'b']) queue.add(reading(serial, '2026-03-01T07:00:00Z'));
    queue.refuse(queue.oldest(1, 1e6)[0]!, 'HTTP 422', NOW);
    expect(waiting()).toEqual(['b']);
    expect(queue.size().refused).toBe(1);
  });

  test('a damaged file is kept beside a new one', () => {
    const path = folder();
    const file = join(path, 'store.sqlite');
    writeFileSync(file, 'this is no database, but long enough to be looked at as one');
    const { damaged, queue } = open(file);
    expect(damaged).toBe(true);
    queue.add(reading('a', '2026-03-01T07:00:00Z'));
    expect(readdirSync(path)).toContain('store.sqlite.damaged');
  });
});

test('one service at a time', () => {
  const file = join(folder(), 'lock.sqlite');
  const lock = holdLock(file);
  expect(() => holdLock(file)).toThrow(/runs already/);
  lock.release();
  holdLock(file).release();
});
