import { describe, expect, test } from 'vitest';
import { resolveSetting, resolveSettings, type SettingName, settingDefinitions } from './settings.ts';

describe('which value of a setting is in force', () => {
  test('the default where nobody has set it', () => {
    expect(resolveSetting('coverageDays', {})).toEqual({ value: 30, from: 'default' });
    expect(resolveSetting('coverageDays', { site: { maxCartridges: 9 } })).toEqual({ value: 30, from: 'default' });
  });

  test('the most specific one, whatever its value', () => {
    const layers = { global: { coverageDays: 60 }, account: { coverageDays: 50 }, site: { coverageDays: 20 } };
    expect(resolveSetting('coverageDays', layers)).toEqual({ value: 20, from: 'site' });
    const model = { ...layers, model: { coverageDays: 40 } };
    expect(resolveSetting('coverageDays', model)).toEqual({ value: 40, from: 'model' });
    expect(resolveSetting('coverageDays', { ...model, supply: { coverageDays: 10 } }).from).toBe('supply');
  });

  test('0 is a value, too', () => {
    expect(resolveSetting('blindLines', { global: { blindLines: 1 }, site: { blindLines: 0 } }).value).toBe(0);
  });

  test('A06: of triggers the largest: narrower ones can only raise it', () => {
    const trigger = (layers: Parameters<typeof resolveSetting>[1]) => resolveSetting('triggerDays', layers);
    expect(trigger({ site: { triggerDays: 10 } })).toEqual({ value: 21, from: 'default' });
    expect(trigger({ account: { triggerDays: 30 }, site: { triggerDays: 25 } })).toEqual({
      value: 30,
      from: 'account',
    });
    expect(trigger({ account: { triggerDays: 25 }, supply: { triggerDays: 30 } })).toEqual({
      value: 30,
      from: 'supply',
    });
    expect(trigger({ site: { triggerDays: 21 } })).toEqual({ value: 21, from: 'default' });
  });

  test('A06: the installation’s own trigger replaces the default, even by less', () => {
    expect(resolveSetting('triggerDays', { global: { triggerDays: 14 } })).toEqual({ value: 14, from: 'global' });
    expect(resolveSetting('triggerDays', { global: { triggerDays: 14 }, site: { triggerDays: 10 } })).toEqual({
      value: 14,
      from: 'global',
    });
  });

  test('all of them at once, each with where it came from', () => {
    const settings = resolveSettings({ site: { coverageDays: 20 } });
    expect(Object.keys(settings).toSorted()).toEqual(Object.keys(settingDefinitions).toSorted());
    expect(settings.coverageDays).toEqual({ value: 20, from: 'site' });
    expect(settings.consolidationDays).toEqual({ value: 45, from: 'default' });
  });
});

test.each(Object.keys(settingDefinitions) as SettingName[])('the default of %s is within its bounds', (name) => {
  const { default: usual, min, max } = settingDefinitions[name];
  expect(usual).toBeGreaterThanOrEqual(min);
  expect(usual).toBeLessThanOrEqual(max);
});
