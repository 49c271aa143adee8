import type { Outcome } from '../outcome.ts';
import { type ForecastSample, farTruthDays } from '../simulator/scores.ts';
import { px, safe } from './text.ts';

/** Too few forecasts make no picture. */
const leastSamples = 12;

/** Of the slots by how well their days were told: these quantiles are shown, good and bad alike. */
const shown = [
  { quantile: 0.1, label: 'one of the best told tenth' },
  { quantile: 0.5, label: 'the middle one' },
  { quantile: 0.9, label: 'one of the worst told tenth' },
  { quantile: 1, label: 'the worst told of all' },
] as const;

interface Chosen {
  label: string;
  world: string;
  slot: string;
  /** Of each variant, in the order given. */
  samples: { variant: string; samples: ForecastSample[] }[];
}

/** Chosen by the first variant's mean interval score in the first world, not by eye. */
export function chosenSlots(outcomes: readonly Outcome[], variants: readonly string[]): Chosen[] {
  const first = outcomes.find(({ variant }) => variant === variants[0]);
  if (!first) return [];
  const bySlot = Map.groupBy(first.result.samples, ({ slot }) => slot);
  const ranked = [...bySlot]
    .filter(([, samples]) => samples.length >= leastSamples)
    .map(([slot, samples]) => ({
      slot,
      score: samples.reduce((sum, each) => sum + intervalScore(each), 0) / samples.length,
    }))
    .sort((a, b) => a.score - b.score);
  if (ranked.length === 0) return [];
  return shown.map(({ quantile, label }) => {
    const { slot } = ranked[Math.round(quantile * (ranked.length - 1))]!;
    const samples = variants.map((variant) => {
      const run = outcomes.find(
        (each) => each.variant === variant && each.label === first.label && each.seed === first.seed,
      );
      return { variant, samples: run?.result.samples.filter((each) => each.slot === slot) ?? [] };
    });
    return { label, world: `${first.label}, seed ${first.seed}`, slot, samples };
  });
}

const intervalScore = ({ lo, hi, truth }: ForecastSample) =>
  Math.min(hi, farTruthDays) - Math.min(lo, farTruthDays) + 10 * Math.max(0, lo - truth) + 10 * Math.max(0, truth - hi);

const [left, width, height, top] = [40, 800, 190, 12] as const;
const right = 24;

/** Days told with their interval, against the days that were true, week after week. */
export function daysOfUseChart({ label, world, slot, samples }: Chosen, runDays: number): string {
  const all = samples.flatMap((each) => each.samples);
  const most = Math.min(farTruthDays, Math.max(30, ...all.map(({ truth, days }) => Math.max(truth, days)))) * 1.1;
  const x = (day: number) => left + ((width - left - right) * day) / runDays;
  const y = (days: number) => top + height * (1 - Math.min(days, most) / most);
  const charts = samples.map(({ variant, samples: of }) => {
    const parts = runs(of).map((run) => band(run, x, y));
    const truth = runs(of).map((run) =>
      line(
        'truth',
        run.map((each) => [x(each.day), y(each.truth)] as const),
      ),
    );
    const points = of.map(
      ({ day, days, lo, hi, truth: was }) =>
        `<circle class="told" cx="${px(x(day))}" cy="${px(y(days))}" r="2.4"><title>${safe(`day ${day}: told ${days.toFixed(1)} (${lo.toFixed(1)} to ${hi.toFixed(1)}), true ${was}`)}</title></circle>`,
    );
    return `<figure><figcaption>${safe(variant)}</figcaption><svg viewBox="0 0 ${width} ${top + height + 26}" role="img" aria-label="${safe(`Days of use of ${slot} by ${variant}`)}">${axes(x, y, most, runDays)}${parts.join('')}${truth.join('')}${points.join('')}</svg></figure>`;
  });
  return `<section class="slot"><h3>${safe(slot)}: ${safe(label)}</h3><p>${safe(world)}</p>${charts.join('')}</section>`;
}

/** Weeks without a gap; nothing is drawn across one. */
function runs(samples: readonly ForecastSample[]): ForecastSample[][] {
  const found: ForecastSample[][] = [];
  for (const sample of samples) {
    const last = found.at(-1)?.at(-1);
    if (last && sample.day - last.day <= 7) found.at(-1)!.push(sample);
    else found.push([sample]);
  }
  return found;
}

type Scale = (value: number) => number;

function band(run: readonly ForecastSample[], x: Scale, y: Scale): string {
  const upper = run.map(({ day, hi }) => `${px(x(day))} ${px(y(hi))}`);
  const lower = run.toReversed().map(({ day, lo }) => `${px(x(day))} ${px(y(lo))}`);
  return `<path class="band" d="M${[...upper, ...lower].join('L')}Z"/>`;
}

const line = (name: string, points: readonly (readonly [number, number])[]) =>
  `<path class="${name}" d="M${points.map(([a, b]) => `${px(a)} ${px(b)}`).join('L')}"/>`;

function axes(x: Scale, y: Scale, most: number, runDays: number): string {
  const step = most > 120 ? 50 : most > 60 ? 20 : 10;
  const days = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  const along = Array.from({ length: Math.floor(runDays / 50) + 1 }, (_, i) => i * 50);
  return [
    ...days.map(
      (each) =>
        `<path class="grid" d="M${left} ${px(y(each))}H${width}"/><text class="tick end" x="${left - 5}" y="${px(y(each) + 4)}">${each}</text>`,
    ),
    ...along.map((day) => `<text class="tick" x="${px(x(day))}" y="${top + height + 18}">day ${day}</text>`),
  ].join('');
}
