import { expect, test } from 'vitest';
import { Random } from '../simulator/random.ts';
import { judge } from './judge.ts';
import type { GateScores } from './reference.ts';

/** Twenty worlds that differ much, and what they come to by rules that change each by about `percent`, with as much noise. */
function worlds(percent: number, noise: number): Record<string, GateScores> {
  const entries = Array.from({ length: 20 }, (_, i) => {
    const random = new Random('world', i);
    const [base, change] = [random.between(40, 400), random.normal()];
    const factor = 1 + percent / 100 + (noise / 100) * change;
    return [`w${i}`, { cost: base * factor, errorPercent: 20, intervalScore: 100 }] as const;
  });
  return Object.fromEntries(entries);
}

const verdicts = (after: Record<string, GateScores>) =>
  judge(worlds(0, 0), after).map(({ measure, worse, better }) => [
    measure,
    worse ? 'worse' : better ? 'better' : 'same',
  ]);

test('the same scores are the same; 8 % worse in noise of 5 % is worse; better is better', () => {
  expect(verdicts(worlds(0, 0))).toEqual([
    ['cost', 'same'],
    ['errorPercent', 'same'],
    ['intervalScore', 'same'],
  ]);
  expect(verdicts(worlds(8, 5))[0]).toEqual(['cost', 'worse']);
  expect(verdicts(worlds(-8, 5))[0]).toEqual(['cost', 'better']);
});

test('1 % in noise of 20 % is chance', () => {
  expect(verdicts(worlds(1, 20))[0]).toEqual(['cost', 'same']);
});

test('a dear world alone is not enough', () => {
  const after = worlds(0, 0);
  after.w3 = { ...after.w3!, cost: after.w3!.cost * 3 };
  expect(verdicts(after)[0]).toEqual(['cost', 'same']);
});
