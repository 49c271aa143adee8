import { describe, expect, test } from 'vitest';
import { erpVerdict } from './erp-answer.ts';

const answer = (status: number, body: unknown = '') => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  retryAfter: null,
});
const outcome = (kind: Parameters<typeof erpVerdict>[0], status: number, body?: unknown) =>
  erpVerdict(kind, answer(status, body)).outcome;

describe('what an ERP’s answer means', () => {
  test.each([
    [200, { answer: 'agreed' }, 'agreed'],
    [200, {}, 'agreed'],
    [204, '', 'agreed'],
    [202, { answer: 'already' }, 'agreed'],
    [200, { answer: 'refused' }, 'refused'],
    [409, { answer: 'already' }, 'agreed'],
    [409, '', 'agreed'],
    [409, { answer: 'refused' }, 'refused'],
    [400, { reason: 'unknown part' }, 'refused'],
    [404, { answer: 'refused' }, 'refused'],
    [422, '', 'refused'],
  ])('to an order: %i %j is %s', (status, body, expected) => {
    expect(outcome('place', status, body)).toBe(expected);
  });

  test.each(['withdraw', 'change-address'] as const)('to %s, a conflict without a word is no consent', (kind) => {
    expect([outcome(kind, 409), outcome(kind, 409, { answer: 'already' })]).toEqual(['refused', 'agreed']);
  });

  test.each([301, 307, 401, 403, 404, 405, 408, 410, 425, 429, 500, 502, 503, 504])(
    '%i speaks of the connection: the same is asked later',
    (status) => {
      expect(erpVerdict('place', answer(status))).toEqual({ outcome: 'later', error: `answered ${status}` });
    },
  );

  test.each(['<html>Log in</html>', 'ok', '[]', '"agreed"'])('%s with 200 is no consent', (body) => {
    expect(outcome('place', 200, body)).toBe('later');
  });

  test('a word in a failure of the server is none', () => {
    expect(outcome('place', 500, { answer: 'agreed' })).toBe('later');
  });

  test('its words are kept as one line, not endless; other things are not', () => {
    const body = { answer: 'refused', reason: `no\nsuch\u0000part ${'x'.repeat(500)}`, reference: 7 };
    const verdict = erpVerdict('place', answer(200, body));
    expect(verdict).toMatchObject({ outcome: 'refused', reference: null });
    expect((verdict as { reason: string }).reason).toMatch(/^no such part x{287}$/);
  });
});
