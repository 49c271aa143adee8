import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brother } from '../makers/brother.ts';
import { report } from '../report.ts';
import { type FakeIppValue, ippAnswer } from '../testing/fake-ipp.ts';
import { textsIn } from '../testing/texts.ts';
import { decodeAnswer } from './message.ts';
import { readIppAnswer } from './poll.ts';

const NOW = new Date('2026-03-01T08:00:00Z');

const names = fc.constantFrom(
  ...[
    'printer-make-and-model',
    'printer-device-id',
    'printer-serial-number',
    'printer-supply',
    'printer-supply-description',
  ],
  ...['marker-names', 'marker-colors', 'marker-types', 'marker-levels', 'printer-alert', 'printer-alert-description'],
  ...['printer-impressions-completed', 'printer-state-reasons'],
);
const told = fc
  .tuple(
    fc.constantFrom('toner', 'wasteToner', 'x'),
    fc.integer({ min: -5, max: 300 }),
    fc.integer({ min: -3, max: 200 }),
  )
  .map(([type, level, capacity]) => Buffer.from(`index=1;type=${type};level=${level};maxcapacity=${capacity};`));
const value: fc.Arbitrary<FakeIppValue> = fc.oneof(
  fc.integer({ min: -5, max: 300 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('Black Toner', 'waste-toner', '#000000', '=cmd()|x', '<b>\u202e\r\n', 'MFG:Corvid;MDL:P9;SN:0007;'),
  told,
);

function check(bytes: Buffer): void {
  const answer = decodeAnswer(bytes);
  if (!answer) return;
  const printer = readIppAnswer(answer, NOW);
  for (const { level, raw } of printer.supplies) {
    // No percentage where the printer told no number that could be one.
    if ('percent' in level) expect(level.percent >= 0 && (raw.level !== null || raw.capacity === null)).toBe(true);
  }
  for (const text of textsIn(printer)) {
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text.isWellFormed()).toBe(true);
  }
  expect(report(printer, 'here')).toBeTypeOf('string');
}

test('whatever attributes a printer has: honest levels, text of one clean line', () => {
  fc.assert(
    fc.property(fc.dictionary(names, fc.array(value, { maxLength: 70 }), { maxKeys: 12 }), (attributes) =>
      check(ippAnswer(attributes)),
    ),
    { numRuns: 400 },
  );
});

test('whatever bytes come, also in the middle of an answer, and however short it is cut', () => {
  const whole = ippAnswer({
    'marker-names': ['Black', 'Waste'],
    'marker-levels': [4, 5],
    'printer-device-id': 'MFG:X;',
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(whole.length), (bytes, at) => {
      check(Buffer.from(bytes));
      check(Buffer.concat([whole.subarray(0, 8), bytes]));
      check(Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]));
      check(whole.subarray(0, at));
    }),
    { numRuns: 500 },
  );
});

test('Brother’s records', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const { percent } of brother.levels!.read(Buffer.from(bytes))) {
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }
    }),
  );
});
