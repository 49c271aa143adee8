import { differences, figures, type Measure, mean, measures } from '../measures.ts';
import type { Outcome } from '../outcome.ts';
import { type Cause, causes, costParts } from '../simulator/scores.ts';
import { pairedTest } from '../statistics.ts';
import type { Variant } from '../variants.ts';
import { stackedBars } from './bars.ts';
import { calibrationChart, calibrationLegend } from './calibration.ts';
import { chosenSlots, daysOfUseChart } from './days-of-use.ts';
import { style } from './style.ts';
import { figure, safe, signed } from './text.ts';

export interface ReportInput {
  variants: readonly Variant[];
  outcomes: readonly Outcome[];
  /** How large a world is and how long a run, in words. */
  about: string;
  runDays: number;
  madeAt: Date;
}

const costNames = ['stock-outs', 'parcels', 'shelf', 'obsolete', 'arrived early'] as const;
const causeNames: Record<Cause, string> = {
  'not-ordered': 'nothing was ordered',
  late: 'ordered, not there yet',
  shortage: 'supplier had none',
  lost: 'parcel lost',
  silent: 'device silent for a week',
};

/** The comparison as one page that needs nothing else: no script, no file, no server. */
export function reportPage({ variants, outcomes, about, runDays, madeAt }: ReportInput): string {
  const names = variants.map(({ name }) => name);
  const labels = [...new Set(outcomes.map(({ label }) => label))];
  const worlds = new Set(outcomes.map(({ label, seed }) => `${label}/${seed}`)).size;
  const told = outcomes.some(({ result }) => result.samples.length > 0);
  const chosen = chosenSlots(outcomes, names);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Replenishment lab</title><style>${style}</style></head><body>
<h1>Replenishment lab</h1>
<p>${safe(about)} ${worlds} ${worlds === 1 ? 'world' : 'worlds'}, the same for each variant. Made on ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.</p>
${policyTable(variants)}
<h2>Figures</h2>
<p>Means over the worlds. Below them the difference to “${safe(names[0]!)}” in the same worlds, with its 95 % confidence interval; coloured where that excludes zero.</p>
${figuresTable(names, outcomes)}
<h2>Cost by what costs</h2>
<p>€ per device-year: 40 for a device-day out of supply, 9 for a parcel, 0.05 for a spare-day, 60 for an obsolete cartridge, 6 for a unit that arrives above 66 days of cover. Weights to add up by, not prices.</p>
${stackedBars({ title: 'Cost by what costs', parts: costNames, groups: grouped(labels, names, outcomes, ({ result }) => costParts.map((part) => result.cost[part])), unit: '€ per device-year', digits: 0 })}
<h2>Stock-outs by cause</h2>
<p>Days on which a slot was dry at a site that was open and wanted to print, by what was so on the first of them; per world.</p>
${stackedBars({ title: 'Stock-outs by cause', parts: causes.map((cause) => causeNames[cause]), groups: grouped(labels, names, outcomes, ({ result }) => causes.map((cause) => result.stockOutSlotDays[cause])), unit: 'slot-days', digits: 1 })}
${
  told
    ? `<h2>Calibration of the 80 % interval</h2>
<p>By the days that were told. An honest interval has a tenth of the truths below it and a tenth above it: the dashed lines.</p>
${calibrationLegend()}
${names
  .map((name) =>
    calibrationChart(
      name,
      outcomes.filter(({ variant }) => variant === name).flatMap(({ result }) => result.samples),
    ),
  )
  .join('\n')}
<h2>Days of use against the truth</h2>
<p>Points: days told each week until the slot fails with what is on site, without what is under way; band: their 80 % interval; line: what was true. It jumps where parcels arrive. Slots are chosen by how well “${safe(names[0]!)}” told them, not by eye.</p>
${chosen.map((each) => daysOfUseChart(each, runDays)).join('\n')}`
    : '<h2>Days of use</h2><p>This simulator tells its scores only, so there is nothing to draw.</p>'
}
</body></html>
`;
}

function policyTable(variants: readonly Variant[]): string {
  const rows = variants.map(({ name, policy, tree }) => {
    const set = Object.entries(policy).map(([setting, value]) => `${setting} ${value}`);
    const words = tree ? 'the rules of that commit, its defaults' : set.join(', ') || 'every setting at its default';
    return `<tr><td>${safe(name)}</td><td>${safe(words)}</td></tr>`;
  });
  return `<div class="table"><table><tr><th>variant</th><th>settings</th></tr>${rows.join('')}</table></div>`;
}

function figuresTable(names: readonly string[], outcomes: readonly Outcome[]): string {
  const rows = measures.map(
    (measure) =>
      `<tr><td>${safe(measure.label)}</td>${names.map((name) => cell(measure, names[0]!, name, outcomes)).join('')}</tr>`,
  );
  return `<div class="table"><table><tr><th></th>${names.map((name) => `<th>${safe(name)}</th>`).join('')}</tr>${rows.join('')}</table></div>`;
}

function cell({ name, digits }: Measure, first: string, variant: string, outcomes: readonly Outcome[]): string {
  const values = [...figures(outcomes, variant, name).values()];
  if (values.length === 0) return '<td>–</td>';
  const shown = figure(mean(values), digits);
  const between = differences(outcomes, first, variant, name);
  if (variant === first || between.length < 2) return `<td>${shown}</td>`;
  const { mean: difference, low, high } = pairedTest(between);
  const lowerIsBetter = name !== 'coveredPercent' && name !== 'veryHighFoundPercent';
  const side = low > 0 ? (lowerIsBetter ? 'worse' : 'better') : high < 0 ? (lowerIsBetter ? 'better' : 'worse') : '';
  const words = `${signed(difference, digits)} (${signed(low, digits)} to ${signed(high, digits)})`;
  return `<td class="${side}">${shown}<small>${words}</small></td>`;
}

/** Means over the seeds, by scenario and variant. */
function grouped(
  labels: readonly string[],
  names: readonly string[],
  outcomes: readonly Outcome[],
  partsOf: (outcome: Outcome) => number[],
) {
  return labels.map((label) => ({
    label,
    bars: names.map((name) => {
      const runs = outcomes.filter((each) => each.label === label && each.variant === name).map(partsOf);
      return { label: name, parts: runs[0]?.map((_, i) => mean(runs.map((parts) => parts[i]!))) ?? [] };
    }),
  }));
}
