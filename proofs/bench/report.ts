export interface Figure {
  name: string;
  value: number;
  unit: string;
  target?: { atLeast: number } | { atMost: number };
}

export function isMet({ value, target }: Figure): boolean {
  if (!target) return true;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** Three significant digits, whole numbers as they are. */
export const digits = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : `${Number(value.toPrecision(3))}`;

/** One line: what, how much, what is wanted, and whether that is so. */
export function figureLine(figure: Figure): string {
  const { name, value, unit, target } = figure;
  const wanted = !target
    ? ''
    : `  wanted ${'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${digits(target.atMost)}`}: ${isMet(figure) ? 'met' : 'MISSED'}`;
  return `${name.padEnd(66)} ${digits(value).padStart(9)} ${unit.padEnd(16)}${wanted}`.trimEnd();
}

/** A table with a column for each key, the first for the row's name. */
export function table(rows: Record<string, string | number>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: string | number | undefined) => (typeof value === 'number' ? digits(value) : (value ?? ''));
  const width = (column: string) => Math.max(column.length, ...rows.map((row) => cell(row[column]).length));
  const line = (of: (column: string) => string) =>
    columns
      .map((column, i) => (i === 0 ? of(column).padEnd(width(column)) : of(column).padStart(width(column))))
      .join('  ');
  return [line((column) => column), ...rows.map((row) => line((column) => cell(row[column])))]
    .map((text) => `    ${text}`)
    .join('\n');
}
