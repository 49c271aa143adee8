import type { lookup as systemLookup } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { type Caller, openCaller } from './caller.ts';
import type { OutgoingPolicy } from './target.ts';

const loopback: OutgoingPolicy = { networks: ['127.0.0.0/8'], http: true };
const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  opened.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function open(policy: OutgoingPolicy, lookup?: typeof systemLookup): Caller {
  const caller = openCaller(policy, lookup);
  opened.push(() => caller.close());
  return caller;
}

/** Resolves to one list of addresses after the other, as a name under somebody's control may. */
function answering(...rounds: string[][]): { lookup: typeof systemLookup; asked: () => number } {
  let asked = 0;
  const lookup = ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
    const round = rounds[Math.min(asked, rounds.length - 1)]!;
    asked += 1;
    done(
      null,
      round.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof systemLookup;
  return { lookup, asked: () => asked };
}

const call = { headers: {}, body: '{}', timeoutMs: 2000 };

describe('a call to another server', () => {
  test('brings the body as it is and gives the answer', async () => {
    const { port } = await serve(async (request, response) => {
      const got = await text(request);
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ got, type: request.headers['content-type'] }));
    });
    const answer = await open(loopback).post({ ...call, url: `http://127.0.0.1:${port}/`, body: '{"a": 1}' });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([202, { got: '{"a": 1}', type: 'application/json' }]);
  });

  test('follows no redirect', async () => {
    let arrived = 0;
    const inner = await serve((_request, response) => {
      arrived += 1;
      response.end();
    });
    const { port } = await serve((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end();
    });
    const answer = await open(loopback).post({ ...call, url: `http://127.0.0.1:${port}/` });
    expect([answer.status, arrived]).toEqual([307, 0]);
  });

  test.each([
    ['says nothing', (() => {}) as RequestListener],
    [
      'goes on for ever',
      ((_request, response) => {
        response.writeHead(200);
        const dripping = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(dripping));
      }) as RequestListener,
    ],
  ])('gives up in time when the server %s', async (_what, listener) => {
    const { port } = await serve(listener);
    const started = performance.now();
    const answer = open(loopback).post({ ...call, url: `http://127.0.0.1:${port}/`, timeoutMs: 400 });
    await expect(answer).rejects.toMatchObject({ name: 'CallFailed', because: 'no-answer' });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  test('reads no endless answer', async () => {
    const { port } = await serve((_request, response) => {
      response.end('x'.repeat(70_000));
    });
    const answer = open(loopback).post({ ...call, url: `http://127.0.0.1:${port}/` });
    await expect(answer).rejects.toMatchObject({ because: 'too-long' });
  });

  test('says that a server is away, and nothing of the network', async () => {
    const { server, port } = await serve((_request, response) => response.end());
    await new Promise((done) => server.close(done));
    const answer = open(loopback).post({ ...call, url: `http://127.0.0.1:${port}/` });
    await expect(answer).rejects.toMatchObject({
      because: 'unreachable',
      message: 'cannot be reached (ECONNREFUSED)',
    });
  });
});

describe('what may not be called', () => {
  test.each([
    ['plain http', 'http://example.com/', 'not-https'],
    ['another protocol', 'ftp://example.com/', 'not-https'],
    ['a password in the URL', 'https://me:secret@example.com/', 'with-credentials'],
    ['a fragment', 'https://example.com/#x', 'with-fragment'],
    ['no URL', 'example', 'not-a-url'],
    ['loopback', 'https://127.0.0.1/', 'private-address'],
    ['loopback in decimal', 'https://2130706433/', 'private-address'],
    ['loopback in hexadecimal', 'https://0x7f.1/', 'private-address'],
    ['loopback of IPv6', 'https://[::1]/', 'private-address'],
    ['metadata of clouds', 'https://169.254.169.254/latest', 'private-address'],
  ])('%s: %s', async (_what, url, fault) => {
    const caller = open({ networks: [], http: false });
    expect(caller.fault(url)).toBe(fault);
    await expect(caller.post({ ...call, url })).rejects.toMatchObject({ because: 'not-allowed' });
  });

  test.each([
    ['a private address', ['10.0.0.5']],
    ['loopback', ['127.0.0.1']],
    ['a private address among others', ['1.1.1.1', '::1']],
    ['nothing', []],
  ])('a name that resolves to %s', async (_what, addresses) => {
    let arrived = 0;
    const { port } = await serve((_request, response) => {
      arrived += 1;
      response.end();
    });
    const caller = open({ networks: [], http: true }, answering(addresses).lookup);
    const answer = caller.post({ ...call, url: `http://rebind.example:${port}/` });
    await expect(answer).rejects.toMatchObject({ because: 'not-allowed' });
    expect(arrived).toBe(0);
  });

  test('a name that resolves to something harmless first: the address that was checked is the one connected to', async () => {
    let arrived = 0;
    const { port } = await serve((_request, response) => {
      arrived += 1;
      response.end();
    });
    // 127.0.0.9 stands for the harmless one: nobody listens there. Asked again, the name leads to the server inside.
    const { lookup, asked } = answering(['127.0.0.9'], ['127.0.0.1']);
    const caller = open({ networks: ['127.0.0.9'], http: true }, lookup);
    const post = () => caller.post({ ...call, url: `http://rebind.example:${port}/` });
    await expect(post()).rejects.toMatchObject({ because: 'unreachable' });
    expect([arrived, asked()]).toEqual([0, 1]);
    await expect(post()).rejects.toMatchObject({ because: 'not-allowed' });
    expect([arrived, asked()]).toEqual([0, 2]);
  });
});
