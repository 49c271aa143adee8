import { type Seen, seenInLoop, type Verdict, verdictOf } from '../loop/verdict.ts';
import { kinds } from './plan.ts';
import { type Figures, mostSettleSeconds, type StormOptions } from './storm.ts';

/** What a storm of five minutes must at least have been; of a shorter one its share. */
const least = { minutes: 5, kills: 24, killsOfEach: 5, pairs: 4, delivered: 50 };
const leastReadingsPerSecond = 10;

/** What was seen, and whether it holds; a storm that was none proves nothing and fails, too. */
export function verdict(figures: Figures, { minutes, seed }: StormOptions): Verdict {
  const { kills, seconds, settledAfterSeconds: settled } = figures;
  const share = Math.min(1, minutes / least.minutes);
  const atLeast = (name: Exclude<keyof typeof least, 'minutes'>, is: number) => is >= Math.floor(least[name] * share);
  const counts = kinds.map((kind) => ({ kind, count: kills.killed.filter((each) => each.kind === kind).length }));
  const fewest = Math.min(...counts.map(({ count }) => count));
  const perSecond = figures.acknowledged / seconds;
  const of = counts.map(({ kind, count }) => `${kind} ${count}`).join(', ');
  const seen: Seen[] = [
    {
      text: `${kills.killed.length} kills (${of}), ${kills.pairs} times two at once, in ${seconds.toFixed(0)} s`,
      holds: atLeast('kills', kills.killed.length) && atLeast('killsOfEach', fewest) && atLeast('pairs', kills.pairs),
    },
    {
      text: `${figures.acknowledged} readings acknowledged, ${perSecond.toFixed(1)} a second; ${figures.unanswered} tries without an answer`,
      holds: perSecond >= leastReadingsPerSecond,
    },
    {
      text: `${figures.orders} orders, ${figures.delivered} delivered in full`,
      holds: atLeast('delivered', figures.delivered),
    },
    { text: `all done ${settled.toFixed(1)} s after the last kill`, holds: settled <= mostSettleSeconds },
    ...seenInLoop(figures),
  ];
  return verdictOf(seen, figures, `seed ${seed}`);
}
