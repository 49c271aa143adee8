import { describe, expect, test } from 'vitest';
import type { FactStore } from '../store/facts.ts';
import type { Queue, Waiting } from '../store/queue.ts';
import { type ServerAnswer, type ServerConnection, ServerUnreachable } from './request.ts';
import { createSender } from './send-queue.ts';

function setUp(count: number, answerTo: (bodies: string[], request: number) => Partial<ServerAnswer> | 'unreachable') {
  let waiting: Waiting[] = Array.from({ length: count }, (_, i) => ({ seq: i + 1, body: `{"n":${i + 1}}` }));
  const refused: [number, string][] = [];
  const facts: Record<string, unknown> = {};
  const sent: number[][] = [];
  const queue: Queue = {
    add: () => undefined,
    oldest: (most) => waiting.slice(0, most),
    remove(seqs) {
      waiting = waiting.filter(({ seq }) => !seqs.includes(seq));
    },
    refuse({ seq }, reason) {
      refused.push([seq, reason]);
      waiting = waiting.filter((reading) => reading.seq !== seq);
    },
    size: () => ({ readings: waiting.length, oldestAt: null, refused: refused.length }),
  };
  const server: ServerConnection = {
    base: 'https://server.example',
    close: () => undefined,
    async send({ body }) {
      const list = JSON.parse(body!) as { n: number }[];
      sent.push(list.map(({ n }) => n));
      const answer = answerTo(
        list.map((each) => JSON.stringify(each)),
        sent.length,
      );
      if (answer === 'unreachable') throw new ServerUnreachable('ECONNREFUSED', 'no');
      return {
        status: 200,
        body: { received: list.length },
        retryAfter: undefined,
        at: new Date(0),
        tookMs: 1,
        ...answer,
      };
    },
  };
  const store = {
    get: () => undefined,
    set: (more: object) => Object.assign(facts, more),
    add: () => undefined,
  } as unknown as FactStore;
  const sender = createSender({ queue, facts: store, server, token: 'rp_x' }, () => 0.5);
  return { sender, queue, sent, refused, facts, left: () => waiting.map(({ seq }) => seq) };
}

describe('sending the queue', () => {
  test('in order, in parts, and removed once the server has it', async () => {
    const { sender, sent, left } = setUp(450, () => ({}));
    expect(await sender.drain()).toEqual({ outcome: 'empty' });
    expect(sent.map((part) => [part[0], part.length])).toEqual([
      [1, 200],
      [201, 200],
      [401, 50],
    ]);
    expect(left()).toEqual([]);
  });

  test('nothing leaves while the server is away; it waits longer each time, and as long as it is told', async () => {
    const { sender, left, facts } = setUp(3, (_, request) =>
      request < 4 ? 'unreachable' : { status: 503, body: {}, retryAfter: 500 },
    );
    const waits: number[] = [];
    for (let i = 0; i < 4; i += 1) waits.push(((await sender.drain()) as { waitMs: number }).waitMs);
    expect(waits).toEqual([1500, 3000, 6000, 500_000]);
    expect(left()).toEqual([1, 2, 3]);
    expect(facts.failure).toBe('HTTP 503');
  });

  test('a server that is hard pressed is given less at once, and more again when it can', async () => {
    const { sender, sent } = setUp(400, (bodies) => (bodies.length > 60 ? { status: 503, body: {} } : {}));
    for (let i = 0; i < 20; i += 1) if ((await sender.drain()).outcome === 'empty') break;
    const taken = sent.filter(({ length }) => length <= 60).flat();
    expect(taken).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    expect(sent.slice(0, 3).map(({ length }) => length)).toEqual([200, 100, 50]);
  });

  test('200 of a page that is no receipt counts for nothing', async () => {
    const { sender, left } = setUp(2, () => ({ body: undefined }));
    expect(await sender.drain()).toMatchObject({ outcome: 'later' });
    expect(left()).toEqual([1, 2]);
  });

  test('one reading that the server never takes is found and put aside; all others arrive, once each', async () => {
    const { sender, refused, sent, left } = setUp(9, (bodies) =>
      bodies.includes('{"n":4}') ? { status: 422, body: { detail: 'odd' } } : {},
    );
    expect(await sender.drain()).toEqual({ outcome: 'empty' });
    expect(refused).toEqual([[4, 'HTTP 422: odd']]);
    expect(left()).toEqual([]);
    const taken = sent.filter((part) => !part.includes(4)).flat();
    expect(taken).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
  });

  test('a key that was revoked: everything stays', async () => {
    const { sender, left, facts } = setUp(2, () => ({ status: 401, body: {} }));
    expect(await sender.drain()).toEqual({ outcome: 'revoked' });
    expect(left()).toEqual([1, 2]);
    expect(facts.revoked).toBe(true);
  });
});
