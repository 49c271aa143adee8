import { describe, expect, test } from 'vitest';
import { reasonWords } from './reason-words.ts';
import { isIdentityCase, plannedTask, type TaskKind, taskDueAt, taskKey, taskKinds, taskOwners } from './tasks.ts';

const kinds = Object.keys(taskKinds) as TaskKind[];

describe('tasks', () => {
  test.each(kinds)('%s has an owner, a rule, a time and words', (kind) => {
    const { owner, rule, dueHours, reason } = taskKinds[kind];
    expect(taskOwners).toContain(owner);
    expect(rule).toMatch(/^(A\d\d|C)$/);
    expect(dueHours).toBeGreaterThan(0);
    expect(reasonWords).toHaveProperty(reason);
  });

  test('the same matter has the same key, the next one of its kind another', () => {
    const about = { deviceId: 'd1', siteId: 's1' };
    const first = plannedTask('call-silent-device', about, { serial: 'X', days: 30 }, '2026-03-01');
    const again = plannedTask('call-silent-device', about, { serial: 'X', days: 31 }, '2026-03-01');
    const next = plannedTask('call-silent-device', about, { serial: 'X', days: 30 }, '2026-06-01');
    expect(first.key).toBe('call-silent-device/d1/2026-03-01');
    expect(again.key).toBe(first.key);
    expect(next.key).not.toBe(first.key);
    expect(taskKey('managed-silent', 'd1')).not.toBe(taskKey('call-silent-device', 'd1'));
  });

  test('a task of which there is no next one is known by its matter alone', () => {
    expect(plannedTask('approve-order', { orderId: 'o1' })).toEqual({
      kind: 'approve-order',
      key: 'approve-order/o1',
      about: { orderId: 'o1' },
      reason: { code: 'task-approve-order', values: {} },
    });
  });

  test('A01: the cases about which device it is', () => {
    expect(kinds.filter(isIdentityCase).toSorted()).toEqual(['device-elsewhere', 'serial-twice']);
  });

  test('a task says what it is about, or it is a mistake in the program', () => {
    expect(() => plannedTask('approve-order', { siteId: 's1' })).toThrow(/needs orderId/);
  });

  test('is due its kind’s hours after it was made', () => {
    expect(taskDueAt('approve-order', new Date('2026-03-28T23:00:00Z'))).toEqual(new Date('2026-03-29T03:00:00Z'));
  });
});
