import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '../domain/reasons.ts';
import { blackToner, example, examples, kinds } from './notices.testkit.ts';
import { renderNotice } from './render.ts';

/** Any UTF-16 code units: controls and halves of pairs too. */
const wildString = fc.string({ unit: fc.integer({ max: 0xffff, min: 0 }).map((unit) => String.fromCharCode(unit)) });

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

describe('hostile strings', () => {
  const hostile = [
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    'a\r\nBcc: thief@elsewhere.example\r\n\r\nb',
    '\u202egnp.tixe\u202c \u2066x',
    '\u0000\u001b[31mred\u0007\ud800',
    '" onmouseover="alert(1)',
    '<!--[if mso]>--><a href="https://elsewhere.example">x</a>',
    '{serial} %s',
  ].join(' ');

  test.each(kinds)('%s: they stay text, in their place, on one line', async (kind) => {
    const data = JSON.parse(JSON.stringify(examples[kind]), (key, value) =>
      typeof value === 'string' && !/Url|On|Until|At|code|kind|country/.test(key) ? hostile : value,
    );
    const notice = { ...example(kind, 'en', data), recipientName: hostile };
    notice.provider = { ...notice.provider, name: hostile };
    const { subject, html, text } = await renderNotice(notice);
    expect(subject).not.toMatch(/\p{Cc}/u);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066\u2067]/u);
    expect(html).not.toMatch(/<script|<img src=x|[^\s"]" onmouseover|href="https:\/\/elsewhere/);
    expect(html).not.toMatch(/[\u202a-\u202e]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(count(html, /<h1/g)).toBe(1);
    expect(count(html, /<a /g)).toBe(count((await renderNotice(example(kind, 'en'))).html, /<a /g));
  });

  test('text that runs from right to left leaves the figures around it in their places', async () => {
    const { text } = await renderNotice(example('order-made', 'fr', { siteName: 'مكتب تونس' }));
    expect(text).toContain('\u2068مكتب تونس\u2069');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'https://a.example/"><script>', 'not an address', ''])(
    'an address such as %j never becomes a link that acts',
    async (url) => {
      const { html, text } = await renderNotice(example('shipped', 'en', { trackingUrl: url, confirmUrl: url }));
      expect(html).not.toMatch(/javascript:|data:text|"><script>/);
      expect(text).not.toMatch(/javascript:|data:text/);
    },
  );

  test('whatever the strings are, a mail is written', async () => {
    await fc.assert(
      fc.asyncProperty(wildString, fc.constantFrom(...languages), async (wild, language) => {
        const device = { maker: wild, model: wild, serial: wild, place: wild };
        const lines = [{ ...blackToner, device, colour: wild, supplyName: wild, partNumber: wild, runsOutOn: wild }];
        const notice = example('order-made', language, { lines, siteName: wild, holdUntil: wild, cancelUrl: wild });
        const { subject, html } = await renderNotice({ ...notice, recipientName: wild });
        expect(subject).not.toMatch(/[\r\n]/);
        expect(count(html, /<h1/g)).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});
