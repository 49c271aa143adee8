import { expect, test } from 'vitest';
import { Fleet } from '../controller/fleet.ts';
import type { Outcome } from '../outcome.ts';
import { settingsOf } from '../policies.ts';
import { generateWorld } from '../simulator/generate.ts';
import { run } from '../simulator/run.ts';
import { calibrate } from './calibration.ts';
import { reportPage } from './page.ts';

const variants = [
  { name: 'published', policy: {} },
  { name: 'late & <small>', policy: { triggerDays: 10 } },
];

async function outcomes(): Promise<Outcome[]> {
  const found: Outcome[] = [];
  for (const seed of ['a', 'b']) {
    for (const { name, policy } of variants) {
      const plan = generateWorld({ seed, scenario: 'clean', devices: 5, runDays: 170 });
      const result = await run(plan, new Fleet(plan.days.dates[0]!, settingsOf(policy)));
      found.push({ variant: name, label: 'clean', seed, result });
    }
  }
  return found;
}

test('one page with its pictures and nothing from elsewhere', async () => {
  const page = reportPage({
    variants,
    outcomes: await outcomes(),
    about: '5 devices.',
    runDays: 170,
    madeAt: new Date('2026-02-03T04:05:06Z'),
  });
  for (const heading of [
    'Figures',
    'Cost by what costs',
    'Stock-outs by cause',
    'Calibration',
    'Days of use against the truth',
  ]) {
    expect(page).toContain(`<h2>${heading}`);
  }
  expect(page).toContain('late &amp; &lt;small&gt;');
  expect(page).not.toMatch(/<script|<link|src=|href=|https?:|url\(|NaN|undefined/);
  // Two bar charts, a legend, a calibration for each variant, and four slots by each variant.
  expect(page.match(/<svg/g)).toHaveLength(2 + 1 + 2 + 8);
  expect(page.match(/<svg/g)).toHaveLength(page.match(/<\/svg>/g)!.length);
});

test('calibration counts truths below, inside and above, by the days that were told', () => {
  const sample = (days: number, truth: number) => ({ slot: 's', day: 0, days, lo: days - 2, hi: days + 2, truth });
  const [first, second] = calibrate([sample(5, 1), sample(5, 4), sample(6, 30), sample(6.9, 7), sample(7, 9)]);
  expect(first).toMatchObject({ count: 4, below: 0.25, inside: 0.5, above: 0.25 });
  expect(second).toMatchObject({ count: 1, below: 0, inside: 1, above: 0 });
});
