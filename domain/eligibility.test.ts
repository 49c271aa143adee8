import { describe, expect, test } from 'vitest';
import { type EligibilityInput, eligibility } from './eligibility.ts';
import { resolveSettings } from './settings.ts';

const sound: EligibilityInput = {
  model: {
    replenished: true,
    connections: ['direct', 'agent'],
    slots: [
      { label: 'Black', kind: 'toner', ratedYieldPages: 1000 },
      { label: 'Drum', kind: 'drum', ratedYieldPages: 100 },
      { label: 'Cyan', kind: 'toner', ratedYieldPages: null },
    ],
  },
  connection: 'agent',
  contract: { includesSupplies: true, beginsOn: '2026-01-01', endsOn: '2026-12-31' },
  today: '2026-06-01',
  declaredPagesPerWeek: null,
  settings: resolveSettings({}),
};
const failures = (changes: Partial<EligibilityInput>) =>
  eligibility({ ...sound, ...changes }).failures.map(({ code }) => code);
const contract = sound.contract!;

describe('A02: eligibility', () => {
  test('a device that passes every check', () => {
    expect(eligibility(sound)).toEqual({ eligible: true, failures: [] });
  });

  test.each<[string, Partial<EligibilityInput>, string[]]>([
    ['a model that is not in the catalogue', { model: null }, ['model-unknown']],
    ['a model that cannot', { model: { ...sound.model!, replenished: false } }, ['model-not-replenished']],
    ['a connection the model does not support', { connection: 'usb' }, ['connection-not-supported']],
    ['no contract', { contract: null }, ['contract-missing']],
    [
      'a contract without supplies',
      { contract: { ...contract, includesSupplies: false } },
      ['contract-without-supplies'],
    ],
  ])('refuses %s', (_, changes, expected) => {
    expect(failures(changes)).toEqual(expected);
    expect(eligibility({ ...sound, ...changes }).eligible).toBe(false);
  });

  test('the contract’s first and last day count', () => {
    expect(failures({ today: '2026-01-01' })).toEqual([]);
    expect(failures({ today: '2025-12-31' })).toEqual(['contract-not-begun']);
    expect(failures({ today: '2026-12-31' })).toEqual([]);
    expect(failures({ today: '2027-01-01' })).toEqual(['contract-ended']);
    expect(failures({ today: '2099-01-01', contract: { ...contract, endsOn: null } })).toEqual([]);
  });

  test('says what it failed by', () => {
    const reasons = (changes: Partial<EligibilityInput>) => eligibility({ ...sound, ...changes }).failures;
    expect(reasons({ connection: 'usb' })[0]?.values).toEqual({ connection: 'usb' });
    expect(reasons({ today: '2025-12-31' })[0]?.values).toEqual({ on: '2026-01-01' });
    expect(reasons({ today: '2027-01-01' })[0]?.values).toEqual({ on: '2026-12-31' });
    expect(reasons({ veryHighUseSlots: ['Black'] })[0]?.values).toEqual({ weeks: 4, slot: 'Black', limit: 2 });
  });

  test('says all that failed, not the first only', () => {
    const worst = {
      model: { ...sound.model!, replenished: false, connections: [] },
      contract: { ...contract, includesSupplies: false },
    };
    expect(failures(worst)).toEqual(['model-not-replenished', 'connection-not-supported', 'contract-without-supplies']);
  });
});

describe('A10: very high use', () => {
  test('a declared volume of 2 cartridges a week is refused, a page less is not', () => {
    expect(failures({ declaredPagesPerWeek: 1999 })).toEqual([]);
    expect(eligibility({ ...sound, declaredPagesPerWeek: 2000 }).failures).toEqual([
      { code: 'declared-use-very-high', values: { perWeek: 2, slot: 'Black', limit: 2 } },
    ]);
  });

  test('an item that is not covered, or of unknown yield, does not count', () => {
    expect(failures({ declaredPagesPerWeek: 500 })).toEqual([]);
  });

  test('recorded use like that', () => {
    expect(failures({ veryHighUseSlots: ['Black'] })).toEqual(['measured-use-very-high']);
  });
});
