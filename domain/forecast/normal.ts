/** Density of the standard normal distribution. */
const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Probability that a standard normal variable is at most `z`, for |z| up to 6 (Abramowitz and Stegun, 26.2.11). */
export function normalCdf(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + density(z) * sum;
}

/**
 * The value that a standard normal variable exceeds with this probability, from 0.0001 to 0.5. Newton's method from 0: the distribution
 * function is concave there, so each step comes closer from below.
 */
export function exceededWith(probability: number): number {
  let z = 0;
  for (let step = 1; step > 1e-12; ) {
    step = (1 - probability - normalCdf(z)) / density(z);
    z += step;
  }
  return z;
}
