import { expect, test } from 'vitest';
import { contradictingSlots } from './doubtful.ts';
import type { NormalLevel, Supply } from './normal-form.ts';

const supply = (index: string, description: string | null, level: NormalLevel, raw: number | null = null): Supply => ({
  index,
  description,
  kind: 'toner',
  class: 'consumed',
  colour: 'black',
  partNumber: null,
  serial: null,
  level,
  inferred: [],
  raw: { level: raw, capacity: null, unit: null },
});
const doubtful = (...supplies: Supply[]) => Object.fromEntries(contradictingSlots(supplies));

test('a gauge that is empty beside one of the same name that has some left', () => {
  const empty = supply('1.1', 'Black Toner', { state: 'unknown-capacity' }, 0);
  expect(doubtful(empty, supply('1.2', 'BLACK toner', { state: 'some' }, -3))).toEqual({
    '1.1': ['1.2'],
    '1.2': ['1.1'],
  });
});

test('percentages far apart, not those close together', () => {
  const at = (index: string, percent: number) => supply(index, 'Black Toner', { percent }, percent);
  expect(doubtful(at('1.1', 0), at('1.2', 80), at('1.3', 85))).toEqual({
    '1.1': ['1.2', '1.3'],
    '1.2': ['1.1'],
    '1.3': ['1.1'],
  });
  expect(doubtful(at('1.1', 50), at('1.2', 60))).toEqual({});
});

test('different names, no names and unknown levels contradict nothing', () => {
  expect(
    doubtful(supply('1.1', 'Black Toner 1', { percent: 0 }), supply('1.2', 'Black Toner 2', { percent: 90 })),
  ).toEqual({});
  expect(doubtful(supply('1.1', null, { percent: 0 }), supply('1.2', null, { percent: 90 }))).toEqual({});
  expect(doubtful(supply('1.1', 'Black', { percent: 0 }, 0), supply('1.2', 'Black', { state: 'unknown' }, -2))).toEqual(
    {},
  );
});
