import { figure, px, safe } from './text.ts';

export interface Bar {
  label: string;
  parts: readonly number[];
}

interface Bars {
  title: string;
  /** Names of the parts, in their order; each has a fill of its own (`part-0` …). */
  parts: readonly string[];
  groups: readonly { label: string; bars: readonly Bar[] }[];
  unit: string;
  digits: number;
}

const layout = { labels: 190, plot: 560, figures: 90, bar: 18, gap: 5, group: 30 } as const;
const width = layout.labels + layout.plot + layout.figures;

/** Bars made of parts, from left to right, with their sums; a legend above. */
export function stackedBars({ title, parts, groups, unit, digits }: Bars): string {
  const sums = groups.flatMap(({ bars }) => bars.map((bar) => sum(bar.parts)));
  const scale = layout.plot / Math.max(1e-9, ...sums);
  let y = 34;
  const drawn = groups.map(({ label, bars }) => {
    const heading = `<text class="group" x="0" y="${y + 12}">${safe(label)}</text>`;
    y += layout.group - 8;
    const rows = bars.map((bar) => {
      const row = barRow(bar, y, scale, { parts, unit, digits });
      y += layout.bar + layout.gap;
      return row;
    });
    y += 10;
    return heading + rows.join('');
  });
  return `<svg viewBox="0 0 ${width} ${y}" role="img" aria-label="${safe(title)}">${legend(parts)}${drawn.join('')}</svg>`;
}

function barRow(
  { label, parts: values }: Bar,
  y: number,
  scale: number,
  { parts, unit, digits }: Pick<Bars, 'parts' | 'unit' | 'digits'>,
): string {
  let x: number = layout.labels;
  const pieces = values.map((value, i) => {
    const piece = `<rect class="part-${i}" x="${px(x)}" y="${y}" width="${px(value * scale)}" height="${layout.bar}"><title>${safe(`${label}: ${parts[i]} ${figure(value, digits)} ${unit}`)}</title></rect>`;
    x += value * scale;
    return value > 0 ? piece : '';
  });
  const [name, total] = [safe(label), figure(sum(values), digits)];
  return `<text class="row" x="${layout.labels - 8}" y="${y + 13}">${name}</text>${pieces.join('')}<text class="total" x="${px(x + 6)}" y="${y + 13}">${total}</text>`;
}

/** A name left empty has no entry; its fill is for others. */
export function legend(parts: readonly string[]): string {
  let x = 0;
  return parts
    .map((name, i) => {
      if (name === '') return '';
      const entry = `<rect class="part-${i}" x="${px(x)}" y="6" width="12" height="12"/><text x="${px(x + 17)}" y="16">${safe(name)}</text>`;
      x += 36 + name.length * 6.4;
      return entry;
    })
    .join('');
}

const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
