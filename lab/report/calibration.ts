import type { ForecastSample } from '../simulator/scores.ts';
import { legend } from './bars.ts';
import { figure, px, safe } from './text.ts';

/** Forecasts by the days that they told: from each of these to the next. */
const edges = [0, 7, 14, 21, 30, 45, 66, 100, 200] as const;

export interface Calibration {
  from: number;
  to: number;
  count: number;
  /** Shares (0…1) of the truths that were below, inside and above the interval. */
  below: number;
  inside: number;
  above: number;
}

/** How often the truth fell below, into and above the 80 % interval. An honest one has 10, 80 and 10 %. */
export function calibrate(samples: readonly ForecastSample[]): Calibration[] {
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1]!;
    const told = samples.filter(({ days }) => from <= days && days < to);
    const share = (count: number) => count / Math.max(1, told.length);
    const below = share(told.filter(({ truth, lo }) => truth < lo).length);
    const above = share(told.filter(({ truth, hi }) => truth > hi).length);
    return { from, to, count: told.length, below, inside: told.length === 0 ? 0 : 1 - below - above, above };
  });
}

const [left, plotHeight, column, top] = [40, 150, 74, 34] as const;

/** A column for each range of days, with lines where 10 and 90 % would be. */
export function calibrationChart(name: string, samples: readonly ForecastSample[]): string {
  const columns = calibrate(samples);
  const width = left + columns.length * column + 10;
  const y = (share: number) => top + plotHeight * (1 - share);
  const bars = columns.map(({ from, to, count, below, inside, above }, i) => {
    const x = left + i * column + 6;
    const title = `${from} to ${to} days told: truth below ${percent(below)}, inside ${percent(inside)}, above ${percent(above)}, of ${count}`;
    const piece = (share: number, start: number, part: number) =>
      `<rect class="part-${part}" x="${px(x)}" y="${px(y(start + share))}" width="${column - 12}" height="${px(plotHeight * share)}"/>`;
    const label = `<text class="tick" x="${px(x + (column - 12) / 2)}" y="${top + plotHeight + 16}">${from}–${to}</text>`;
    const counted = `<text class="tick" x="${px(x + (column - 12) / 2)}" y="${top + plotHeight + 30}">${count === 0 ? 'none' : `n ${count.toLocaleString('en')}`}</text>`;
    return `<g><title>${safe(title)}</title>${piece(below, 0, 0)}${piece(inside, below, 4)}${piece(above, below + inside, 2)}${label}${counted}</g>`;
  });
  const lines = [0.1, 0.9].map(
    (share) =>
      `<path class="target" d="M${left} ${px(y(share))}H${width - 10}"/><text class="tick end" x="${left - 5}" y="${px(y(share) + 4)}">${percent(share)}</text>`,
  );
  return `<figure><figcaption>${safe(name)}</figcaption><svg viewBox="0 0 ${width} ${top + plotHeight + 38}" role="img" aria-label="${safe(`Calibration of ${name}`)}">${bars.join('')}${lines.join('')}</svg></figure>`;
}

export const calibrationLegend = (): string =>
  `<svg viewBox="0 0 840 24" role="img" aria-label="Legend">${legend(['truth below the interval', '', 'truth above it', '', 'inside'])}</svg>`;

const percent = (share: number) => `${figure(100 * share, 0)} %`;
