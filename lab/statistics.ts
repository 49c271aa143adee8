/** Differences of paired figures, after minus before. */
export interface PairedTest {
  pairs: number;
  mean: number;
  /** 95 % confidence interval of the mean. */
  low: number;
  high: number;
  /** Probability of so large a mean, or a larger one, if there were no difference (Student's paired t test, one-sided). */
  pGreater: number;
}

/** The paired t test. Pairs that do not differ at all are no noise: then any difference is one. */
export function pairedTest(differences: readonly number[]): PairedTest {
  const pairs = differences.length;
  const mean = differences.reduce((sum, each) => sum + each, 0) / Math.max(1, pairs);
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, pairs - 1);
  const error = Math.sqrt(variance / Math.max(1, pairs));
  if (pairs < 2 || error < 1e-12) {
    return { pairs, mean, low: mean, high: mean, pGreater: pairs < 2 || mean <= 1e-12 ? 1 : 0 };
  }
  const degrees = pairs - 1;
  const reach = studentQuantile(0.975, degrees) * error;
  return { pairs, mean, low: mean - reach, high: mean + reach, pGreater: 1 - studentCdf(mean / error, degrees) };
}

/** Probability that Student's t with so many degrees of freedom is at most `t` (Abramowitz and Stegun, 26.7.1). */
export function studentCdf(t: number, degrees: number): number {
  const tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

function studentQuantile(probability: number, degrees: number): number {
  let [low, high] = [0, 1000];
  for (let i = 0; i < 80; i += 1) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return high;
}

/** Regularised incomplete beta function by its continued fraction (Abramowitz and Stegun, 26.5.8), evaluated from the back. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  let fraction = 0;
  for (let m = 200; m >= 1; m -= 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = even / (1 + odd / (1 + fraction));
  }
  const first = (-(a + b) * x) / (a + 1);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  return front / (1 + first / (1 + fraction));
}

/** Stirling's series, after moving the argument to where it holds (Abramowitz and Stegun, 6.1.41). */
function logGamma(z: number): number {
  let [shifted, product] = [z, 1];
  while (shifted < 12) {
    product *= shifted;
    shifted += 1;
  }
  const series = 1 / (12 * shifted) - 1 / (360 * shifted ** 3) + 1 / (1260 * shifted ** 5);
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
