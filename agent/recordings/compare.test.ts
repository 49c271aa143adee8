import { delimiter } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NormalForm } from '../normal-form.ts';
import { compare, type TrueReading } from './compare.ts';
import { findSnmpsim } from './snmpsim.ts';

const truth: TrueReading = {
  file: 'corvid.snmprec',
  vendor: 'Corvid',
  model: 'P900',
  serial: '00CV0007',
  page_count: 12,
  page_count_unit: 'impressions',
  supplies: [
    {
      index: '1.1',
      description: 'Black Toner',
      type_or_inferred: 'toner',
      class_or_inferred: 'supplyThatIsConsumed',
      colorant: 'black',
      part_number_in_description: null,
      status: 'known',
      percent_remaining: 40,
    },
    {
      index: '1.2',
      description: 'Waste',
      type_or_inferred: 'wasteToner',
      class_or_inferred: 'receptacleThatIsFilled',
      colorant: null,
      part_number_in_description: null,
      status: 'some-remaining',
      percent_remaining: null,
    },
  ],
};
const supply = { partNumber: null, serial: null, inferred: [], raw: { level: null, capacity: null, unit: null } };
const right: NormalForm = {
  takenAt: '2026-03-01T08:00:00.000Z',
  maker: 'Corvid',
  model: 'P900',
  serial: '00CV0007',
  pages: { count: 12, unit: 'impressions' },
  supplies: [
    {
      ...supply,
      index: '1.1',
      description: 'Black Toner',
      kind: 'toner',
      class: 'consumed',
      colour: 'black',
      level: { percent: 40 },
    },
    {
      ...supply,
      index: '1.2',
      description: 'Waste',
      kind: 'wasteToner',
      class: 'receptacle',
      colour: null,
      level: { state: 'some' },
    },
  ],
  alerts: [],
  detectedErrors: [],
  notices: [],
};

describe('comparing with what is true', () => {
  test('no difference', () => {
    expect(compare(truth, right)).toEqual({ file: 'corvid.snmprec', right: 2, all: 2, differences: [] });
  });

  test.each([
    ['maker', { maker: 'Other' }],
    ['model', { model: null }],
    ['serial', { serial: 'CV0007' }],
    ['pages', { pages: { count: 12, unit: null } }],
    ['supply 1.1', { supplies: [{ ...right.supplies[0]!, level: { percent: 0 } }, right.supplies[1]!] }],
    ['supply 1.2', { supplies: [right.supplies[0]!] }],
    ['supply 1.9', { supplies: [...right.supplies, { ...right.supplies[0]!, index: '1.9' }] }],
  ])('%s', (what, change) => {
    const { differences } = compare(truth, { ...right, ...change });
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatch(new RegExp(`^${what}: is `));
  });
});

test('without snmpsim: what to install', () => {
  expect(() => findSnmpsim(undefined, ['', 'nowhere'].join(delimiter))).toThrow(/pip install snmpsim/);
  expect(() => findSnmpsim('nowhere/snmpsim', '')).toThrow(/SNMPSIM_BIN/);
});
