import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { postReading } from './post.ts';
import type { ReadingBody } from './to-reading.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const reading: ReadingBody = {
  device: { maker: 'Corvid', serial: '00CV0007', model: 'P900' },
  takenAt: '2026-03-01T08:00:00.000Z',
  levels: [{ key: '1.1', level: { type: 'some' }, raw: {} }],
  source: 'agent',
};

async function serve(status: number, body: unknown) {
  const seen: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    seen.push({ url: request.url, headers: request.headers, body: text });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

describe('sending a reading', () => {
  test('with the token, and the same idempotency key for the same reading', async () => {
    const { api, seen } = await serve(201, { outcome: 'accepted' });
    expect(await postReading(api, 'secret', reading)).toEqual({
      accepted: true,
      text: 'The server took the reading: 1 slot.',
    });
    await postReading(api, 'secret', reading);
    await postReading(api, 'secret', { ...reading, takenAt: '2026-03-01T09:00:00.000Z' });
    expect(seen[0]).toMatchObject({ url: '/v1/readings', headers: { authorization: 'Bearer secret' } });
    expect(JSON.parse(seen[0]!.body)).toEqual(reading);
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  test('taken before, and a clock that the server does not believe', async () => {
    const { api } = await serve(200, { outcome: 'duplicate', clockDoubted: true });
    expect(await postReading(api, 'secret', reading)).toMatchObject({
      accepted: true,
      text: expect.stringMatching(/took the reading before: 1 slot\. .*clock/),
    });
  });

  test('kept aside: why, and how to enrol a device that is not known', async () => {
    const { api } = await serve(202, { outcome: 'kept-aside', reason: 'unknown-device', detail: 'nobody enrolled it' });
    const { accepted, text } = await postReading(api, 'secret', reading);
    expect(accepted).toBe(false);
    expect(text).toMatch(/keeps the reading aside: nobody enrolled it\.\n/);
    expect(text).toContain(`POST ${api}/v1/devices`);
    expect(text).toContain('"serial":"00CV0007"');
  });

  test('kept aside for another reason: no word of enrolling', async () => {
    const { api } = await serve(202, {
      outcome: 'kept-aside',
      reason: 'other-site',
      detail: 'it is enrolled elsewhere',
    });
    expect((await postReading(api, 'secret', reading)).text).toMatch(/aside: it is enrolled elsewhere\.$/);
  });

  test.each([
    [401, {}, /answered 401\. .*REPLENISH_TOKEN/],
    [403, { title: 'Forbidden', detail: 'Forbidden.' }, /answered 403: Forbidden\. .*right/],
    [404, {}, /--api/],
    [
      422,
      { detail: 'Bad level', errors: [{ pointer: '/levels/0', detail: 'is odd' }] },
      /422: Bad level; \/levels\/0 is odd\./,
    ],
    [429, {}, /later/],
    [503, 'no JSON object', /answered 503\. .*sent again/],
  ])('refused with %i', async (status, body, text) => {
    const { api } = await serve(status, body);
    expect(await postReading(api, 'secret', reading)).toMatchObject({
      accepted: false,
      text: expect.stringMatching(text),
    });
  });

  test('no server', async () => {
    const { api } = await serve(200, {});
    for (const cleanup of cleanups.splice(0)) cleanup();
    await expect(postReading(api, 'secret', reading)).rejects.toThrow(/cannot be reached \(ECONNREFUSED\).*npm start/);
  });
});
