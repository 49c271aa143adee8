import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { payloadCodec } from '../temporal-codec.ts';
import { codecServer } from './codec-server.ts';

const keys = [{ name: 'k', key: randomBytes(32) }] as const;
const ui = 'http://127.0.0.1:8233';
const app = fastify();
beforeAll(() => app.register(codecServer, { keys, ui }));
afterAll(() => app.close());

const base64 = (value?: Uint8Array | null) => Buffer.from(value ?? []).toString('base64');

async function decode(origin: string) {
  const [locked] = await payloadCodec(keys).encode([defaultPayloadConverter.toPayload('K 12 %')!]);
  const metadata = Object.fromEntries(Object.entries(locked!.metadata!).map(([name, value]) => [name, base64(value)]));
  const payloads = [{ metadata, data: base64(locked!.data) }];
  return app.inject({ method: 'POST', url: '/decode', headers: { origin }, payload: { payloads } });
}

test('the UI reads what is encrypted', async () => {
  const answer = await decode(ui);
  expect(answer.headers['access-control-allow-origin']).toBe(ui);
  const [payload] = answer.json().payloads;
  expect(Buffer.from(payload.data, 'base64').toString()).toBe('"K 12 %"');
  expect(Buffer.from(payload.metadata.encoding, 'base64').toString()).toBe('json/plain');
});

test('another page reads nothing', async () => {
  const answer = await decode('https://elsewhere.example');
  expect(answer.statusCode).toBe(403);
  expect(answer.headers['access-control-allow-origin']).toBe(ui);
});
