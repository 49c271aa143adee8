import { describe, expect, test } from 'vitest';
import { resolveSettings, type SettingLayers } from '../settings.ts';
import { situationOf } from './situation.testkit.ts';
import { triggerOf } from './trigger.ts';

const trigger = (layers: SettingLayers, productTriggerDays: number | null = null) =>
  triggerOf({ ...situationOf({ productTriggerDays }), settings: resolveSettings(layers) });

describe('A06: the trigger is the largest of', () => {
  test('the policy’s 21 days by default', () => {
    expect(trigger({})).toEqual({ days: 21, because: 'policy', from: 'default' });
  });

  test('the product’s own, when it is larger', () => {
    expect(trigger({}, 22)).toEqual({ days: 22, because: 'product', from: 'catalogue' });
    expect(trigger({}, 20)).toEqual({ days: 21, because: 'policy', from: 'default' });
  });

  test('the lead time + 2 days, when that is larger', () => {
    expect(trigger({ site: { leadTimeDays: 20 } })).toEqual({ days: 22, because: 'lead-time', from: 'site' });
    expect(trigger({ site: { leadTimeDays: 18 } })).toEqual({ days: 21, because: 'policy', from: 'default' });
  });

  test('of equal ones the policy’s is named', () => {
    expect(trigger({ site: { leadTimeDays: 19 } }, 21)).toEqual({ days: 21, because: 'policy', from: 'default' });
  });

  test('and it says where the value was set', () => {
    expect(trigger({ account: { triggerDays: 28 }, model: { triggerDays: 25 } })).toEqual({
      days: 28,
      because: 'policy',
      from: 'account',
    });
  });
});
