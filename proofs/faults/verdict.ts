import { type Seen, seenInLoop, type Verdict, verdictOf } from '../loop/verdict.ts';
import type { FaultsOptions, Figures } from './faults.ts';

/** Back to normal after each fault. */
const mostSeconds = 30;

export function verdict(figures: Figures, { cases, seed }: FaultsOptions): Verdict {
  const { recoveries } = figures;
  const slow = recoveries.filter(({ normalAfterSeconds, left }) => normalAfterSeconds > mostSeconds || left.length > 0);
  const slowest = Math.max(...recoveries.map(({ normalAfterSeconds }) => normalAfterSeconds));
  const seen: Seen[] = [
    {
      text: `${recoveries.length} faults, as usual ${slowest.toFixed(1)} s after each at most`,
      holds: slow.length === 0,
    },
    {
      text: `${figures.cases} keys, each asked for until it was answered; ${figures.casesUnanswered} tries without an answer`,
      holds: figures.cases === cases,
    },
    {
      text: `${figures.acknowledged} readings acknowledged, ${figures.orders} orders, ${figures.delivered} delivered in full`,
      holds: figures.orders > 0 && figures.delivered === figures.orders,
    },
    ...seenInLoop(figures),
  ];
  const late = slow.map(({ name, normalAfterSeconds, left }) => {
    const what = left.length > 0 ? `; left: ${left.join(', ')}` : '';
    return `  ${name}: as usual after ${normalAfterSeconds.toFixed(1)} s${what}`;
  });
  const { lines, broken } = verdictOf(seen, figures, `seed ${seed}`);
  return { lines: [...late, ...lines], broken };
}
