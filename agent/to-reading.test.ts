import { describe, expect, test } from 'vitest';
import type { MibSupplyKind, NormalForm, Supply } from './normal-form.ts';
import { mibSupplyKinds } from './normal-form.ts';
import { NotSendableError, toReading } from './to-reading.ts';

const supply = (given: Partial<Supply> = {}): Supply => ({
  index: '1.1',
  description: 'Black Toner',
  kind: 'toner',
  class: 'consumed',
  colour: 'black',
  partNumber: null,
  serial: null,
  level: { percent: 40 },
  inferred: [],
  raw: { level: 40, capacity: 100, unit: 'percent' },
  ...given,
});
const printer = (given: Partial<NormalForm> = {}): NormalForm => ({
  takenAt: '2026-03-01T08:00:00.000Z',
  maker: 'Corvid',
  model: 'P900',
  serial: '00CV0007',
  pages: { count: 12, unit: 'impressions' },
  supplies: [supply()],
  alerts: [],
  detectedErrors: [],
  notices: [],
  ...given,
});
const levelsOf = (...supplies: Supply[]) => toReading(printer({ supplies })).levels;

describe('the reading that is sent', () => {
  test('everything that is known', () => {
    const told = supply({ partNumber: 'CV-77K', serial: 'QQ1', inferred: ['colour'] });
    const alert = { code: 1104, severity: 'warning', group: 'markerSupplies', index: '1.1', description: 'low' };
    expect(toReading(printer({ supplies: [told], alerts: [alert, { ...alert, code: null }] }))).toEqual({
      device: { maker: 'Corvid', serial: '00CV0007', model: 'P900' },
      takenAt: '2026-03-01T08:00:00.000Z',
      pages: { count: 12, unit: 'impressions' },
      levels: [
        {
          key: '1.1',
          kind: 'toner',
          colour: 'black',
          partNumber: 'CV-77K',
          supplySerial: 'QQ1',
          level: { type: 'percent', percent: 40 },
          raw: {
            level: 40,
            capacity: 100,
            unit: 'percent',
            description: 'Black Toner',
            kind: 'toner',
            inferred: ['colour'],
          },
        },
      ],
      alerts: [{ code: 1104, key: '1.1', description: 'low' }],
      source: 'agent',
    });
  });

  test('nothing stands in for what is unknown', () => {
    const bare = supply({ kind: null, colour: null, description: null, level: { state: 'unknown' } });
    const reading = toReading(printer({ model: null, pages: { count: null, unit: null }, supplies: [bare] }));
    expect(Object.keys(reading)).toEqual(['device', 'takenAt', 'levels', 'source']);
    expect(reading.device).toEqual({ maker: 'Corvid', serial: '00CV0007' });
    expect(Object.keys(reading.levels[0]!)).toEqual(['key', 'level', 'raw']);
  });

  test('A05: only a gauge that tells a share has a percentage', () => {
    const states = ['some', 'unknown', 'unrestricted', 'unknown-capacity'] as const;
    const levels = levelsOf(...states.map((state, position) => supply({ index: `1.${position}`, level: { state } })));
    expect(levels.map(({ level }) => level)).toEqual([
      { type: 'some' },
      { type: 'unknown' },
      { type: 'unknown' },
      { type: 'unknown' },
    ]);
  });

  test('a level a thousand times its capacity counts something else', () => {
    expect(levelsOf(supply({ level: { percent: 25_000 } }))[0]!.level).toEqual({ type: 'unknown' });
    expect(levelsOf(supply({ level: { percent: 120 } }))[0]!.level).toEqual({ type: 'percent', percent: 120 });
  });

  test('alert codes that are none, and more alerts than a printer can have', () => {
    const alert = { severity: null, group: null, index: null, description: null };
    const alerts = [-1, 2 ** 31, ...Array(300).fill(8)].map((code) => ({ ...alert, code }));
    expect(toReading(printer({ alerts })).alerts).toEqual(Array(200).fill({ code: 8 }));
  });

  test('a coarse capacity is told as the gauge’s step', () => {
    const coarse = supply({ level: { percent: 25 }, raw: { level: 1, capacity: 4, unit: null } });
    expect(levelsOf(coarse)[0]!.level).toEqual({ type: 'percent', percent: 25, resolution: 25 });
  });

  test('slots of one name that contradict each other are unknown, with what they said', () => {
    const [first, second, third] = levelsOf(
      supply({ level: { percent: 0 } }),
      supply({ index: '1.2', level: { percent: 80 } }),
      supply({ index: '1.3', description: 'Black Toner 3' }),
    );
    expect(first).toMatchObject({ level: { type: 'unknown' }, raw: { level: 40, contradictedBy: ['1.2'] } });
    expect(second).toMatchObject({ level: { type: 'unknown' }, raw: { contradictedBy: ['1.1'] } });
    expect(third).toMatchObject({ level: { type: 'percent', percent: 40 } });
  });
});

describe('what the product calls a kind', () => {
  const kindOf = (kind: MibSupplyKind | null, description: string | null = null) =>
    levelsOf(supply({ kind, description }))[0]!.kind;

  test.each([
    ['tonerCartridge', 'toner'],
    ['inkCartridge', 'ink'],
    ['wasteInk', 'waste'],
    ['opc', 'drum'],
    ['fuserOiler', 'fuser'],
    ['transferUnit', 'transfer-kit'],
    ['staples', undefined],
    ['unknown', undefined],
  ] as const)('%s: %s', (kind, own) => {
    expect(kindOf(kind)).toBe(own);
  });

  test('a column that says nothing gives way to the name', () => {
    expect(kindOf('other', 'Maintenance Kit')).toBe('maintenance-kit');
    expect(kindOf(null, 'Drum Unit')).toBe('drum');
  });

  test('a waste container is never toner, whatever its column says', () => {
    expect(kindOf('toner', 'Waste Toner Bottle')).toBe('waste');
  });

  test('every kind of Printer-MIB is decided', () => {
    const decided = mibSupplyKinds.map((kind) => kindOf(kind)).filter((kind) => kind !== undefined);
    expect(new Set(decided)).toEqual(
      new Set(['toner', 'ink', 'waste', 'drum', 'imaging-kit', 'fuser', 'transfer-kit', 'maintenance-kit']),
    );
  });
});

describe('what cannot be sent', () => {
  test.each([
    ['no serial number', { serial: null }, /tells no serial number/],
    ['no maker', { maker: null }, /tells no maker/],
    ['no supplies', { supplies: [] }, /nothing to send/],
  ])('%s', (_, given, message) => {
    expect(() => toReading(printer(given))).toThrow(NotSendableError);
    expect(() => toReading(printer(given))).toThrow(message);
  });
});
