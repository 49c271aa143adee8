import { describe, expect, test } from 'vitest';
import {
  canBecome,
  type DeviceState,
  deviceStateMeanings,
  deviceStates,
  deviceTransitions,
  firstDeviceState,
  type LifeEffects,
  type LifeEvent,
  lifeEvents,
  moveEvent,
} from './device-life.ts';

const effects: Record<LifeEvent, LifeEffects> = lifeEvents;

describe('A18: the life of a device', () => {
  test('every state is reached from enrolment', () => {
    const seen = new Set<DeviceState>([firstDeviceState]);
    for (const state of seen) for (const next of deviceTransitions[state]) seen.add(next);
    expect([...seen].toSorted()).toEqual(deviceStates.toSorted());
  });

  test('every state has an event that leads to it, from some state that allows it', () => {
    const led = new Set(Object.values(effects).flatMap(({ state }) => state ?? []));
    expect([...led].toSorted()).toEqual(deviceStates.toSorted());
  });

  test('what has ended can only be enrolled anew', () => {
    for (const state of deviceStates.filter((each) => deviceStateMeanings[each].ended)) {
      expect(deviceTransitions[state]).toEqual(['enrolled']);
    }
    expect([canBecome('retired', 'enrolled'), canBecome('retired', 'paused')]).toEqual([true, false]);
  });

  test('nothing runs on for a device that is gone', () => {
    for (const { state, workflow, reminders, held, released, shelf } of Object.values(effects)) {
      if (!state || !deviceStateMeanings[state].ended) continue;
      expect([workflow, reminders]).toEqual(['ends', 'end']);
      expect([held, released, shelf]).not.toContain('keep');
      expect(deviceStateMeanings[state]).toMatchObject({ ordering: false, reminders: false });
    }
  });

  test('paused: no new orders, no reminders; held lines cancelled, released ones go on', () => {
    expect(lifeEvents.paused).toMatchObject({ held: 'cancel', released: 'keep', inTransit: 'keep', reminders: 'end' });
    expect(deviceStateMeanings.paused).toEqual({ ordering: false, reminders: false, ended: false });
  });

  test('A10: set aside: readings and silence go on, open orders finish, no new ones', () => {
    expect(lifeEvents['set-aside']).toMatchObject({
      held: 'keep',
      released: 'keep',
      reminders: 'go-on',
      workflow: 'goes-on',
    });
    expect(deviceStateMeanings['set-aside']).toEqual({ ordering: false, reminders: true, ended: false });
  });

  test('moved: lines not shipped go to the new site, what is in transit is a task; within a site it is no move', () => {
    expect(moveEvent('s1', 's2')).toBe('moved');
    expect(lifeEvents.moved).toMatchObject({ held: 'to-new-site', released: 'to-new-site', inTransit: 'task' });
    expect(moveEvent('s1', 's1')).toBe('moved-within-site');
    const { held, released, inTransit, shelf } = lifeEvents['moved-within-site'];
    expect(new Set([held, released, inTransit, shelf])).toEqual(new Set(['keep']));
  });
});
