import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factKey } from '../domain/notices.ts';
import { automaticHeaders, identityOf, messageIdOf, threadIdOf } from './headers.ts';

/** Any UTF-16 code units: controls and halves of pairs too. */
const wildString = fc.string({ unit: fc.integer({ max: 0xffff, min: 0 }).map((unit) => String.fromCharCode(unit)) });

const orderId = '0198f2c4-7d11-7c33-9a51-2f4d5a1b0c42';
const thread = `order/${orderId}`;
const made = { kind: 'order-made', factKey: factKey.orderMade(orderId), thread, resends: 0 } as const;
const shipped = { kind: 'shipped', factKey: factKey.shipped(orderId, '1Z999'), thread, resends: 0 } as const;

describe('identity of a mail', () => {
  test('the same fact has the same Message-ID, another fact another one', () => {
    expect(identityOf(shipped, 'provider.example')).toEqual(identityOf(shipped, 'provider.example'));
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(messageIdOf(a, 'x.example') === messageIdOf(b, 'x.example')).toBe(a === b);
      }),
    );
  });

  test('says what the mail is about and hides which order', () => {
    const { messageId } = identityOf(shipped, 'provider.example');
    expect(messageId).toMatch(/^<order-shipped\.[0-9a-f]{32}@provider\.example>$/);
    expect(messageId).not.toContain(orderId.slice(0, 8));
  });

  test('is a valid msg-id whatever the key holds (RFC 5322)', () => {
    fc.assert(
      fc.property(wildString, fc.string(), (key, domain) => {
        expect(messageIdOf(key, domain)).toMatch(/^<[a-z-]*\.[0-9a-f]{32}@[A-Za-z0-9.-]*>$/);
      }),
    );
  });

  test('A11: the later mails of an order answer its first one', () => {
    const first = identityOf(made, 'provider.example');
    const later = identityOf(shipped, 'provider.example');
    expect(first).toEqual({ messageId: threadIdOf(thread, 'provider.example') });
    expect(later.inReplyTo).toBe(first.messageId);
    expect(later.references).toBe(first.messageId);
    expect(later.messageId).not.toBe(first.messageId);
  });

  test('a device enrolled twice has two mails in one thread, not one mail twice', () => {
    const enrolments = ['2026-01-05T08:00:00Z', '2026-06-01T08:00:00Z'].map((at) =>
      identityOf(
        { kind: 'enrolled', factKey: factKey.enrolled('d1', new Date(at)), thread: 'device/d1', resends: 0 },
        'provider.example',
      ),
    );
    expect(enrolments[0]!.messageId).not.toBe(enrolments[1]!.messageId);
    expect(enrolments[0]!.references).toBe(enrolments[1]!.references);
  });

  test('what staff send again on purpose is a mail of its own, in the same thread', () => {
    const first = identityOf(made, 'provider.example');
    const again = identityOf({ ...made, resends: 1 }, 'provider.example');
    const thirdTime = identityOf({ ...made, resends: 2 }, 'provider.example');
    expect(new Set([first.messageId, again.messageId, thirdTime.messageId]).size).toBe(3);
    expect(again.inReplyTo).toBe(first.messageId);
  });
});

test('mails say that no person typed them, and offer no unsubscribing from a contract', () => {
  expect(automaticHeaders('fr')).toMatchObject({ 'Auto-Submitted': 'auto-generated', 'Content-Language': 'fr' });
  expect(Object.keys(automaticHeaders('fr')).join()).not.toMatch(/unsubscribe/i);
});
