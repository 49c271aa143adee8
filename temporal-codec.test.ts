import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payloadCodec } from './temporal-codec.ts';

const old = { name: 'y2026', key: randomBytes(32) };
const present = { name: 'y2027', key: randomBytes(32) };
const codec = payloadCodec([present, old]);
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value)!;
const bytes = (payload: Payload) => Buffer.from(payload.data ?? []);

test('what comes back is what went in, and nothing of it can be read on the way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 8 }), async (value, secret) => {
      const plain = payloadOf({ value, secret });
      const [locked] = await codec.encode([plain]);
      expect(bytes(locked!).includes(bytes(plain))).toBe(false);
      const [open] = await codec.decode([locked!]);
      expect(defaultPayloadConverter.fromPayload(open!)).toEqual(JSON.parse(JSON.stringify({ value, secret })));
    }),
  );
});

test('the same is never locked the same way twice', async () => {
  const [one, other] = await codec.encode([payloadOf('a'), payloadOf('a')]);
  expect(bytes(one!).equals(bytes(other!))).toBe(false);
});

test('an old key still opens what it locked; what was never locked is read as it is', async () => {
  const [before] = await payloadCodec([old]).encode([payloadOf('from last year')]);
  const found = await codec.decode([before!, payloadOf('plain')]);
  expect(found.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(['from last year', 'plain']);
});

test('without its key, or changed on the way, nothing is guessed', async () => {
  const [locked] = await codec.encode([payloadOf('a')]);
  await expect(payloadCodec([old]).decode([locked!])).rejects.toThrow(/y2027.*TEMPORAL_CODEC_KEYS/);
  const data = bytes(locked!);
  data[20]! ^= 1;
  await expect(codec.decode([{ ...locked!, data }])).rejects.toThrow();
});
