import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FormatName, formats } from './formats.ts';

const cases: Record<FormatName, { right: string[]; wrong: string[] }> = {
  uuid: {
    right: ['019aa1b2-0000-7000-8000-000000000001'],
    wrong: ['', '42', 'urn:uuid:019aa1b2-0000-7000-8000-000000000001', '019aa1b200007000800000000000001x'],
  },
  'date-time': {
    right: ['2026-11-22T09:00:00Z', '2026-03-29T02:30:00.123456+01:00'],
    wrong: [
      '2026-11-22',
      '2026-11-22 09:00:00Z',
      '2026-11-22T09:00:00',
      '2026-02-30T09:00:00Z',
      '2026-11-22T24:00:00Z',
      '0001-01-01T00:00:00Z',
    ],
  },
  date: {
    right: ['2026-11-22', '2028-02-29'],
    wrong: ['2026-02-29', '2026-13-01', '22.11.2026', '0000-01-01', '99999-01-01'],
  },
  email: {
    right: ['a@b.example', 'stock+lyon@aldine.example'],
    wrong: ['a', '@b', 'a@', 'a b@c.example', 'a@b.example\r\nBcc: x@y.example', '<a@b.example>'],
  },
  line: { right: ['a', 'Été 3'], wrong: ['', '  ', 'a\nb', 'a\u0000', 'a\u2028b'] },
  'part-number': { right: ['AX-410K', '006R 01'], wrong: ['', ' A', 'A ', 'A\tB\n'] },
  'time-zone': {
    right: ['Europe/Paris', 'UTC', 'America/Argentina/Salta'],
    wrong: ['Paris', 'CET+1', 'Europe/Atlantis', ''],
  },
  country: { right: ['FR'], wrong: ['fr', 'FRA', 'F1', ''] },
  'idempotency-key': { right: ['a', 'x'.repeat(255)], wrong: ['', 'x'.repeat(256), 'a b', 'é'] },
};

describe.each(Object.entries(cases))('%s', (name, { right, wrong }) => {
  const { test: check } = formats[name as FormatName];
  test.each(right)('"%s" is one', (text) => expect(check(text)).toBe(true));
  test.each(wrong)('"%s" is none', (text) => expect(check(text)).toBe(false));
});

test('a long text is judged at once, whatever it is', () => {
  fc.assert(
    fc.property(fc.constantFrom('a', ' ', '@', '-', '\u0001'), fc.constantFrom('', '\u0001', '@'), (part, end) => {
      const text = part.repeat(200_000) + end;
      const began = performance.now();
      for (const { test: check } of Object.values(formats)) check(text);
      expect(performance.now() - began).toBeLessThan(500);
    }),
    { numRuns: 15 },
  );
});
