import fc from 'fast-check';
import { expect, test } from 'vitest';
import { report } from '../report.ts';
import { textsIn } from '../testing/texts.ts';
import { NotSendableError, toReading } from '../to-reading.ts';
import { readPrinter } from './poll.ts';
import { columns, deviceIdObjects, entries, sysDescr, sysObjectID } from './printer-mib.ts';
import type { SnmpObject, SnmpSession, SnmpValue } from './session.ts';
import { compareOids } from './walk.ts';

/** A printer that answers faultlessly with whatever it is given: the parsers alone are under test. */
function session(objects: ReadonlyMap<string, SnmpValue>): SnmpSession {
  const sorted = [...objects.keys()].sort(compareOids);
  const after = (oid: string, count: number): SnmpObject[] => {
    const start = sorted.findIndex((name) => compareOids(name, oid) > 0);
    const names = start === -1 ? [] : sorted.slice(start, start + count);
    return names.length > 0
      ? names.map((name) => ({ oid: name, value: objects.get(name) }))
      : [{ oid, value: undefined, end: true }];
  };
  return {
    get: async (oids) => oids.map((oid) => ({ oid, value: objects.get(oid) })),
    getBulk: async (oid, count) => after(oid, count),
    getNext: async (oid) => after(oid, 1),
    inContext: async () => session(new Map()),
    close: () => undefined,
  };
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom('Black Toner', 'Waste Toner', '=cmd()|x', 'PN 12;SN34', '<b>\u202e', '42 6C 61 63')
    .map((text) => Buffer.from(text)),
);
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -4, max: 120 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }) },
  { weight: 3, arbitrary: bytes },
  { weight: 1, arbitrary: fc.constantFrom('1.3.6.1.2.1.25.3.1.5', '1.3.6.1.4.1.11.2', '0.0').map((oid) => ({ oid })) },
);
const column = fc.constantFrom(
  ...Object.entries(columns).flatMap(([table, numbers]) =>
    Object.values(numbers).map((number) => `${entries[table as keyof typeof entries]}.${number}`),
  ),
);
const index = fc.oneof(
  fc.tuple(fc.constantFrom(1, 1, 1, 2), fc.integer({ min: 0, max: 65 })).map((parts) => parts.join('.')),
  fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
);
const cells = fc.array(
  fc.tuple(
    fc.tuple(column, index).map((parts) => parts.join('.')),
    value,
  ),
  { maxLength: 400 },
);
const scalars = fc.array(fc.tuple(fc.constantFrom(sysDescr, sysObjectID, ...deviceIdObjects), value));

/** Most say who they are, so that their readings can be sent. */
const identity: [string, SnmpValue][] = [
  [`${entries.device}.2.1`, { oid: '1.3.6.1.2.1.25.3.1.5' }],
  [`${entries.device}.3.1`, Buffer.from('Corvid P900')],
  [`${entries.general}.17.1`, Buffer.from('00CV0007')],
];

const NOW = new Date('2026-03-01T08:00:00Z');

test('whatever a printer answers: a reading, honest levels, text of one clean line', async () => {
  let sendable = 0;
  await fc.assert(
    fc.asyncProperty(cells, scalars, fc.boolean(), async (tables, others, stranger) => {
      const objects = new Map([...tables, ...others, ...(stranger ? [] : identity)]);
      const printer = await readPrinter(session(objects), NOW);

      for (const { index: slot, level } of printer.supplies) {
        const told = objects.get(`${entries.supplies}.${columns.supplies.level}.${slot}`);
        const capacity = objects.get(`${entries.supplies}.${columns.supplies.capacity}.${slot}`);
        const gauge = typeof told === 'number' && told >= 0 && typeof capacity === 'number' && capacity > 0;
        expect('percent' in level).toBe(gauge);
      }
      expect(new Set(printer.supplies.map(({ index: slot }) => slot)).size).toBe(printer.supplies.length);
      for (const text of textsIn(printer)) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(text.isWellFormed()).toBe(true);
      }
      expect(report(printer, 'here')).toBeTypeOf('string');
      try {
        const { levels } = toReading(printer);
        sendable += 1;
        for (const { level } of levels) if (level.type === 'percent') expect(level.percent).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(NotSendableError);
      }
    }),
    { numRuns: 300 },
  );
  expect(sendable).toBeGreaterThan(30);
});
