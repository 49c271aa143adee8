import type { Progress } from '../../servers/setup-error.ts';

const EVERY_MS = 5000;
const numbers = new Intl.NumberFormat('en');

/** Says every few seconds how far a large table has come, until its end. */
export function watch(table: string, counted: { rows: number }, progress: Progress): { end(): void } {
  const timer = setInterval(() => progress(`${table}: ${countOf(counted.rows)} so far`), EVERY_MS);
  return { end: () => clearInterval(timer) };
}

/** "1 row", "2,000 rows". */
export const countOf = (count: number, what = 'row'): string =>
  `${numbers.format(count)} ${what}${count === 1 ? '' : 's'}`;
