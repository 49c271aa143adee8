import { type LabOptions, UsageError } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import { runAll } from '../pool.ts';
import { told } from '../progress.ts';
import { type Judgement, judge } from './judge.ts';
import { fingerprint, type GateScores, gateMeasures, gateWorlds, readReference, writeReference } from './reference.ts';

/** npm run lab -- --gate: today's scores against the reference's. Resolves to whether they pass. */
export async function gate({ update, jobs }: LabOptions): Promise<boolean> {
  const worlds = fingerprint();
  const reference = update ? undefined : await readReference();
  if (reference && reference.worlds !== worlds) {
    throw new UsageError(
      'The worlds are not those of the reference any more. Make it again with the rules as they were: npm run lab -- --gate --update',
    );
  }
  const variant = { name: 'today', policy: {} };
  const places = gateWorlds.map((options) => {
    const { scenario: label, seed } = options;
    return { type: 'simulated', label, seed, options } as const;
  });
  const total = places.length;
  const outcomes = await runAll(
    places.map((place) => ({ variant, place })),
    jobs,
    told(total),
  );
  const scores = Object.fromEntries(outcomes.map((outcome) => [`${outcome.label}/${outcome.seed}`, scoresOf(outcome)]));
  if (!reference) {
    await writeReference({ worlds, scores });
    process.stdout.write(`Today's scores of ${total} worlds are the reference now.\n`);
    return true;
  }
  const judgements = judge(reference.scores, scores);
  for (const each of judgements) process.stdout.write(`${sentence(each)}\n`);
  return judgements.every(({ worse }) => !worse);
}

function scoresOf({ result }: Outcome): GateScores {
  return Object.fromEntries(
    gateMeasures.map((name) => [name, Number((result.scores[name] ?? 0).toPrecision(8))]),
  ) as GateScores;
}

function sentence({ measure, worse, better, changePercent, low, high, pairs, before, after }: Judgement): string {
  const word = worse ? '✗ worse' : better ? '✓ better: make it the reference with --update' : '✓ no worse than chance';
  const percent = (value: number) => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)} %`;
  return `${measure.padEnd(14)} ${before.toFixed(1)} → ${after.toFixed(1)}, typically ${percent(changePercent)} (95 %: ${percent(low)} to ${percent(high)}, ${pairs} worlds): ${word}`;
}
