import { mean } from '../measures.ts';
import { pairedTest } from '../statistics.ts';
import { type GateScores, gateMeasures } from './reference.ts';

/** A worsening is no chance when one so large would come by chance less often than this, in any of the measures. */
const significance = 0.01 / gateMeasures.length;

/** Figures this small are not told apart from none. */
const tiny = 1e-6;

export interface Judgement {
  measure: keyof GateScores;
  before: number;
  after: number;
  pairs: number;
  /** Typical change in percent, with its 95 % confidence interval. */
  changePercent: number;
  low: number;
  high: number;
  worse: boolean;
  better: boolean;
}

/**
 * One-sided paired t tests of the logarithms' differences, one for each measure (Bonferroni): worlds differ by far more than rules
 * do, so each is compared with itself, and by how many percent, so that no dear world outweighs the others.
 */
export function judge(
  before: Readonly<Record<string, GateScores>>,
  after: Readonly<Record<string, GateScores>>,
): Judgement[] {
  const worlds = Object.keys(after).filter((world) => Object.hasOwn(before, world));
  return gateMeasures.map((measure) => {
    const logarithm = (value: number) => Math.log(Math.max(value, tiny));
    const change = worlds.map((world) => logarithm(after[world]![measure]) - logarithm(before[world]![measure]));
    const test = pairedTest(change);
    const percent = (value: number) => 100 * (Math.exp(value) - 1);
    return {
      measure,
      before: mean(worlds.map((world) => before[world]![measure])),
      after: mean(worlds.map((world) => after[world]![measure])),
      pairs: worlds.length,
      changePercent: percent(test.mean),
      low: percent(test.low),
      high: percent(test.high),
      worse: test.pGreater < significance,
      better: pairedTest(change.map((each) => -each)).pGreater < significance,
    };
  });
}
