import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createSeal } from './sealed.ts';
import { newSigningSecret, signatureHeaders } from './signature.ts';

describe('a signed message', () => {
  const message = { id: 'msg_1', body: '{"type":"order.made"}', at: new Date() };

  test('is believed by whoever has the secret, and by nobody when a letter is another', () => {
    const secret = newSigningSecret();
    const headers = signatureHeaders(message, [secret]);
    expect(new Webhook(secret).verify(message.body, headers)).toEqual({ type: 'order.made' });
    expect(() => new Webhook(secret).verify(`${message.body} `, headers)).toThrow();
    expect(() => new Webhook(newSigningSecret()).verify(message.body, headers)).toThrow();
    expect(() => new Webhook(secret).verify(message.body, { ...headers, 'webhook-id': 'msg_2' })).toThrow();
  });

  test('carries a signature of each secret while one replaces the other', () => {
    const [old, young] = [newSigningSecret(), newSigningSecret()];
    const headers = signatureHeaders(message, [young, old]);
    for (const secret of [old, young]) expect(new Webhook(secret).verify(message.body, headers)).toBeDefined();
  });

  test('is signed as the specification says: HMAC-SHA256 of id, second and body, in base64', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const at = new Date(1_614_265_330_999);
    const { 'webhook-signature': signature, 'webhook-timestamp': second } = signatureHeaders({ ...message, at }, [
      secret,
    ]);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(`msg_1.1614265330.${message.body}`).digest('base64');
    expect([second, signature]).toEqual(['1614265330', `v1,${expected}`]);
  });

  test('a secret has 32 random bytes', () => {
    const secret = newSigningSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    expect(newSigningSecret()).not.toBe(secret);
  });
});

describe('a sealed secret', () => {
  const seal = createSeal('a secret of at least thirty-two bytes');

  test('opens for what it belongs to, and shows nothing', () => {
    const sealed = seal.close('whsec_plain', 'webhook/1');
    expect(sealed).not.toContain('plain');
    expect(seal.open(sealed, 'webhook/1')).toBe('whsec_plain');
    expect(seal.close('whsec_plain', 'webhook/1')).not.toBe(sealed);
  });

  test('opens neither in another row, nor with another key, nor when changed', () => {
    const sealed = seal.close('whsec_plain', 'webhook/1');
    expect(() => seal.open(sealed, 'webhook/2')).toThrow();
    expect(() => createSeal('another secret of thirty-two bytes!').open(sealed, 'webhook/1')).toThrow();
    const parts = sealed.split('.');
    expect(() => seal.open([...parts.slice(0, 2), 'AAAA', parts[3]].join('.'), 'webhook/1')).toThrow();
    expect(() => seal.open('nonsense', 'webhook/1')).toThrow('not a sealed secret');
  });
});
