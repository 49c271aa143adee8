import type { Progress } from '../../servers/setup-error.ts';

const EVERY_MS = 5000;
const numbers = new Intl.NumberFormat('en');

/** Says every few seconds how far a large table has come, until its end. */
export function watch(table: string, counted: { rows: number }, progress: Progress): { end(): void } {
  const timer = setInterval(() => progress(`${table}: ${countOf(counted.rows)} so far`), EVERY_MS);
  return { end: () => clearInterval(timer) };
}

export const countOf = (rows: number): string => `${numbers.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;
