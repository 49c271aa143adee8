import { expect, test } from 'vitest';
import type { Supply } from '../normal-form.ts';
import { withPrivateLevels } from '../supply/private-levels.ts';
import { brother } from './brother.ts';

const read = (hex: string) => brother.levels!.read(Buffer.from(hex, 'hex'));

test('remaining life in hundredths of a percent, ink in parts', () => {
  expect(read('63010400000001 6f0104000015e0 4101040000 2648 a101020514 ff'.replaceAll(' ', ''))).toEqual([
    { kind: 'toner', colour: 'black', percent: 56 },
    { kind: 'opc', colour: null, percent: 98 },
    { kind: 'toner', colour: 'black', percent: 25 },
  ]);
});

test('more than full, parts of nothing and a record that breaks off tell nothing', () => {
  expect(read('6f010400002711')).toEqual([]);
  expect(read('a101020500')).toEqual([]);
  expect(read('6f01040000')).toEqual([]);
});

const supply = (given: Partial<Supply>): Supply => ({
  index: '1.1',
  description: 'Toner',
  kind: 'tonerCartridge',
  class: 'consumed',
  colour: null,
  partNumber: null,
  serial: null,
  level: { state: 'some' },
  inferred: [],
  raw: { level: -3, capacity: -2, unit: null },
  ...given,
});
const toner = (colour: string, percent: number) => ({ kind: 'toner' as const, colour, percent });

test('a lone toner takes the lone level, marked as inferred; what has a percentage keeps it', () => {
  expect(withPrivateLevels([supply({})], [toner('black', 77)])).toEqual([
    supply({ level: { percent: 77 }, inferred: ['level'] }),
  ]);
  const known = supply({ level: { percent: 3 } });
  expect(withPrivateLevels([known], [toner('black', 77)])).toEqual([known]);
});

test('by colour; two that cannot be told apart keep what they have', () => {
  const [cyan, magenta] = [supply({ colour: 'cyan' }), supply({ index: '1.2', colour: 'magenta' })];
  const levels = [toner('cyan', 10), toner('magenta', 20), toner('black', 30)];
  expect(withPrivateLevels([cyan, magenta], levels).map(({ level }) => level)).toEqual([
    { percent: 10 },
    { percent: 20 },
  ]);
  expect(withPrivateLevels([cyan, cyan], levels).map(({ level }) => level)).toEqual([
    { state: 'some' },
    { state: 'some' },
  ]);
});
