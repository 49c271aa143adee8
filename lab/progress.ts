import type { Outcome } from './outcome.ts';

/** Says on standard error what each run came to, and how long the rest may take. */
export function told(total: number): (outcome: Outcome, done: number) => void {
  const beganAt = Date.now();
  const digits = String(total).length;
  return ({ variant, label, seed, result }, done) => {
    const leftSeconds = Math.round(((Date.now() - beganAt) / 1000 / done) * (total - done));
    const left = done === total ? '' : `, about ${leftSeconds} s to go`;
    const cost = `${result.scores.cost.toFixed(0)} € per device-year`;
    const speed = result.controllerMs === null ? '' : `, ${result.controllerMs.toFixed(2)} ms per device-day`;
    process.stderr.write(
      `[${String(done).padStart(digits)}/${total}] ${label}, seed ${seed}, ${variant}: ${cost}${speed}${left}\n`,
    );
  };
}
